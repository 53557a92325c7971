import { type Bounds, scale } from "./bounds.ts";
import { plain } from "./duration.ts";
import { InvalidOptionError } from "./invalid-option.ts";
import type { Modifier, Schedule } from "./schedule.ts";
import { even, reshape } from "./shape.ts";

/**
 * A draw from `[0, delay]`: the least work for a busy server.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @example
 * ```ts
 * import { fixed, fullJitter, schedule } from "ostinato";
 *
 * schedule(fixed("1s"), fullJitter).bounds(1); // => { min: 0, max: 1000 }
 * ```
 */
export const fullJitter: Modifier = (source) => jitter(source, "full jitter", ({ max }) => ({ min: 0, max }));

/**
 * A draw from `[delay / 2, delay]`: never at once, still spread.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @example
 * ```ts
 * import { equalJitter, fixed, schedule } from "ostinato";
 *
 * schedule(fixed("1s"), equalJitter).bounds(1); // => { min: 500, max: 1000 }
 * ```
 */
export const equalJitter: Modifier = (source) => jitter(source, "equal jitter", (range) => scale(range, 0.5, 1));

/**
 * A draw from `[delay · (1 − share), delay]`: jitter that only shortens, so that a cap before it holds.
 *
 * @param share from 0 (no jitter) to 1 (full jitter)
 * @throws InvalidOptionError when the share is not a number from 0 to 1
 * @example
 * ```ts
 * import { fixed, schedule, spread } from "ostinato";
 *
 * schedule(fixed("1s"), spread(0.2)).bounds(1); // => { min: 800, max: 1000 }
 * ```
 */
export function spread(share: number): Modifier {
  if (!(Number.isFinite(share) && share >= 0 && share <= 1))
    throw new InvalidOptionError("spread", "a share from 0 to 1", share);
  return (source) => jitter(source, `spread ${plain(share)}`, (range) => scale(range, 1 - share, 1));
}

const jitter = (source: Schedule, name: string, map: (range: Bounds) => Bounds): Schedule =>
  reshape(source, name, map, even);
