import { parseMillis, plain } from "../core/duration.ts";
import type { Options } from "../core/options.ts";

/** Seconds as Python has them, in milliseconds; undefined where they are absent. */
export function seconds(read: Options, name: string): number | undefined {
  const given = read<number>(name, "finite seconds ≥ 0", isSeconds);
  return given === undefined ? undefined : inMillis(given);
}

/** The point is shifted in the text, because 1.005 * 1000 is not 1005. */
export const inMillis = (given: number): number => parseMillis(`${plain(given)}s`)!;

/** Whether it is a number of seconds that stays finite in milliseconds. */
export const isSeconds = (value: unknown): boolean =>
  typeof value === "number" && value >= 0 && value * 1_000 < Infinity;

/** A count of retries; `Infinity` where it is null, for Python's `None`, and undefined where it is absent. */
export function retries(read: Options, name: string): number | undefined {
  const given = read<number | null>(name, "a whole number ≥ 0, or null for no limit", isRetries);
  return given === null ? Infinity : given;
}

const isRetries = (value: unknown): boolean =>
  value === null || value === Infinity || (typeof value === "number" && value >= 0 && Number.isSafeInteger(value + 1));
