import { InvalidOptionError } from "./invalid-option.ts";

/** A source of numbers in `[0, 1)`, such as `Math.random`. */
export type Random = () => number;

/** The largest draw: the double just below 1. */
export const HIGHEST_DRAW: number = 1 - 2 ** -53;

/** One draw, brought into `[0, 1)` whatever the source answers; what is not a number counts as the midpoint. */
export function draw(random: Random): number {
  const drawn: unknown = random();
  if (typeof drawn !== "number" || Number.isNaN(drawn)) return 0.5;
  return Math.min(Math.max(drawn, 0), HIGHEST_DRAW);
}

/**
 * A generator that repeats itself for the same seed, on every platform: xoshiro128++ 1.0.
 *
 * Source: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", 2021; a single number is spread
 * over the four words of state by splitmix32. Not for secrets.
 *
 * @param seed a safe integer, or the four 32-bit words of state, not all zero
 * @throws InvalidOptionError when the seed is anything else
 * @example
 * ```ts
 * import { seededRandom } from "ostinato";
 *
 * seededRandom(1)() === seededRandom(1)(); // => true
 * ```
 */
export function seededRandom(seed: number | readonly [number, number, number, number]): Random {
  let [a, b, c, d] = typeof seed === "number" ? spreadSeed(seed) : words(seed);
  return () => {
    const sum = (a + d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result / 2 ** 32;
  };
}

type Words = [number, number, number, number];

function words(seed: readonly number[]): Words {
  const state = Array.isArray(seed) ? Array.from<number>(seed) : [];
  const whole = state.length === 4 && state.every((word) => Number.isInteger(word) && word >>> 0 === word);
  if (whole && state.some((word) => word !== 0)) return state as Words;
  throw new InvalidOptionError("seed", "a safe integer, or four 32-bit words that are not all zero", seed);
}

function spreadSeed(seed: number): Words {
  if (!Number.isSafeInteger(seed)) throw new InvalidOptionError("seed", "a safe integer, or four 32-bit words", seed);
  let state = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return [next(), next(), next(), next()];
}
