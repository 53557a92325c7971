import { errorOf } from "../policy/errors.ts";
import { counted } from "../policy/route.ts";
import type { Envelope } from "../transport/envelope.ts";
import type { Hub } from "./hub.ts";
import { attemptOf } from "./job.ts";
import { withManifest } from "./manifest.ts";
import type { Ended } from "./outcomes.ts";
import type { Verdict } from "./verdict.ts";
import type { Wish } from "./wish.ts";

/** The message of the next attempt: the same task under the same id, with the cursor moved on. */
export function nextMessage(
  hub: Hub,
  { job, startedAt, elapsed }: Ended,
  { delay, route, failure }: Verdict & { kind: "retry" },
  wish: (Wish & { kind: "retry" }) | undefined,
  dueAt: number,
  paid: number,
): Envelope {
  const { envelope, manifest, policy } = job;
  const { progress } = envelope;
  const { routes } = policy;
  const counts = routes && { routeAttempts: counted(routes, progress.routeAttempts, route) };
  const { firstSentAt } = progress;
  const attempt = attemptOf(envelope);
  const error = hub.describe(errorOf(failure));
  return {
    ...envelope,
    queue: wish?.queue ?? envelope.queue,
    priority: wish?.priority ?? envelope.priority,
    progress: { attempt, elapsed, previousDelay: delay, firstSentAt, ...counts },
    notBefore: delay === 0 ? undefined : dueAt,
    headers: withManifest(envelope.headers, { ...manifest, startedAt, ...(paid > 0 && { paid }), error }, hub.plain),
    body: wish?.body ?? envelope.body,
  };
}
