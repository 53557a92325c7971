import type { Delivery } from "../transport/delivery.ts";
import { type Abandoned, attempted } from "./attempt.ts";
import { after, type AtOnce } from "./at-once.ts";
import { type Claims, claimsOf } from "./claims.ts";
import { finish, recorded } from "./conclude.ts";
import type { Hub } from "./hub.ts";
import { attemptOf, eventOf, type Job, jobOf } from "./job.ts";
import { judged } from "./judge.ts";
import { persistent } from "./persistence.ts";
import { isOver, type TaskRecord } from "./record.ts";
import { giveBack, PAUSE, postpone, spare } from "./settlement.ts";
import type { Station } from "./station.ts";
import { tellHook } from "./tell-hooks.ts";
import { done, failed } from "./unattempted.ts";
import type { Ending } from "./verdict.ts";
import type { Wish } from "./wish.ts";

/** An attempt that is due, from the reading of its message to its settlement. */
export function begin(
  hub: Hub,
  delivery: Delivery,
  present: TaskRecord | undefined,
  count: number,
  station: Station,
): AtOnce<void> {
  let job: Job;
  try {
    job = jobOf(hub, delivery);
  } catch (error) {
    return failed(hub, delivery, present, "undecodable", error);
  }
  const claims = claimsOf(hub, job);
  return after(claims.take(), (claim) => {
    if (claim === "busy") return deferred(hub, delivery, count, station);
    if (claim === "unknown") return spare(hub, delivery, { count, maxDeliveries: station.maxDeliveries }, PAUSE);
    if (claim !== "claimed") return done(hub, delivery, present, claim.done);
    return started(hub, job, delivery, present, count, claims, station);
  });
}

/** The longest that a message waits for another that is at the same, before it looks again. */
const LONGEST_PAUSE = 30_000;

/**
 * Another is at it, and this one has to wait. What is sent anew in two steps may be there twice, and each of the two would do the
 * same: there it is rather given back, for longer each time.
 */
function deferred(hub: Hub, delivery: Delivery, count: number, { maxDeliveries }: Station): Promise<void> {
  if (delivery.retry !== undefined) return postpone(hub, delivery, PAUSE);
  return spare(hub, delivery, { count, maxDeliveries }, Math.min(PAUSE * 2 ** (count + 1), LONGEST_PAUSE));
}

function started(
  hub: Hub,
  job: Job,
  delivery: Delivery,
  present: TaskRecord | undefined,
  count: number,
  claims: Claims,
  station: Station,
): AtOnce<void> {
  if (station.leaving.aborted) return left(hub, delivery, count, claims, station);
  const attempt = attemptOf(job.envelope);
  const { attempts } = job.policy;
  const change = { state: "STARTED", at: hub.clock.wallNow(), attempt, attempts, delivery: count } as const;
  return after(recorded(hub, delivery, present, change), (record) => {
    if (record === undefined) return claims.release();
    if (station.leaving.aborted) return left(hub, delivery, count, claims, station);
    return ran(hub, job, delivery, record, claims, station);
  });
}

/** Given back unharmed: whoever drains begins nothing more, and in the end waits for nothing more. */
async function left(hub: Hub, delivery: Delivery, count: number, claims: Claims, station: Station): Promise<void> {
  await claims.release();
  await spare(hub, delivery, { count, maxDeliveries: station.maxDeliveries }, 0);
}

/** @param record that of its start */
function ran(
  hub: Hub,
  job: Job,
  delivery: Delivery,
  record: TaskRecord,
  claims: Claims,
  station: Station,
): Promise<void> {
  const { bus, clock } = hub;
  const { envelope, manifest, policy, settings } = job;
  const { id, task, queue } = envelope;
  const { attempts } = policy;
  const { at, attempt, delivery: count } = record;
  const startedAt = manifest.startedAt ?? firstStart(record) ?? at;
  const begun = clock.now();
  const elapsed = Math.max(0, at - startedAt);
  bus.emit("started", { id, task, queue, attempt, attempts });
  tellHook("beforeStart", settings.beforeStart, () => eventOf(job, elapsed));
  const start = { delivery: count, elapsed, station };
  const decided = (ending: Ending, wish: Wish | undefined): AtOnce<void> => {
    const duration = clock.now() - begun;
    const ended = { job, delivery, record, startedAt, elapsed: elapsed + duration, duration, claims };
    return judged(hub, ended, ending, wish);
  };
  return attempted(hub, job, delivery, start, claims).then(({ ending, wish }) => {
    if (ending.kind === "value" || ending.kind === "error") return decided(ending, wish);
    if (ending.kind === "stopped") return left(hub, delivery, count, claims, station);
    return abandoned(hub, delivery, ending, claims);
  });
}

async function abandoned(hub: Hub, delivery: Delivery, { kind }: Abandoned, claims: Claims): Promise<void> {
  const { envelope } = delivery;
  const { id, task, queue } = envelope;
  if (kind === "lost") return hub.bus.emit("lease-lost", { id, task, queue, attempt: attemptOf(envelope) });
  await claims.release();
  return settleOver(hub, delivery);
}

/** When the first attempt began, where its message has not been replaced since. */
const firstStart = ({ history }: TaskRecord): number | undefined =>
  history.find(({ state }) => state === "STARTED")?.at;

async function settleOver(hub: Hub, delivery: Delivery): Promise<void> {
  const { id, queue } = delivery.envelope;
  const read = await persistent(hub, "get", () => hub.backend.get(id), { id, queue });
  if (read.ok && read.value !== undefined && isOver(read.value)) return finish(hub, delivery, read.value);
  return giveBack(hub, delivery, PAUSE);
}
