import type { Bounds } from "./bounds.ts";
import { checkedBounds, type Schedule } from "./schedule.ts";
import { shapeOf } from "./shape.ts";

/** How far the delays of a run may go, retry by retry. */
export interface Reach {
  /** The bounds of each of the first delays. */
  readonly delays: readonly Bounds[];
  /** How many delays come after those; `Infinity` where there is no end. */
  readonly rest: number;
  /** The bounds of each of the rest. */
  readonly after: Bounds;
  /** Whether the rest are all like the last one that was looked at. */
  readonly settled: boolean;
}

/** How many delays are looked at one by one. */
const HORIZON = 999;

/**
 * The bounds of each delay when those before it lie within theirs.
 *
 * Narrower than the schedule's own, which hold for any history. A schedule that reads the previous delay is followed along
 * its shortest and its longest delays: it must not fall when the previous delay rises.
 *
 * @throws InvalidOptionError for a schedule whose bounds are no interval
 */
export function reachOf(schedule: Schedule, retries: number): Reach {
  const delays: Bounds[] = [];
  let before: Bounds = { min: 0, max: 0 };
  for (let retry = 1; retry <= Math.min(retries, HORIZON); retry++) {
    before = checkedBounds(schedule, boundsAfter(schedule, retry, before));
    delays.push(before);
  }
  const rest = retries - delays.length;
  if (rest === 0) return { delays, rest, after: before, settled: true };
  const far = checkedBounds(schedule, schedule.bounds(Math.min(retries, Number.MAX_SAFE_INTEGER)));
  const after = { min: Math.min(before.min, far.min), max: Math.max(before.max, far.max) };
  return { delays, rest, after, settled: after.min === before.min && after.max === before.max };
}

function boundsAfter(schedule: Schedule, retry: number, before: Bounds): Bounds {
  const { range } = shapeOf(schedule);
  const shortest = range({ retry, previousDelay: 0 });
  const longest = range({ retry, previousDelay: Number.MAX_VALUE });
  const moves = shortest.min !== longest.min || shortest.max !== longest.max;
  if (!moves) return schedule.bounds(retry);
  return {
    min: range({ retry, previousDelay: before.min }).min,
    max: range({ retry, previousDelay: before.max }).max,
  };
}
