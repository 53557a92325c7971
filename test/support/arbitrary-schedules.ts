import fc from "fast-check";
import {
  cap,
  decorrelated,
  type Duration,
  equalJitter,
  exponential,
  fibonacci,
  fixed,
  floor,
  fullJitter,
  linear,
  longest,
  type Modifier,
  phases,
  polynomial,
  type Schedule,
  schedule,
  sequence,
  shortest,
  spread,
  type Step,
} from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";

const SIMPLER = { withCrossShrink: true } as const;
const thousandths = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 1_000, max: most * 1_000 }).map((figure) => figure / 1_000);

/** Milliseconds of every size: nothing, fractions, ordinary delays, years, and the ends of the doubles. */
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

/** Milliseconds from those that schedules are used with, so that sums and products of a few stay exact enough. */
export const ordinaryMillis: fc.Arbitrary<number> = fc.oneof(
  SIMPLER,
  fc.nat(2_000),
  fc.nat(100).map((seconds) => seconds * 1_000),
);

/** A length of time in each of its forms. */
export const anyDuration: fc.Arbitrary<Duration> = fc.oneof(
  SIMPLER,
  anyMillis,
  fc.nat(9_999).map((tenths) => `${tenths / 10}s` as const),
  fc.tuple(fc.nat(90), fc.constantFrom("ms", "s", "m", "h", "d")).map(([figure, unit]): Duration => `${figure}${unit}`),
  anyMillis.map((millis) => ({ total: () => millis })),
);

export const anyFactor: fc.Arbitrary<number> = fc.oneof(SIMPLER, fc.constantFrom(1, 1.5, 2, 10), thousandths(1, 20));
export const anyExponent: fc.Arbitrary<number> = fc.oneof(SIMPLER, fc.constantFrom(0, 0.5, 1, 2), thousandths(0, 6));
export const anyShare: fc.Arbitrary<number> = fc.oneof(SIMPLER, fc.constantFrom(0, 0.2, 1), thousandths(0, 1));

export const anySource: fc.Arbitrary<Schedule> = fc.oneof(
  SIMPLER,
  anyDuration.map((delay) => fixed(delay)),
  fc.tuple(anyDuration, anyDuration).map(([initial, increment]) => linear(initial, increment)),
  fc.tuple(anyDuration, anyFactor).map(([base, factor]) => exponential(base, factor)),
  anyDuration.map((unit) => fibonacci(unit)),
  fc.tuple(anyDuration, anyExponent).map(([base, exponent]) => polynomial(base, exponent)),
  fc.tuple(anyDuration, fc.array(anyDuration, { maxLength: 4 })).map(([first, more]) => sequence(first, ...more)),
  anyDuration.map((base) => decorrelated(base)),
  fc.tuple(anyMillis, anyMillis).map(([a, b]) => decorrelated(Math.min(a, b), Math.max(a, b))),
);

export const anyModifier: fc.Arbitrary<Modifier> = fc.oneof(
  SIMPLER,
  anyDuration.map((limit) => cap(limit)),
  anyDuration.map((limit) => floor(limit)),
  fc.constantFrom(fullJitter, equalJitter),
  anyShare.map((share) => spread(share)),
);

const combined = (inner: fc.Arbitrary<Schedule>): fc.Arbitrary<Schedule> =>
  fc.oneof(
    SIMPLER,
    fc.tuple(inner, fc.array(inner, { maxLength: 2 })).map(([first, more]) => longest(first, ...more)),
    fc.tuple(inner, fc.array(inner, { maxLength: 2 })).map(([first, more]) => shortest(first, ...more)),
    fc
      .tuple(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), inner), { maxLength: 2 }), inner)
      .map(([parts, last]) => phases(...parts, last)),
  );

const modified = (inner: fc.Arbitrary<Schedule>): fc.Arbitrary<Schedule> =>
  fc.tuple(inner, fc.array(anyModifier, { maxLength: 3 })).map(([source, modifiers]) => schedule(source, ...modifiers));

const nested = (depth: number): fc.Arbitrary<Schedule> =>
  depth === 0 ? modified(anySource) : fc.oneof(SIMPLER, nested(depth - 1), modified(combined(nested(depth - 1))));

/** Sources, modifiers and combinations of them up to three deep; a failing one shows its name, which is notation. */
export const anySchedule: fc.Arbitrary<Schedule> = nested(3);

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

function scientific([mantissa, exponent]: [mantissa: number, exponent: number]): number {
  return Number(`${mantissa}e${exponent}`);
}

// Above 2^53 there is nothing left to round, and a sum could overflow.
function roundedUp(delay: number, unit: number): number {
  return delay > Number.MAX_SAFE_INTEGER ? delay : Math.ceil(delay / unit) * unit;
}
