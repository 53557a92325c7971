import { type Duration, toLimit, toMillis } from "../core/duration.ts";
import type { Options } from "../core/options.ts";

/** How far a hint follows a server, in milliseconds. */
export interface HintLimits {
  readonly atMost: number;
  readonly spread: number | undefined;
}

/**
 * Reads the options `atMost`, a minute unless given, and `spread`.
 *
 * @throws InvalidOptionError for one that is not a duration
 */
export function hintLimits(read: Options): HintLimits {
  // Defaults stand in for undefined alone: null is no duration.
  const [longest = "1m", spread] = [read<Duration>("atMost"), read<Duration>("spread")];
  return { atMost: toLimit(longest, "atMost"), spread: spread === undefined ? undefined : toMillis(spread, "spread") };
}
