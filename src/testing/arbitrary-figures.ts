import fc from "fast-check";
import type { Duration } from "../core/duration.ts";
import { scientific } from "./arbitrary-parts.ts";

/** The same value, which a failing property shows as one would write it. */
export function shownAs<Value extends object>(value: Value, text: string): Value {
  const telling = { [fc.toStringMethod]: { value: () => text } };
  if (!Object.isFrozen(value)) return Object.defineProperties(value, telling);
  // Not by spreading, which leaves behind what is not enumerable: by that a schedule of the house is known as one.
  const own = { ...Object.getOwnPropertyDescriptors(value), ...telling };
  return Object.freeze(Object.create(Object.getPrototypeOf(value) as object, own) as Value);
}

/** A choice whose failing case becomes simpler through all of its alternatives. */
export const SIMPLER = { withCrossShrink: true } as const;
const thousandths = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 1_000, max: most * 1_000 }).map((figure) => figure / 1_000);

/**
 * Milliseconds of every size: nothing, fractions, ordinary delays, years, and the ends of the doubles.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { anyMillis } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anyMillis, (millis) => millis >= 0 && millis < Infinity), { numRuns: 20 });
 * ```
 */
export const anyMillis: fc.Arbitrary<number> = fc.oneof(
  SIMPLER,
  { arbitrary: fc.nat(2_000), weight: 4 },
  { arbitrary: fc.nat(100).map((seconds) => seconds * 1_000), weight: 3 },
  { arbitrary: thousandths(0, 100_000), weight: 2 },
  {
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: -9, max: 9 })).map(scientific),
    weight: 2,
  },
  { arbitrary: fc.constantFrom(1e-9, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE), weight: 1 },
);

/**
 * A length of time in each of its forms.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { fixed } from "ostinato";
 * import { anyDuration } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anyDuration, (length) => fixed(length).bounds(1).min >= 0), { numRuns: 20 });
 * ```
 */
export const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  SIMPLER,
  anyMillis,
  fc.nat(9_999).map((tenths) => `${tenths / 10}s` as const),
  fc.tuple(fc.nat(90), fc.constantFrom("ms", "s", "m", "h", "d")).map(([figure, unit]): Duration => `${figure}${unit}`),
  anyMillis.map((millis) => shownAs({ total: () => millis }, `{ total: () => ${millis} }`)),
);

/**
 * A factor of growth.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { exponential } from "ostinato";
 * import { anyFactor } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anyFactor, (factor) => exponential(1, factor).bounds(2).min >= 1), { numRuns: 20 });
 * ```
 */
export const anyFactor: fc.Arbitrary<number> = fc.oneof(SIMPLER, fc.constantFrom(1, 1.5, 2, 10), thousandths(1, 20));
/**
 * An exponent of growth.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { polynomial } from "ostinato";
 * import { anyExponent } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anyExponent, (exponent) => polynomial(1, exponent).bounds(2).min >= 1), { numRuns: 20 });
 * ```
 */
export const anyExponent: fc.Arbitrary<number> = fc.oneof(SIMPLER, fc.constantFrom(0, 0.5, 1, 2), thousandths(0, 6));
/**
 * A share of a range, from 0 to 1.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { fixed, spread } from "ostinato";
 * import { anyShare } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anyShare, (share) => spread(share)(fixed("1s")).bounds(1).max <= 2_000), { numRuns: 20 });
 * ```
 */
export const anyShare: fc.Arbitrary<number> = fc.oneof(SIMPLER, fc.constantFrom(0, 0.2, 1), thousandths(0, 1));
