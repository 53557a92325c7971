import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains } from "../../src/core/bounds.ts";
import { preview, type Schedule, seededRandom } from "../../src/core/index.ts";
import { checkSchedule } from "../../src/testing/laws.ts";
import { anyDraw, anySchedule, anyStep, anyStranger } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

const anyone = fc.oneof({ arbitrary: anySchedule, weight: 4 }, { arbitrary: anyStranger, weight: 1 });
const counted = (drawn: number): { random: () => number; draws: () => number } => {
  let draws = 0;
  return { random: () => (draws++, drawn), draws: () => draws };
};

describe("any composition of schedules", () => {
  it("gives finite delays ≥ 0 at any retry, with any history and draw (F-010, rule 1a)", () => {
    const law = fc.property(anyone, anyStep, anyDraw, (any, step, drawn) => {
      const delay = any.delay(step, () => drawn);
      return delay >= 0 && delay < Infinity;
    });
    fc.assert(law, lawParameters(500));
  });

  it("states bounds that are finite, ≥ 0 and the right way round", () => {
    const law = fc.property(anyone, anyStep, (any, { retry }) => {
      const { min, max } = any.bounds(retry);
      return min >= 0 && min <= max && max < Infinity;
    });
    fc.assert(law, lawParameters(500));
  });

  it("keeps within its bounds, whatever the draw and the history (rule 3a)", () => {
    const law = fc.property(anyone, anyStep, anyDraw, (any, step, drawn) =>
      contains(
        any.bounds(step.retry),
        any.delay(step, () => drawn),
      ),
    );
    fc.assert(law, lawParameters(500));
  });

  it("never gives a shorter delay for a higher draw", () => {
    const law = fc.property(anyone, anyStep, anyDraw, anyDraw, (any, step, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((drawn) => any.delay(step, () => drawn));
      // A stranger's place in its range is found by division, which may round.
      return low! <= high! * (1 + 2 ** -50);
    });
    fc.assert(law, lawParameters(500));
  });

  it("draws at most once per delay, and never where the range is a point", () => {
    const law = fc.property(anySchedule, anyStep, anyDraw, (any, step, drawn) => {
      const { random, draws } = counted(drawn);
      const { min, max } = any.bounds(step.retry);
      any.delay(step, random);
      return draws() <= (min === max ? 0 : 1);
    });
    fc.assert(law, lawParameters(500));
  });

  it("has no memory: the delays of two runs are those of each alone, however they are mixed (F-069)", () => {
    const asked = fc.array(fc.tuple(anyStep, anyDraw), { minLength: 1, maxLength: 8 });
    const law = fc.property(anyone, asked, (any, questions) => {
      const answers = questions.map(([step, drawn]) => any.delay(step, () => drawn));
      const again = questions.toReversed().map(([step, drawn]) => any.delay(step, () => drawn));
      expect(again.toReversed()).toEqual(answers);
    });
    fc.assert(law, lawParameters(250));
  });

  it("gives the same delays for the same seed (rule 10b)", () => {
    const law = fc.property(anyone, fc.maxSafeInteger(), (any, seed) => {
      const delays = (one: Schedule) => preview(one, { attempts: 12, random: seededRandom(seed) });
      expect(delays(any)).toEqual(delays(any));
    });
    fc.assert(law, lawParameters(150));
  });

  it("is frozen, and hands out bounds that nobody else holds (F-018)", () => {
    const law = fc.property(anySchedule, anyStep, (any, { retry }) => {
      const bounds = any.bounds(retry);
      return Object.isFrozen(any) && any.bounds(retry) !== bounds;
    });
    fc.assert(law, lawParameters(150));
  });

  it("passes the law kit, and so do strangers under its modifiers", () => {
    const law = fc.property(anyone, fc.maxSafeInteger(), (any, seed) => checkSchedule(any, { seed }));
    fc.assert(law, lawParameters(60));
  });
});
