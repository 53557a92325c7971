import type { Bounds } from "../core/bounds.ts";
import { HIGHEST_DRAW, type Random, seededRandom } from "../core/random.ts";
import type { Schedule, Step } from "../core/schedule.ts";
import { type ScheduleLaw, ScheduleLawError } from "./law-error.ts";

/** A schedule under examination; every question to it goes through here and is judged on the way. */
export interface Trial {
  readonly schedule: Schedule;
  readonly random: Random;
  readonly retries: readonly number[];
  /** The steps worth asking at a retry: one for each previous delay. */
  readonly steps: (retry: number) => readonly Step[];
  readonly delay: (step: Step, drawn: number) => number;
  readonly bounds: (retry: number) => Bounds;
  /** The error to throw when a law is broken. */
  readonly broken: (
    law: ScheduleLaw,
    retry: number,
    delay: number,
    complaint: string,
    options?: ErrorOptions,
  ) => ScheduleLawError;
}

/** The draws at which a law is looked at when a few must do. */
export const FEW_DRAWS: readonly number[] = [0, 0.25, 0.5, 0.8, HIGHEST_DRAW];

/** Small ones, the ends of 32 bits, of the exponent of a double and of the safe integers, and some between. */
const USUAL_RETRIES: readonly number[] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 31, 32, 33, 64, 100, 256, 1_023, 1_024, 1_025, 1_026, 1_000_000, 2_147_483_648,
  9_007_199_254_740_991,
];

const USUAL_PREVIOUS = [0, 1, 1_000, 2 ** 31, Number.MAX_SAFE_INTEGER];

/** @param more retries to look at besides the usual ones */
export function trial(schedule: Schedule, more: readonly number[], seed: number): Trial {
  const random = seededRandom(seed);
  const broken: Trial["broken"] = (law, retry, delay, complaint, options) =>
    new ScheduleLawError(law, { name: schedule.name, retry, delay, seed }, complaint, options);

  const asked = <Answer>(law: ScheduleLaw, retry: number, question: () => Answer): Answer => {
    try {
      return question();
    } catch (cause) {
      throw broken(law, retry, NaN, "an error was thrown", { cause });
    }
  };
  const delay: Trial["delay"] = (step, drawn) => {
    let draws = 0;
    const answer: unknown = asked("finite", step.retry, () => schedule.delay(step, () => (draws++, drawn)));
    const where = circumstances(step, drawn);
    if (typeof answer !== "number")
      throw broken("finite", step.retry, NaN, `the delay is of type ${typeof answer}${where}`);
    if (!isDelay(answer)) throw broken("finite", step.retry, answer, `the delay is ${answer}${where}`);
    if (draws > 1) throw broken("one-draw", step.retry, answer, `one delay took ${draws} draws${where}`);
    return answer;
  };
  const bounds: Trial["bounds"] = (retry) => {
    const answer: Partial<Bounds> | undefined = asked("bounds", retry, () => schedule.bounds(retry));
    const { min = NaN, max = NaN } = answer ?? {};
    if (isDelay(min) && isDelay(max) && min <= max) return { min, max };
    throw broken("bounds", retry, max, `the bounds are from ${min} to ${max}`);
  };
  const retries = [...USUAL_RETRIES, ...more];
  for (const retry of retries) {
    // Before its bounds, so that a formula which gives no number is blamed on the delay.
    delay(Object.freeze({ retry, previousDelay: 0 }), 0.5);
    bounds(retry);
  }
  const steps: Trial["steps"] = (retry) => {
    const { min, max } = bounds(retry);
    const previous = new Set([...USUAL_PREVIOUS, min, max, max / 3, max / 2, min + (max - min) / 2]);
    return [...previous].map((previousDelay) => Object.freeze({ retry, previousDelay }));
  };
  return { schedule, random, retries: [...new Set([...retries, ...knee(bounds)])], steps, delay, bounds, broken };
}

/** How a delay came about, for an error. */
export const circumstances = ({ previousDelay }: Step, drawn: number): string =>
  ` (draw ${drawn}, previous delay ${previousDelay})`;

const isDelay = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** The retries around the one from which the bounds stay as they are: that is where a cap begins to work. */
function knee(bounds: Trial["bounds"]): number[] {
  const { max } = bounds(Number.MAX_SAFE_INTEGER);
  let [low, high] = [0, 1_000_000];
  if (bounds(high).max !== max) return [];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (bounds(middle).max === max) high = middle;
    else low = middle;
  }
  return [high - 1, high, high + 1, high + 2].filter((retry) => retry >= 1);
}
