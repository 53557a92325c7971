import type { Bounds } from "./bounds.ts";
import { type Random, seededRandom } from "./random.ts";
import type { Schedule, Step } from "./schedule.ts";
import { even, type Shape, shapeOf } from "./shape.ts";

/** The delays to be expected of a schedule, retry by retry. */
export interface Means {
  readonly delays: readonly number[];
  /** Whether they were found by sampling, for want of a closed form. */
  readonly approximate: boolean;
}

const RUNS = 4_096;

/**
 * The mean delay before each of the first retries, in milliseconds.
 *
 * Exact where each delay spreads evenly over a range whose ends move in a straight line with the delay before, because then
 * the mean of a range is the range of the mean. That holds for every built-in schedule and combination, but for
 * `decorrelated` from where its cap binds. Else the average of 4 096 runs with a fixed seed.
 *
 * @param reach the bounds of each of those delays
 */
export function meansOf(schedule: Schedule, reach: readonly Bounds[]): Means {
  const delays: number[] = [];
  let before: Bounds = { min: 0, max: 0 };
  let previousDelay = 0;
  for (const [index, bounds] of reach.entries()) {
    const step = { retry: index + 1, previousDelay };
    const { place = even, range } = shapeOf(schedule);
    if (!isStraight(range, step.retry, before) || !spreadsEvenly(place, step))
      return { delays: sampled(schedule, reach.length), approximate: true };
    const { min, max } = range(step);
    previousDelay = min + (max - min) / 2;
    delays.push(previousDelay);
    before = bounds;
  }
  return { delays, approximate: false };
}

/** The average over so many runs, under draws that repeat themselves. */
export function average(figure: (random: Random) => number): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let run = 0; run < RUNS; run++) sum += figure(random) / RUNS;
  return sum;
}

/** Uneven, so that a schedule which moves in regular notches does not look straight. */
const PROBES = [0.1003, 0.3671, 0.6183, 0.9049];

/** Whether both ends of a range move in a straight line while the delay before goes through its bounds. */
function isStraight(range: Shape["range"], retry: number, { min, max }: Bounds): boolean {
  if (min === max) return true;
  const [low, high] = [range({ retry, previousDelay: min }), range({ retry, previousDelay: max })];
  return PROBES.every((share) => {
    const at = range({ retry, previousDelay: min + share * (max - min) });
    return (["min", "max"] as const).every((end) => {
      const line = low[end] + share * (high[end] - low[end]);
      return Math.abs(at[end] - line) <= 1e-9 * Math.abs(line);
    });
  });
}

/** Whether the place of a draw is the draw itself. */
const spreadsEvenly = (place: NonNullable<Shape["place"]>, step: Step): boolean =>
  place === even || PROBES.every((u) => place(step, u) === u);

function sampled(schedule: Schedule, retries: number): number[] {
  const random = seededRandom(1);
  const sums = Array.from({ length: retries }, () => 0);
  for (let run = 0; run < RUNS; run++) {
    let previousDelay = 0;
    for (let retry = 1; retry <= retries; retry++) {
      previousDelay = schedule.delay({ retry, previousDelay }, random);
      sums[retry - 1]! += previousDelay / RUNS;
    }
  }
  return sums;
}
