import { formatMillis } from "../core/duration.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Below which length of time it is rounded to what, in milliseconds: nobody reads more than three figures. */
const GRAINS = [
  [10, 0.1],
  [1_000, 1],
  [10_000, 10],
  [MINUTE, 100],
  [HOUR, 1_000],
  [DAY, MINUTE],
  [100 * DAY, HOUR],
  [10_000 * DAY, DAY],
] as const;

/** Milliseconds for people, in at most six characters: `"187ms"`, `"25.6s"`, `"1m23s"`, `"2d3h"`. */
export function human(millis: number): string {
  const grain = GRAINS.find(([below]) => millis < below)?.[1];
  if (grain === undefined) return millis === Infinity ? "∞" : `${(millis / DAY).toExponential(0).replace("+", "")}d`;
  // Fixed, because a multiple of 0.1 may miss the decimal by a hair.
  const rounded = Number((Math.round(millis / grain) * grain).toFixed(1));
  if (rounded === 0) return "0";
  const large = [DAY, HOUR, MINUTE].find((unit) => rounded >= unit);
  if (large === undefined) return formatMillis(rounded);
  const rest = rounded % large;
  return rest === 0 ? formatMillis(rounded) : formatMillis(rounded - rest) + formatMillis(rest);
}

/** A count and its noun: `"1 attempt"`, `"2 attempts"`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
