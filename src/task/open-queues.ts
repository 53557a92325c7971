import { cap } from "../core/limits.ts";
import { fullJitter } from "../core/jitter.ts";
import { schedule } from "../core/schedule.ts";
import { exponential } from "../core/sources.ts";
import { settle } from "../retry/retry.ts";
import type { QueueSpec } from "../transport/transport.ts";
import { HEADROOM } from "./admission.ts";
import { type Hub, deadLettersOf } from "./hub.ts";

/** Makes the queues, however long the broker is away; answers whether it could, before the signal aborted. */
export async function opened(
  hub: Hub,
  queues: readonly string[],
  maxDeliveries: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { transport, clock, random, bus } = hub;
  if (transport.open === undefined) return !signal.aborted;
  const specs: readonly QueueSpec[] = queues.map((name) => ({
    name,
    deadLetters: deadLettersOf(name),
    maxDeliveries: maxDeliveries + HEADROOM,
  }));
  const outcome = await settle(
    () => transport.open!(specs),
    {
      attempts: Infinity,
      schedule: schedule(exponential("100ms"), cap("30s"), fullJitter),
      onRetry: ({ failure }) => {
        if (failure.kind === "error") bus.emit("error", { error: failure.error, during: "open" });
      },
    },
    { clock, random, signal },
  );
  return outcome.ok;
}
