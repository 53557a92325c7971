import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decorrelated,
  exponential,
  fibonacci,
  fixed,
  linear,
  polynomial,
  type Schedule,
  sequence,
} from "../../src/core/index.ts";
import {
  anyDraw,
  anyExponent,
  anyFactor,
  anyMillis,
  anyRetry,
  ordinaryMillis,
} from "../support/arbitrary-schedules.ts";
import { type Exact, exact, lastPlaces, power, product, sum } from "../support/exact.ts";
import { lawParameters } from "../support/laws.ts";

const nearRetry = fc.integer({ min: 1, max: 60 });
const delayAt = (source: Schedule, retry: number): number => source.delay({ retry, previousDelay: 0 }, () => 0.5);

/** Whether a delay is the reference, but for rounding; both end at the largest double. */
function isNear(delay: number, reference: Exact, places: number): boolean {
  return delay === Number.MAX_VALUE || lastPlaces(delay, reference) <= places;
}

/** How many last places a power may err by; Bun's engine multiplies, and each multiplication rounds. */
const placesOf = (retry: number): number => ("Bun" in globalThis ? 2 + retry : 2);

describe("a source agrees with arithmetic of 400 bits:", () => {
  it("exponential within two last places, whatever the factor, if the engine's power does", () => {
    const law = fc.property(anyMillis, anyFactor, nearRetry, (base, factor, retry) => {
      const reference = product(exact(base), power(exact(factor), retry - 1));
      return isNear(delayAt(exponential(base, factor), retry), reference, placesOf(retry));
    });
    fc.assert(law, lawParameters(500));
  });

  it("exponential exactly when it doubles", () => {
    const law = fc.property(anyMillis, nearRetry, (base, retry) =>
      isNear(delayAt(exponential(base), retry), product(exact(base), power(exact(2), retry - 1)), 0),
    );
    fc.assert(law, lawParameters(250));
  });

  it("linear within one last place", () => {
    const law = fc.property(anyMillis, anyMillis, anyRetry, (initial, increment, retry) =>
      isNear(
        delayAt(linear(initial, increment), retry),
        sum(exact(initial), product(exact(retry - 1), exact(increment))),
        1,
      ),
    );
    fc.assert(law, lawParameters(500));
  });

  it("polynomial within one last place, for whole exponents", () => {
    const law = fc.property(anyMillis, fc.nat(5), nearRetry, (base, exponent, retry) =>
      isNear(delayAt(polynomial(base, exponent), retry), product(exact(base), power(exact(retry), exponent)), 1),
    );
    fc.assert(law, lawParameters(250));
  });

  it("fibonacci with a drift of less than a last place per retry (F-011)", () => {
    let [one, next] = [1n, 1n];
    for (let retry = 1; retry <= 1_400; retry++) {
      expect(lastPlaces(delayAt(fibonacci(1), retry), { mantissa: one, exponent: 0 })).toBeLessThan(
        Math.min(retry, 20),
      );
      [one, next] = [next, one + next];
    }
  });

  it("exponential and linear without drift at the millionth retry (F-011)", () => {
    const million = 1_000_000;
    expect(
      lastPlaces(
        delayAt(exponential(100, 1.0000001), million),
        product(exact(100), power(exact(1.0000001), million - 1)),
      ),
    ).toBeLessThan(2);
    expect(lastPlaces(delayAt(linear(0.1, 0.1), million), product(exact(0.1), exact(million)))).toBeLessThan(2);
  });
});

describe("a source without chance", () => {
  const growing = fc.oneof(
    fc.tuple(anyMillis, anyMillis).map(([initial, increment]) => linear(initial, increment)),
    fc.tuple(anyMillis, anyFactor).map(([base, factor]) => exponential(base, factor)),
    anyMillis.map((unit) => fibonacci(unit)),
    fc.tuple(anyMillis, anyExponent).map(([base, exponent]) => polynomial(base, exponent)),
  );

  it("never falls as retries go on (F-011)", () => {
    const law = fc.property(growing, anyRetry, anyRetry, (source, a, b) => {
      const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
      return delayAt(source, earlier) <= delayAt(source, later) * (1 + 2 ** -51);
    });
    fc.assert(law, lawParameters(500));
  });

  it("takes no draw and looks at no history", () => {
    const law = fc.property(growing, anyRetry, anyMillis, (source, retry, previousDelay) => {
      expect(source.delay({ retry, previousDelay }, neverDrawn)).toBe(source.bounds(retry).max);
    });
    fc.assert(law, lawParameters(150));
  });

  it("is scaled with its unit (P8)", () => {
    const scaled = (by: number, base: number, more: number): Schedule[] => [
      fixed(base * by),
      linear(base * by, more * by),
      exponential(base * by, 1.7),
      fibonacci(base * by),
      polynomial(base * by, 1.7),
      sequence(base * by, more * by),
    ];
    const law = fc.property(
      ordinaryMillis,
      ordinaryMillis,
      fc.integer({ min: -8, max: 8 }),
      nearRetry,
      (base, more, shift, retry) => {
        const by = 2 ** shift;
        const [plain, larger] = [scaled(1, base, more), scaled(by, base, more)];
        expect(larger.map((source) => delayAt(source, retry))).toEqual(
          plain.map((source) => delayAt(source, retry) * by),
        );
      },
    );
    fc.assert(law, lawParameters(250));
  });
});

describe("decorrelated jitter", () => {
  const two = fc.tuple(ordinaryMillis, ordinaryMillis).map(([a, b]) => ({ base: Math.min(a, b), cap: Math.max(a, b) }));

  it("draws evenly from the base to the lower of cap and three times the previous delay", () => {
    const law = fc.property(two, anyMillis, anyDraw, ({ base, cap }, previousDelay, drawn) => {
      const highest = Math.min(cap, 3 * Math.max(base, previousDelay));
      const delay = decorrelated(base, cap).delay({ retry: 1, previousDelay }, () => drawn);
      expect(delay).toBeCloseTo(base + drawn * (highest - base), 6);
    });
    fc.assert(law, lawParameters(500));
  });

  it("is scaled with its base and its cap (P8)", () => {
    const law = fc.property(two, ordinaryMillis, anyDraw, ({ base, cap }, previousDelay, drawn) => {
      const delay = decorrelated(base, cap).delay({ retry: 1, previousDelay }, () => drawn);
      const larger = decorrelated(base * 4, cap * 4).delay({ retry: 1, previousDelay: previousDelay * 4 }, () => drawn);
      expect(larger).toBe(delay * 4);
    });
    fc.assert(law, lawParameters(250));
  });
});

describe("no figure of a source is idle:", () => {
  const two = fc.tuple(ordinaryMillis, ordinaryMillis).filter(([a, b]) => a !== b);
  const some = fc.integer({ min: 1, max: 1_000 });
  const wide = { previousDelay: 1e9 };

  it.each<[figure: string, make: (value: number, other: number) => Schedule]>([
    ["fixed delay", (value) => fixed(value)],
    ["linear initial", (value, other) => linear(value, other)],
    ["linear increment", (value, other) => linear(other, value)],
    ["exponential base", (value) => exponential(value)],
    ["exponential factor", (value, other) => exponential(other, 1 + value)],
    ["fibonacci unit", (value) => fibonacci(value)],
    ["polynomial base", (value) => polynomial(value)],
    ["polynomial exponent", (value, other) => polynomial(other, value / 1e4)],
    ["sequence first delay", (value, other) => sequence(value, other)],
    ["sequence last delay", (value, other) => sequence(other, value)],
    ["decorrelated base", (value) => decorrelated(value)],
    ["decorrelated cap", (value) => decorrelated(0, value)],
  ])("%s", (_figure, make) => {
    const delays = (source: Schedule): number[] =>
      [1, 2, 3].map((retry) => source.delay({ retry, ...wide }, () => 0.5));
    const law = fc.property(two, some, ([a, b], other) => {
      expect(delays(make(a, other))).not.toEqual(delays(make(b, other)));
    });
    fc.assert(law, lawParameters(100));
  });
});

function neverDrawn(): never {
  throw new Error("a source without chance took a draw");
}
