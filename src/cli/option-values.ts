import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Random, seededRandom } from "../core/random.ts";
import type { Given } from "./arguments.ts";

/** A duration in milliseconds, which must name its unit: other commands read a bare number as seconds. */
export function durationIn({ value }: Given, option: string): number | undefined {
  const text = value(option);
  if (text === undefined) return undefined;
  try {
    return toMillis(text as Duration);
  } catch (cause) {
    throw new InvalidOptionError(`--${option}`, 'a duration with its unit, such as "250ms", "1.5s" or "10m"', text, {
      cause,
    });
  }
}

/** A number of attempts. */
export function attemptsIn({ value }: Given): number | undefined {
  const text = value("attempts");
  if (text === undefined || text === "Infinity") return text && Infinity;
  const attempts = /^\d+$/.test(text) ? Number(text) : 0;
  if (attempts >= 1) return attempts;
  throw new InvalidOptionError("--attempts", "a whole number ≥ 1", text);
}

/** A seed. */
export function seedIn({ value }: Given): number | undefined {
  const text = value("seed");
  if (text === undefined) return undefined;
  const seed = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(seed)) return seed;
  throw new InvalidOptionError("--seed", "a whole number", text);
}

/** The draws: those of a seed, where one is given. */
export function randomIn(given: Given): Random | undefined {
  const seed = seedIn(given);
  return seed === undefined ? undefined : seededRandom(seed);
}

/** Exit codes between commas. */
export function codesIn({ value }: Given, option: string): ReadonlySet<number> | undefined {
  const text = value(option);
  if (text === undefined) return undefined;
  const codes = text.split(",").map((code) => (/^ *\d+ *$/.test(code) ? Number(code) : 0));
  if (codes.every((code) => code >= 1 && code <= 255)) return new Set(codes);
  throw new InvalidOptionError(`--${option}`, "exit codes from 1 to 255 between commas, such as 1,75", text);
}
