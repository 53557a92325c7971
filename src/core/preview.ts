import { InvalidOptionError } from "./invalid-option.ts";
import { isFunction, optionsOf } from "./options.ts";
import type { Random } from "./random.ts";
import { asSchedule, checkedBounds, type Schedule } from "./schedule.ts";

/** One retry of a schedule, all in milliseconds. */
export interface PreviewRow {
  /** Which retry, from 1. */
  readonly retry: number;
  /** The delay before it, under the draws given. */
  readonly delay: number;
  /** The shortest that the schedule promises. */
  readonly min: number;
  /** The longest that the schedule promises. */
  readonly max: number;
  /** All delays up to and with this one. */
  readonly total: number;
}

/** How far to look, and with which draws. */
export interface PreviewOptions {
  /** How many calls in all; there is one row less. Unless given, 10. */
  readonly attempts?: number | undefined;
  /** The draws; unless given, each is ½. */
  readonly random?: Random | undefined;
}

/**
 * A schedule as rows, one per retry.
 *
 * @throws InvalidOptionError when it is not a schedule, `attempts` is not a whole number from 1 to 10 000, or the schedule
 *   answers with what is no delay or no bounds
 * @example
 * ```ts
 * import { fixed, preview } from "ostinato";
 *
 * preview(fixed("1s"), { attempts: 2 }); // => [{ retry: 1, delay: 1000, min: 1000, max: 1000, total: 1000 }]
 * ```
 */
export function preview(schedule: Schedule, options: PreviewOptions = {}): PreviewRow[] {
  const source = asSchedule(schedule, "preview schedule");
  const option = optionsOf(options, "preview options", ["attempts", "random"]);
  const attempts = option<number>("attempts", "a whole number from 1 to 10000", isLength) ?? 10;
  const random = option<Random>("random", "a function", isFunction) ?? (() => 0.5);
  const rows: PreviewRow[] = [];
  let previousDelay = 0;
  let total = 0;
  for (let retry = 1; retry < attempts; retry++) {
    const delay = checkedDelay(source, source.delay({ retry, previousDelay }, random));
    const { min, max } = checkedBounds(source, source.bounds(retry));
    total += delay;
    rows.push({ retry, delay, min, max, total });
    previousDelay = delay;
  }
  return rows;
}

const isLength = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10_000;

function checkedDelay(schedule: Schedule, delay: unknown): number {
  if (typeof delay === "number" && delay >= 0 && delay < Infinity) return delay;
  throw new InvalidOptionError("schedule", "one whose delays are finite milliseconds ≥ 0", schedule.name);
}
