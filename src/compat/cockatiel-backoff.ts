import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import type { Random } from "../core/random.ts";
import { delay as asDelay } from "../policy/ask.ts";
import { asSchedule, type Schedule, type Step } from "../core/schedule.ts";

/** A delay of cockatiel's, and the way to the next one. */
export interface CockatielBackoff {
  /** Milliseconds. */
  readonly duration: number;
  /** The delay that comes after it; cockatiel hands over what failed, at which a schedule does not look. */
  readonly next: (context?: unknown) => CockatielBackoff;
}

/** The longest delay of a timer; cockatiel hands a delay to `setTimeout`, which takes a longer one for none. */
const LONGEST = 2 ** 31 - 1;

/**
 * A schedule as an `IBackoffFactory` of cockatiel 3 and 4, for its own `retry`. Delays above 2^31 − 1 ms (24.8 days) are that.
 *
 * @param random the draws; `Math.random` unless given
 * @throws InvalidOptionError for what is no schedule, or no function; when asked, for a delay that is none
 * @example
 * ```ts
 * import { cap, exponential, schedule } from "ostinato";
 * import { toCockatielBackoff } from "ostinato/compat";
 *
 * const backoff = toCockatielBackoff(schedule(exponential("100ms"), cap("1s")));
 * backoff.next().duration; // => 100
 * backoff.next().next().duration; // => 200
 * ```
 */
export function toCockatielBackoff(
  schedule: Schedule,
  random: Random = () => Math.random(),
): Pick<CockatielBackoff, "next"> {
  const asked = asSchedule(schedule, "schedule");
  if (!isFunction(random)) throw new InvalidOptionError("random", "a function", random);
  const at = (step: Step): Pick<CockatielBackoff, "next"> => ({
    next: () => {
      const previousDelay = asked.delay(step, random);
      // Handed on, what is no delay would be none at all.
      if (asDelay(previousDelay) === undefined)
        throw new InvalidOptionError("schedule", "one whose delays are finite milliseconds ≥ 0", previousDelay);
      return { duration: Math.min(previousDelay, LONGEST), ...at({ retry: step.retry + 1, previousDelay }) };
    },
  });
  return at({ retry: 1, previousDelay: 0 });
}
