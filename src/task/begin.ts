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
import { giveBack, PAUSE, postpone } from "./settlement.ts";
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
    if (claim !== "claimed") return done(hub, delivery, present, claim.done);
    return started(hub, job, delivery, present, count, claims, station);
  });
}

/** The longest that a message waits for another that is at the same, before it looks again. */
const LONGEST_PAUSE = 30_000;

/**
 * Another is at it, and this one has to wait. What is given back is counted towards poison, and what is sent anew in two steps may
 * be there twice: so it is given back, for longer each time, while half of its deliveries are left, and only then sent anew.
 */
function deferred(hub: Hub, delivery: Delivery, count: number, { maxDeliveries }: Station): Promise<void> {
  if (delivery.retry !== undefined) return postpone(hub, delivery, PAUSE);
  const pause = Math.min(PAUSE * 2 ** (count + 1), LONGEST_PAUSE);
  return 2 * count < maxDeliveries ? giveBack(hub, delivery, pause) : postpone(hub, delivery, pause);
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
  const attempt = attemptOf(job.envelope);
  const { attempts } = job.policy;
  const change = { state: "STARTED", at: hub.clock.wallNow(), attempt, attempts, delivery: count } as const;
  return after(recorded(hub, delivery, present, change), (record) =>
    record === undefined ? claims.release() : ran(hub, job, delivery, record, claims, station),
  );
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
  return attempted(hub, job, delivery, start, claims).then(({ ending, wish }) =>
    ending.kind === "value" || ending.kind === "error"
      ? decided(ending, wish)
      : abandoned(hub, delivery, ending, claims),
  );
}

async function abandoned(hub: Hub, delivery: Delivery, { kind }: Abandoned, claims: Claims): Promise<void> {
  const { envelope } = delivery;
  const { id, task, queue } = envelope;
  if (kind === "lost") return hub.bus.emit("lease-lost", { id, task, queue, attempt: attemptOf(envelope) });
  await claims.release();
  return kind === "stopped" ? giveBack(hub, delivery, 0) : settleOver(hub, delivery);
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
