import { cap } from "../core/limits.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { fullJitter } from "../core/jitter.ts";
import { schedule } from "../core/schedule.ts";
import { exponential } from "../core/sources.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { onAbort } from "../engine/abort.ts";
import { called } from "../engine/attempt.ts";
import { retry } from "../retry/retry.ts";
import { thereIn } from "../transport/promised.ts";
import type { Envelope } from "../transport/envelope.ts";
import type { Transport } from "../transport/transport.ts";
import type { AtOnce } from "./at-once.ts";
import type { Hub } from "./hub.ts";
import type { PublishPolicy } from "./options.ts";

/** How hard a message is sent, unless told otherwise: the first try at once, and all within half a minute. */
const STANDARD = { attempts: 4, totalTimeout: "30s" } as const;

/**
 * Sends a message: one loop over connecting and publishing, whatever it is that fails.
 *
 * The key for doubles makes a second try safe after a first whose fate is unknown. A delay beyond what the broker can do goes
 * in hops: the message says itself when it is due, and a worker gives it back until then.
 */
export function send(
  hub: Hub,
  envelope: Envelope,
  delay: number,
  dedupeKey: string | undefined,
  how: PublishPolicy | undefined = hub.publish,
): AtOnce<void> {
  const { transport } = hub;
  const wait = Math.min(delay, transport.capabilities.maxPublishDelay);
  const publish = (signal: AbortSignal): Promise<void> =>
    transport.publish(envelope, { delay: wait, dedupeKey, signal });
  const controller = hub.spares.take();
  const first = called(publish, controller.signal);
  if (thereIn(first) !== undefined) return hub.spares.giveBack(controller);
  return sending(hub, { answer: first, controller }, publish, how);
}

/** @param made the first attempt, which is under way, and what gives it up */
async function sending(
  { transport, clock, random }: Hub,
  made: { readonly answer: Promise<void>; readonly controller: AbortController },
  publish: (signal: AbortSignal) => Promise<void>,
  how: PublishPolicy,
): Promise<void> {
  let first: typeof made | undefined = made;
  const next = (signal: AbortSignal): Promise<void> => {
    if (first === undefined) return publish(signal);
    const { answer, controller } = first;
    first = undefined;
    onAbort(signal, () => controller.abort(signal.reason));
    return answer;
  };
  await retry(({ signal }) => next(signal), sendingPolicy(transport, how), { clock, random });
}

function sendingPolicy(transport: Transport, how: PublishPolicy): Policy<void> {
  const given: PolicyOptions<void> = how === false ? { attempts: 1 } : how;
  return policy<void>({
    ...STANDARD,
    schedule: schedule(exponential("200ms"), cap("5s"), fullJitter),
    ...("isRetryable" in transport && { retryIf: (error: unknown) => transport.isRetryable?.(error) ?? true }),
    ...given,
  });
}

/** @throws InvalidOptionError where the broker can neither hold a message back nor take it back for later */
export function refuseImpossibleDelay({ capabilities }: Transport, delay: number, option: string): void {
  if (delay === 0 || capabilities.maxPublishDelay > 0 || capabilities.maxReleaseDelay > 0) return;
  throw new InvalidOptionError(option, "none, as this transport cannot delay a message", delay);
}

/** A priority as the broker knows it, none where all messages are equal to it. @throws InvalidOptionError for one that it has not */
export function priorityOn({ capabilities }: Transport, priority: number | undefined): number | undefined {
  const { priorities } = capabilities;
  if (priority === undefined || priorities === 1) return undefined;
  if (priority < priorities) return priority;
  throw new InvalidOptionError("priority", `at most ${priorities - 1}, as this transport has no higher one`, priority);
}

/** The key under which a broker drops a second copy of an attempt's message. */
export const dedupeKeyOf = ({ id, progress }: Envelope): string => `${id}:${progress.attempt + 1}`;
