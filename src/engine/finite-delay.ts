import { InvalidOptionError } from "../core/invalid-option.ts";

/**
 * A delay as a clock can wait it, on every clock the same.
 *
 * @throws InvalidOptionError for anything but finite milliseconds ≥ 0
 */
export function finiteDelay(delay: number): number {
  if (typeof delay === "number" && delay >= 0 && delay < Infinity) return delay;
  throw new InvalidOptionError("delay", "finite milliseconds ≥ 0", delay);
}
