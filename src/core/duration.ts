import { InvalidOptionError } from "./invalid-option.ts";

/**
 * A length of time: a number of milliseconds, text such as `"250ms"`, `"1.5s"`, `"10m"`, `"2h"` or `"1d"`,
 * or anything with Temporal's `total("milliseconds")`.
 */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}` | { total(unit: "milliseconds"): number };

const EXPECTED = 'a duration: milliseconds ≥ 0, or text such as "250ms", "1.5s", "10m", "2h", "1d"';
const LONGEST_TEXT = 400;
const TEXT = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** The units above the millisecond, in milliseconds, the largest first. */
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/**
 * The milliseconds of a duration.
 *
 * @param option the option's name, for the error
 * @throws InvalidOptionError when it is not a finite length of time ≥ 0
 */
export function toMillis(value: Duration, option = "duration"): number {
  const millis =
    typeof value === "string" ? parseMillis(value) : typeof value === "object" ? totalled(value, option) : value;
  if (typeof millis === "number" && millis >= 0 && millis < Infinity) return millis + 0;
  throw new InvalidOptionError(option, EXPECTED, value);
}

/** Like {@link toMillis}, but `Infinity` is welcome too: a limit may be absent, a delay may not. */
export function toLimit(value: Duration, option: string): number {
  return value === Infinity ? Infinity : toMillis(value, option);
}

/**
 * Reads a duration that comes from outside, such as an environment variable, as milliseconds.
 *
 * @throws InvalidOptionError when the text is not a duration
 * @example
 * ```ts
 * import { duration } from "ostinato";
 *
 * duration("1.5s"); // => 1500
 * ```
 */
export function duration(text: string): number {
  if (typeof text === "string") return toMillis(text as Duration);
  throw new InvalidOptionError("duration", EXPECTED, text);
}

/**
 * Milliseconds as text in the largest unit that reads back as the very same number: `"10m"`, `"25.6s"`, `"7.5ms"`.
 *
 * @example
 * ```ts
 * import { formatMillis } from "ostinato";
 *
 * formatMillis(90_000); // => "90s"
 * formatMillis(7.5); // => "7.5ms"
 * ```
 */
export function formatMillis(millis: number): string {
  const whole = Object.entries(UNITS).find(([, size]) => millis >= size && millis % size === 0);
  const text = whole === undefined ? fraction(millis) : plain(millis / whole[1]) + whole[0];
  return parseMillis(text) === millis ? text : `${plain(millis)}ms`;
}

/** The point is shifted in the text, because a division would leave digits behind. */
const fraction = (millis: number): string =>
  millis < 1_000 ? `${plain(millis)}ms` : `${plain(Number(`${millis}e-3`))}s`;

/** A number in plain digits, without an exponent. */
export function plain(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  if (value >= 1) return BigInt(value).toString();
  const [digits, places] = text.split("e-") as [string, string];
  return `0.${"0".repeat(Number(places) - 1)}${digits.replace(".", "")}`;
}

/** The milliseconds that a text says, or undefined where it is no duration. */
export function parseMillis(text: string): number | undefined {
  const match = text.length > LONGEST_TEXT ? null : TEXT.exec(text);
  if (match === null) return undefined;
  const [, digits, unit] = match as unknown as [string, string, keyof typeof UNITS | "ms"];
  // The point is shifted first, which is exact, then comes a whole factor.
  const millis = unit === "ms" ? Number(digits) : Number(`${digits}e3`) * (UNITS[unit] / 1_000);
  return millis < Infinity ? millis : undefined;
}

function totalled(value: { total(unit: "milliseconds"): number }, option: string): number | undefined {
  if (typeof value?.total !== "function") return undefined;
  try {
    return value.total("milliseconds");
  } catch (cause) {
    throw new InvalidOptionError(option, EXPECTED, value, { cause });
  }
}
