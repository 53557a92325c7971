import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cap, floor, type Modifier, type Schedule, schedule, type Step } from "../../src/core/index.ts";
import {
  anyDraw,
  anyMillis,
  anySchedule,
  anyStep,
  anyStranger,
  ordinaryMillis,
} from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

const anyone = fc.oneof(anySchedule, anyStranger);
const delays = (source: Schedule, step: Step, drawn: number): number => source.delay(step, () => drawn);
// The range is the same, but the sum of its lower end and a part of its width may round otherwise.
const ROUNDING = 1 + 2 ** -50;

/** Two ways to the same schedule: whatever is asked, the answers and the bounds are the same. */
function expectSame(one: Schedule, other: Schedule, step: Step, drawn: number): void {
  expect(delays(one, step, drawn)).toBe(delays(other, step, drawn));
  expect(one.bounds(step.retry)).toEqual(other.bounds(step.retry));
}

describe("cap", () => {
  it("is never exceeded and never raises (rule 1a)", () => {
    const law = fc.property(anyone, anyMillis, anyStep, anyDraw, (source, limit, step, drawn) => {
      const delay = delays(schedule(source, cap(limit)), step, drawn);
      return delay <= limit && delay <= delays(source, step, drawn) * ROUNDING;
    });
    fc.assert(law, lawParameters(500));
  });

  it("is idempotent (rule 10a)", () => {
    const law = fc.property(anySchedule, anyMillis, anyStep, anyDraw, (source, limit, step, drawn) => {
      expectSame(schedule(source, cap(limit), cap(limit)), schedule(source, cap(limit)), step, drawn);
    });
    fc.assert(law, lawParameters(250));
  });

  it("after cap is the lower of the two", () => {
    const law = fc.property(anySchedule, anyMillis, anyMillis, anyStep, anyDraw, (source, a, b, step, drawn) => {
      expectSame(schedule(source, cap(a), cap(b)), schedule(source, cap(Math.min(a, b))), step, drawn);
    });
    fc.assert(law, lawParameters(250));
  });

  it("is monotone: a higher limit never gives a shorter delay (rule 10a)", () => {
    const law = fc.property(anyone, anyMillis, anyMillis, anyStep, anyDraw, (source, a, b, step, drawn) => {
      const [tight, wide] = [Math.min(a, b), Math.max(a, b)].map((limit) => schedule(source, cap(limit)));
      return delays(tight!, step, drawn) <= delays(wide!, step, drawn) * ROUNDING;
    });
    fc.assert(law, lawParameters(500));
  });

  it("commutes with floor when the floor is not above it (rule 10a)", () => {
    const law = fc.property(anySchedule, anyMillis, anyMillis, anyStep, anyDraw, (source, a, b, step, drawn) => {
      const [least, most] = [Math.min(a, b), Math.max(a, b)];
      expectSame(schedule(source, floor(least), cap(most)), schedule(source, cap(most), floor(least)), step, drawn);
    });
    fc.assert(law, lawParameters(250));
  });
});

describe("floor", () => {
  it("is never undercut and never lowers", () => {
    const law = fc.property(anyone, anyMillis, anyStep, anyDraw, (source, limit, step, drawn) => {
      const delay = delays(schedule(source, floor(limit)), step, drawn);
      return delay >= limit && delay * ROUNDING >= delays(source, step, drawn);
    });
    fc.assert(law, lawParameters(500));
  });

  it("is idempotent, and after floor is the higher of the two", () => {
    const law = fc.property(anySchedule, anyMillis, anyMillis, anyStep, anyDraw, (source, a, b, step, drawn) => {
      expectSame(schedule(source, floor(a), floor(b)), schedule(source, floor(Math.max(a, b))), step, drawn);
    });
    fc.assert(law, lawParameters(250));
  });
});

describe("no limit is idle:", () => {
  const two = fc.tuple(ordinaryMillis, ordinaryMillis).filter(([a, b]) => a !== b);

  it.each<[what: string, limit: (value: number) => Modifier, reach: number]>([
    ["cap", cap, Number.MAX_VALUE],
    ["floor", floor, 0],
  ])("%s", (_what, limit, reach) => {
    const beyond: Schedule = { name: "beyond", delay: () => reach, bounds: () => ({ min: reach, max: reach }) };
    const law = fc.property(two, anyStep, ([a, b], step) => {
      expect(delays(schedule(beyond, limit(a)), step, 0)).toBe(a);
      expect(delays(schedule(beyond, limit(b)), step, 0)).toBe(b);
    });
    fc.assert(law, lawParameters(100));
  });
});

describe("limits", () => {
  it("are scaled with the delays they limit (P8)", () => {
    const scaledBy = (source: Schedule, by: number): Schedule => ({
      name: source.name,
      delay: ({ retry, previousDelay }, random) =>
        by * source.delay({ retry, previousDelay: previousDelay / by }, random),
      bounds: (retry) => ({ min: by * source.bounds(retry).min, max: by * source.bounds(retry).max }),
    });
    const small = anySchedule.filter((source) => source.bounds(5).max < 1e9);
    const law = fc.property(small, ordinaryMillis, ordinaryMillis, fc.nat(8), anyDraw, (source, a, b, shift, drawn) => {
      const [least, most, by] = [Math.min(a, b), Math.max(a, b), 2 ** shift];
      const step = { retry: 5, previousDelay: 0 };
      const larger = schedule(scaledBy(source, by), floor(by * least), cap(by * most));
      const delay = by * delays(schedule(source, floor(least), cap(most)), step, drawn);
      expect(Math.abs(delays(larger, step, drawn) - delay)).toBeLessThanOrEqual(1e-9 * delay + 1e-300);
    });
    fc.assert(law, lawParameters(150));
  });
});
