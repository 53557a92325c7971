import fc from "fast-check";
import { type Modifier, type Schedule, schedule, type Step } from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { anyMillis, anyModifier, anySchedule } from "../../src/testing/arbitraries.ts";

export {
  anyDuration,
  anyExponent,
  anyFactor,
  anyMillis,
  anyModifier,
  anySchedule,
  anyShare,
  anySource,
} from "../../src/testing/arbitraries.ts";

/** Milliseconds from those that schedules are used with, so that sums and products of a few stay exact enough. */
export const ordinaryMillis: fc.Arbitrary<number> = fc.oneof(
  { withCrossShrink: true },
  fc.nat(2_000),
  fc.nat(100).map((seconds) => seconds * 1_000),
);

/** A modifier from outside: it rounds up to notches, so that draws come in steps. */
const notched =
  (unit: number): Modifier =>
  (source) => ({
    name: `${source.name} in notches of ${unit}`,
    delay: (step, random) => roundedUp(source.delay(step, random), unit),
    bounds: (retry) => ({
      min: roundedUp(source.bounds(retry).min, unit),
      max: roundedUp(source.bounds(retry).max, unit),
    }),
  });

const modified = (inner: fc.Arbitrary<Schedule>): fc.Arbitrary<Schedule> =>
  fc.tuple(inner, fc.array(anyModifier, { maxLength: 3 })).map(([source, modifiers]) => schedule(source, ...modifiers));

/** A schedule that is not the house's, under modifiers that are. */
export const anyStranger: fc.Arbitrary<Schedule> = modified(
  fc.tuple(anySchedule, fc.constantFrom(1, 1_000)).map(([source, unit]) => notched(unit)(source)),
);

export const anyRetry: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: fc.integer({ min: 1, max: 10 }), weight: 3 },
  fc.integer({ min: 1_023, max: 1_026 }),
  fc.constantFrom(1e6, 2 ** 31, Number.MAX_SAFE_INTEGER),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);

/** Any retry with any history. */
export const anyStep: fc.Arbitrary<Step> = fc.record({ retry: anyRetry, previousDelay: anyMillis });

export const anyDraw: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, 0.5, HIGHEST_DRAW),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
);

// Above 2^53 there is nothing left to round, and a sum could overflow.
function roundedUp(delay: number, unit: number): number {
  return delay > Number.MAX_SAFE_INTEGER ? delay : Math.ceil(delay / unit) * unit;
}
