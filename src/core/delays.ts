import { InvalidOptionError } from "./invalid-option.ts";
import { isFunction, optionsOf } from "./options.ts";
import type { Random } from "./random.ts";
import { asSchedule, type Schedule } from "./schedule.ts";

/** How long each run is, and with which draws. */
export interface DelaysOptions {
  /** How many retries a run makes before the next run begins; unless given, all delays are those of one run. */
  readonly retries?: number | undefined;
  /** The draws; unless given, each is ½. */
  readonly random?: Random | undefined;
}

/**
 * Fills an array with the delays of one run after another, in milliseconds: what `preview` shows, for a million draws.
 *
 * @param into at place `run * retries + retry - 1`; it is what comes back
 * @throws InvalidOptionError when it is not a schedule, not a `Float64Array`, or `retries` is not a whole number ≥ 1
 * @example
 * ```ts
 * import { cap, delays, exponential, schedule } from "ostinato";
 *
 * const capped = schedule(exponential("1s"), cap("3s"));
 * [...delays(capped, new Float64Array(6), { retries: 3 })]; // => [1000, 2000, 3000, 1000, 2000, 3000]
 * ```
 */
export function delays(schedule: Schedule, into: Float64Array, options: DelaysOptions = {}): Float64Array {
  const source = asSchedule(schedule, "delays schedule");
  if (!(into instanceof Float64Array)) throw new InvalidOptionError("delays into", "a Float64Array", into);
  const option = optionsOf(options, "delays options", ["retries", "random"]);
  const retries = option<number>("retries", "a whole number ≥ 1", isCount) ?? into.length;
  const random = option<Random>("random", "a function", isFunction) ?? (() => 0.5);
  for (let begin = 0; begin < into.length; begin += retries)
    run(source, into, begin, Math.min(begin + retries, into.length), random);
  return into;
}

// Apart, so that a long table is filled by optimised code from its second run on.
function run({ delay }: Schedule, into: Float64Array, begin: number, end: number, random: Random): void {
  let previousDelay = 0;
  for (let index = begin; index < end; index++) {
    previousDelay = delay({ retry: index - begin + 1, previousDelay }, random);
    into[index] = previousDelay;
  }
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;
