import { errorOf } from "../policy/errors.ts";
import type { Delivery } from "../transport/delivery.ts";
import { after, type AtOnce } from "./at-once.ts";
import type { Claims } from "./claims.ts";
import { finish, recorded } from "./conclude.ts";
import type { Hub } from "./hub.ts";
import { attemptOf, eventOf, type Job } from "./job.ts";
import { nextMessage } from "./next-message.ts";
import type { FinalRecord, TaskRecord } from "./record.ts";
import { follow } from "./settlement.ts";
import { tellOutcome } from "./tell-hooks.ts";
import type { Verdict } from "./verdict.ts";
import type { Wish } from "./wish.ts";

/** An attempt that has ended; times in milliseconds. */
export interface Ended {
  readonly job: Job;
  readonly delivery: Delivery;
  /** The record of its start. */
  readonly record: TaskRecord;
  /** When the first attempt began, in epoch milliseconds. */
  readonly startedAt: number;
  /** Since then. */
  readonly elapsed: number;
  /** What this attempt took. */
  readonly duration: number;
  readonly claims: Claims;
}

/** A result as it is kept. */
export interface Kept {
  readonly result: Uint8Array | undefined;
  readonly truncated?: true;
}

export function succeeded(hub: Hub, ended: Ended, value: unknown, { result, truncated }: Kept): AtOnce<void> {
  const { job, delivery, duration, elapsed, claims } = ended;
  const { id, task, queue } = job.envelope;
  const attempt = attemptOf(job.envelope);
  const change = { state: "SUCCESS", at: hub.clock.wallNow(), attempt, result, truncated } as const;
  return after(recorded(hub, delivery, ended.record, change), (record) => {
    if (record === undefined) return;
    tellOutcome(job.settings, () => eventOf(job, elapsed), { state: "SUCCESS", value });
    hub.bus.emit("success", { id, task, queue, attempt, duration });
    return after(claims.complete(result), () => finish(hub, delivery, record as FinalRecord));
  });
}

export async function failed(
  hub: Hub,
  ended: Ended,
  { failure, reason }: Verdict & { kind: "failure" },
): Promise<void> {
  const { job, delivery, elapsed, claims } = ended;
  const { id, task, queue } = job.envelope;
  const attempt = attemptOf(job.envelope);
  const error = errorOf(failure);
  const change = { state: "FAILURE", at: hub.clock.wallNow(), attempt, reason, error: hub.describe(error) } as const;
  const record = await recorded(hub, delivery, ended.record, change);
  if (record === undefined) return;
  tellOutcome(job.settings, () => eventOf(job, elapsed), { state: "FAILURE", failure, error, reason });
  hub.bus.emit("failure", { id, task, queue, attempt, failure, error, reason });
  await claims.release();
  await finish(hub, delivery, record as FinalRecord);
}

export async function retried(
  hub: Hub,
  ended: Ended,
  verdict: Verdict & { kind: "retry" },
  wish: Wish | undefined,
  paid: number,
): Promise<void> {
  const { job, delivery, elapsed, claims } = ended;
  const { failure, delay, from } = verdict;
  const { id, task, queue } = job.envelope;
  const attempt = attemptOf(job.envelope);
  const error = errorOf(failure);
  const at = hub.clock.wallNow();
  const dueAt = at + delay;
  const next = nextMessage(hub, ended, verdict, wish?.kind === "retry" ? wish : undefined, dueAt, paid);
  // Recorded with its message before that is sent: should this process end in between, whoever comes next sends it.
  const change = { state: "RETRY", at, attempt, error: hub.describe(error), delay, from, dueAt, next } as const;
  const record = await recorded(hub, delivery, ended.record, change);
  if (record === undefined) return;
  tellOutcome(job.settings, () => eventOf(job, elapsed), { state: "RETRY", failure, error, delay, from });
  hub.bus.emit("retry", { id, task, queue, attempt, failure, error, delay, from, dueAt });
  await claims.release();
  await follow(hub, delivery, next);
}
