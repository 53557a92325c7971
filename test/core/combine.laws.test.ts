import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponential, longest, phases, type Schedule, schedule, shortest, type Step } from "../../src/core/index.ts";
import {
  anyDraw,
  anyModifier,
  anyRetry,
  anySchedule,
  anyStep,
  anyStranger,
  ordinaryMillis,
} from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

const anyone = fc.oneof(anySchedule, anyStranger);
const anyLength = fc.integer({ min: 1, max: 6 });
const delayOf = (source: Schedule, step: Step, drawn: number): number => source.delay(step, () => drawn);

function expectSame(one: Schedule, other: Schedule, step: Step, drawn: number): void {
  expect(delayOf(one, step, drawn)).toBe(delayOf(other, step, drawn));
  expect(one.bounds(step.retry)).toEqual(other.bounds(step.retry));
}

describe.each([
  ["longest", longest],
  ["shortest", shortest],
])("%s", (word, among) => {
  it("is commutative (rule 10a)", () => {
    const law = fc.property(anyone, anyone, anyStep, anyDraw, (a, b, step, drawn) => {
      expectSame(among(a, b), among(b, a), step, drawn);
    });
    fc.assert(law, lawParameters(250));
  });

  it("is associative (rule 10a)", () => {
    const law = fc.property(anyone, anyone, anyone, anyStep, anyDraw, (a, b, c, step, drawn) => {
      expectSame(among(a, among(b, c)), among(among(a, b), c), step, drawn);
      expectSame(among(a, b, c), among(among(a, b), c), step, drawn);
    });
    fc.assert(law, lawParameters(250));
  });

  it("is idempotent", () => {
    const law = fc.property(anySchedule, anyStep, anyDraw, (a, step, drawn) => {
      expectSame(among(a, a), among(a), step, drawn);
    });
    fc.assert(law, lawParameters(150));
  });

  it("leaves none of its schedules idle", () => {
    const two = fc.tuple(ordinaryMillis, ordinaryMillis).filter(([a, b]) => a !== b);
    const law = fc.property(two, ([a, b]) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const both = among(exponential(low, 1), exponential(high, 1));
      expect(both.bounds(1).max).toBe(word === "longest" ? high : low);
    });
    fc.assert(law, lawParameters(100));
  });
});

describe("longest and shortest", () => {
  it("lie on either side of each of their schedules", () => {
    const law = fc.property(anySchedule, anySchedule, anyStep, anyDraw, (a, b, step, drawn) => {
      const rounding = 1 + 2 ** -50;
      for (const each of [a, b].map((one) => delayOf(one, step, drawn))) {
        expect(delayOf(shortest(a, b), step, drawn)).toBeLessThanOrEqual(each * rounding);
        expect(delayOf(longest(a, b), step, drawn) * rounding).toBeGreaterThanOrEqual(each);
      }
    });
    fc.assert(law, lawParameters(250));
  });

  it("absorb each other", () => {
    const law = fc.property(anySchedule, anySchedule, anyStep, (a, b, { retry }) => {
      expect(longest(a, shortest(a, b)).bounds(retry)).toEqual(a.bounds(retry));
      expect(shortest(a, longest(a, b)).bounds(retry)).toEqual(a.bounds(retry));
    });
    fc.assert(law, lawParameters(150));
  });
});

describe("phases", () => {
  it("add no hidden attempt: each begins right behind the one before (rule 10a)", () => {
    const law = fc.property(
      anyone,
      anyone,
      anyLength,
      anyRetry,
      anyStep,
      anyDraw,
      (first, last, length, retry, { previousDelay }, drawn) => {
        const both = phases([length, first], last);
        const own = { retry, previousDelay };
        const inFirst = { retry: Math.min(retry, length), previousDelay };
        expect(delayOf(both, inFirst, drawn)).toBe(delayOf(first, inFirst, drawn));
        expect(both.bounds(inFirst.retry)).toEqual(first.bounds(inFirst.retry));
        fc.pre(Number.isSafeInteger(retry + length));
        expect(delayOf(both, { retry: retry + length, previousDelay }, drawn)).toBe(delayOf(last, own, drawn));
        expect(both.bounds(retry + length)).toEqual(last.bounds(retry));
      },
    );
    fc.assert(law, lawParameters(250));
  });

  it("may be nested or written in a row", () => {
    const law = fc.property(
      anySchedule,
      anySchedule,
      anySchedule,
      anyLength,
      anyLength,
      anyStep,
      anyDraw,
      (a, b, c, m, n, step, drawn) => {
        expectSame(phases([m, a], phases([n, b], c)), phases([m, a], [n, b], c), step, drawn);
      },
    );
    fc.assert(law, lawParameters(150));
  });

  it("let a modifier through to each of them", () => {
    const law = fc.property(
      anySchedule,
      anySchedule,
      anyLength,
      anyModifier,
      anyStep,
      anyDraw,
      (a, b, length, modifier, step, drawn) => {
        const outside = schedule(phases([length, a], b), modifier);
        const inside = phases([length, schedule(a, modifier)], schedule(b, modifier));
        expectSame(outside, inside, step, drawn);
      },
    );
    fc.assert(law, lawParameters(250));
  });

  it("leave no length idle", () => {
    const two = fc.tuple(anyLength, anyLength).filter(([a, b]) => a !== b);
    const law = fc.property(two, ([a, b]) => {
      const [one, other] = [a, b].map((length) => phases([length, exponential(1)], exponential(1_000)));
      expect([1, 2, 3, 4, 5, 6, 7].map(one!.bounds)).not.toEqual([1, 2, 3, 4, 5, 6, 7].map(other!.bounds));
    });
    fc.assert(law, lawParameters(50));
  });
});
