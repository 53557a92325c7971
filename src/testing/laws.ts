import { optionsOf } from "../core/options.ts";
import { asSchedule, type Schedule } from "../core/schedule.ts";
import { truthfulName } from "./law-name.ts";
import { bounded, reproducible, spanning } from "./law-points.ts";
import { wellDrawn } from "./law-shape.ts";
import { trial } from "./law-trial.ts";

export { type ScheduleLaw, ScheduleLawError } from "./law-error.ts";

/** Where to look, besides the usual places. */
export interface CheckScheduleOptions {
  /** More retries to look at, such as those around the end of a phase. */
  readonly retries?: readonly number[] | undefined;
  /** A safe integer that decides where draws are tried; unless given, 1. */
  readonly seed?: number | undefined;
}

/**
 * Holds a schedule to the laws of the house, each of which is a member of `ScheduleLaw`; returns if all are kept.
 *
 * A law that speaks of chance is looked at through the delay as a function of the draw, so that there are no false
 * alarms. Atoms and holes are found from 2 % of the draws or of the range. Delays that come in notches, such as whole
 * seconds, are neither: a flat stretch and the jump beside it may explain each other.
 *
 * @throws ScheduleLawError at the first law that is broken
 * @throws InvalidOptionError when it is not a schedule or an option cannot be used
 * @example
 * ```ts
 * import { exponential, fullJitter, schedule } from "ostinato";
 * import { checkSchedule } from "ostinato/testing";
 *
 * checkSchedule(schedule(exponential("1s"), fullJitter));
 * ```
 */
export function checkSchedule(schedule: Schedule, options: CheckScheduleOptions = {}): void {
  const option = optionsOf(options, "checkSchedule options", ["retries", "seed"]);
  const retries = option<readonly number[]>("retries", "a list of whole numbers ≥ 1", areRetries) ?? [];
  const seed = option<number>("seed", "a safe integer", Number.isSafeInteger) ?? 1;
  const tried = trial(asSchedule(schedule, "schedule"), retries, seed);
  for (const law of [reproducible, bounded, wellDrawn, spanning, truthfulName]) law(tried);
}

const areRetries = (value: unknown): boolean =>
  Array.isArray(value) &&
  Array.from<unknown>(value).every((retry) => Number.isSafeInteger(retry) && Number(retry) >= 1);
