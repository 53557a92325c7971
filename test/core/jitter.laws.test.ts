import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  equalJitter,
  exponential,
  fullJitter,
  type Modifier,
  type Schedule,
  schedule,
  spread,
  type Step,
} from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { anyDraw, anySchedule, anyShare, anyStep, anyStranger } from "../support/arbitrary-schedules.ts";
import { drawsOf } from "../support/draws.ts";
import { lawParameters } from "../support/laws.ts";

const anyone = fc.oneof(anySchedule, anyStranger);
const anyJitter = fc.oneof(
  fc.constant({ jitter: fullJitter, least: 0 }),
  fc.constant({ jitter: equalJitter, least: 0.5 }),
  anyShare.map((share): { jitter: Modifier; least: number } => ({ jitter: spread(share), least: 1 - share })),
);
const delays = (source: Schedule, step: Step, drawn: number): number => source.delay(step, () => drawn);
const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 2 ** -50 * Math.max(a, b);

describe("a jitter", () => {
  it("never lengthens a delay", () => {
    const law = fc.property(anyone, anyJitter, anyStep, anyDraw, (source, { jitter }, step, drawn) => {
      const highest = delays(source, step, HIGHEST_DRAW);
      return delays(schedule(source, jitter), step, drawn) <= highest * (1 + 2 ** -50);
    });
    fc.assert(law, lawParameters(500));
  });

  it("reaches from its share of the shortest delay to the longest (P3)", () => {
    const law = fc.property(anyone, anyJitter, anyStep, (source, { jitter, least }, step) => {
      const jittered = schedule(source, jitter);
      return (
        isClose(delays(jittered, step, 0), least * delays(source, step, 0)) &&
        isClose(delays(jittered, step, HIGHEST_DRAW), delays(source, step, HIGHEST_DRAW))
      );
    });
    fc.assert(law, lawParameters(500));
  });

  it("over a known delay is its lower end plus a share of its width (P3)", () => {
    const law = fc.property(anyJitter, fc.integer({ min: 1, max: 30 }), anyDraw, ({ jitter, least }, retry, drawn) => {
      const known = exponential("10ms");
      const delay = known.bounds(retry).max;
      const expected = delay * (least + drawn * (1 - least));
      return isClose(delays(schedule(known, jitter), { retry, previousDelay: 0 }, drawn), expected);
    });
    fc.assert(law, lawParameters(250));
  });

  it("takes one draw, however many are in a row (P6)", () => {
    const law = fc.property(anyone, fc.array(anyJitter, { maxLength: 4 }), anyStep, (source, jitters, step) => {
      return drawsOf(schedule(source, ...jitters.map(({ jitter }) => jitter)), step) <= 1;
    });
    fc.assert(law, lawParameters(250));
  });
});

describe("full jitter", () => {
  it("is spread 1, and spread 0 is none", () => {
    const law = fc.property(anySchedule, anyStep, anyDraw, (source, step, drawn) => {
      expect(delays(schedule(source, spread(1)), step, drawn)).toBe(delays(schedule(source, fullJitter), step, drawn));
      expect(delays(schedule(source, spread(0.5)), step, drawn)).toBe(
        delays(schedule(source, equalJitter), step, drawn),
      );
      expect(schedule(source, spread(0)).bounds(step.retry)).toEqual(source.bounds(step.retry));
    });
    fc.assert(law, lawParameters(150));
  });
});

describe("no share is idle", () => {
  it("in spread", () => {
    const two = fc.tuple(anyShare, anyShare).filter(([a, b]) => a !== b);
    const law = fc.property(two, ([a, b]) => {
      const [one, other] = [a, b].map((share) => schedule(exponential("1s"), spread(share)).bounds(1));
      expect(one).not.toEqual(other);
    });
    fc.assert(law, lawParameters(100));
  });
});
