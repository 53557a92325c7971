import { formatMillis } from "../core/duration.ts";

/**
 * Nothing is scheduled in virtual time, and yet something waits.
 *
 * @example
 * ```ts
 * import { StandstillError, virtualClock } from "ostinato/testing";
 *
 * const stuck = await virtualClock().runUntil(new Promise(() => {})).catch((error) => error);
 * stuck instanceof StandstillError; // => true
 * ```
 */
export class StandstillError extends Error {
  override readonly name = "StandstillError";
  readonly code = "STANDSTILL";

  /**
   * @param waiting what waits, as far as it is known
   * @param why what keeps time from moving
   */
  constructor(now: number, waiting: readonly string[], why = "nothing is scheduled") {
    const what = waiting.length === 0 ? "the promise" : waiting.join(", ");
    super(`Virtual time stands still at ${formatMillis(now)}: ${what} still waits, and ${why}`);
  }
}
