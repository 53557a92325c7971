import { average, type Means } from "../core/mean.ts";
import type { Random } from "../core/random.ts";
import type { Reach } from "../core/reach.ts";
import type { Schedule } from "../core/schedule.ts";

/** Milliseconds: of all delays, and of the whole run. */
export interface Extent {
  readonly delay: number;
  readonly total: number;
}

/** The limits of time that a run has; `Infinity` where it has none. */
export interface TimeLimits {
  readonly attemptTimeout: number;
  readonly totalTimeout: number;
}

/** Whether a deadline comes first; without one a sum may overflow, which ends nothing. */
export const isLate = (until: number, totalTimeout: number): boolean =>
  until >= totalTimeout && totalTimeout < Infinity;

/** So many delays of this length; a run without end never comes to its sum. */
const times = (count: number, delay: number): number => (count === 0 || count === Infinity ? count : count * delay);

/**
 * The least that a run can come to whose attempts all fail at once. Not the sum of the shortest delays: a long delay that
 * would reach the deadline is not slept, and ends the run early.
 */
export function leastOf({ delays, rest, after }: Reach, { totalTimeout }: TimeLimits): Extent {
  let [soonest, latest, least] = [0, 0, Infinity];
  const mayEnd = (min: number, max: number, until: number): void => {
    if (totalTimeout === Infinity || until + max < totalTimeout) return;
    const end = soonest + min >= totalTimeout ? soonest : Math.max(soonest, totalTimeout - max);
    least = Math.min(least, end);
  };
  for (const { min, max } of delays) {
    mayEnd(min, max, latest);
    if (isLate(soonest + min, totalTimeout)) return { delay: least, total: least };
    soonest += min;
    latest += max;
  }
  if (rest > 0) mayEnd(after.min, after.max, latest + times(rest - 1, after.max));
  least = Math.min(least, soonest + times(rest, after.min), totalTimeout);
  return { delay: least, total: least };
}

/** The most that a run can come to, and the most of it that can be delays: each attempt takes as long as is worst. */
export function worstOf({ delays, rest, after }: Reach, { attemptTimeout, totalTimeout }: TimeLimits): Extent {
  let [soonest, delay, latest] = [0, 0, 0];
  const most = (value: number): number => Math.min(value, totalTimeout);
  for (const { min, max } of delays) {
    soonest += min;
    if (isLate(soonest, totalTimeout)) return { delay, total: most(latest + attemptTimeout) };
    delay = most(delay + max);
    latest = most(latest + attemptTimeout + max);
  }
  if (rest > 0 && soonest + after.min < totalTimeout) {
    delay = most(delay + times(rest, after.max));
    latest = most(latest + times(rest, attemptTimeout + after.max));
  }
  return { delay, total: most(latest + attemptTimeout) };
}

/** What a run comes to on average whose attempts all fail at once, and whether that is a sampled figure. */
export function expectedOf(
  schedule: Schedule,
  means: Means,
  { delays, rest, after, settled }: Reach,
  { totalTimeout }: TimeLimits,
): Extent & { readonly approximate: boolean } {
  let [soonest, latest, expected] = [0, 0, 0];
  for (const [index, { min, max }] of delays.entries()) {
    if (isLate(soonest + min, totalTimeout)) return { delay: expected, total: expected, approximate: false };
    soonest += min;
    latest += max;
    expected += means.delays[index]!;
    // Without a deadline only a sum that overflows gets so far.
    if (latest < totalTimeout || totalTimeout === Infinity) continue;
    const more = times(rest, means.delays.at(-1)!);
    const slept = average((random) => sleptOf(schedule, delays.length, totalTimeout, random, more));
    return { delay: slept, total: slept, approximate: true };
  }
  const total = Math.min(expected + times(rest, means.delays.at(-1) ?? 0), totalTimeout);
  const mayMeetDeadline = totalTimeout < Infinity && latest + times(rest, after.max) >= totalTimeout;
  const approximate = rest > 0 && (mayMeetDeadline || (!settled && rest < Infinity));
  return { delay: total, total, approximate };
}

/** How long one run sleeps before it has to stop, if it may sleep so much more after those retries. */
function sleptOf(schedule: Schedule, retries: number, deadline: number, random: Random, more: number): number {
  let [slept, previousDelay] = [0, 0];
  for (let retry = 1; retry <= retries; retry++) {
    previousDelay = schedule.delay({ retry, previousDelay }, random);
    if (slept + previousDelay >= deadline) return slept;
    slept += previousDelay;
  }
  return Math.min(slept + more, deadline);
}
