import { clamp } from "./bounds.ts";
import { type Duration, formatMillis, toLimit, toMillis } from "./duration.ts";
import { asSchedule, type Modifier } from "./schedule.ts";
import { reshape } from "./shape.ts";

/**
 * No delay above the limit; `Infinity` means no cap. Behind a jitter it squeezes the range from which the delay is drawn,
 * and never moves a draw onto the limit; but a range that lies wholly above the limit becomes the limit, so put the cap first.
 *
 * @throws InvalidOptionError when the limit is neither a duration nor `Infinity`
 * @example
 * ```ts
 * import { cap, exponential, schedule } from "ostinato";
 *
 * schedule(exponential("1s"), cap("10s")).bounds(7).max; // => 10000
 * ```
 */
export function cap(limit: Duration): Modifier {
  const most = toLimit(limit, "cap");
  return (source) =>
    most === Infinity
      ? asSchedule(source, "schedule source")
      : reshape(source, `cap ${formatMillis(most)}`, (range) => clamp(range, 0, most));
}

/**
 * No delay below the limit. Behind a jitter it squeezes the range from which the delay is drawn, and never moves a draw onto
 * the limit.
 *
 * @throws InvalidOptionError when the limit is not a duration
 * @example
 * ```ts
 * import { exponential, floor, fullJitter, schedule } from "ostinato";
 *
 * schedule(exponential("1s"), fullJitter, floor("100ms")).bounds(1).min; // => 100
 * ```
 */
export function floor(limit: Duration): Modifier {
  const least = toMillis(limit, "floor");
  return (source) => reshape(source, `floor ${formatMillis(least)}`, (range) => clamp(range, least, Infinity));
}
