import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixed, linear, preview, type Schedule, seededRandom, sequence } from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { explain } from "../../src/policy/explain.ts";
import { fail, never, type ScriptStep } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { anyMillis, anySchedule, anyStranger } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

interface Limits {
  readonly schedule: Schedule;
  readonly attempts: number;
  readonly attemptTimeout: number;
  readonly totalTimeout: number;
}

const endless = fc.constant(Infinity);
const policies = (deadline: fc.Arbitrary<number>, schedule = anySchedule): fc.Arbitrary<Limits> =>
  fc.record({
    schedule,
    attempts: fc.integer({ min: 1, max: 6 }),
    attemptTimeout: fc.oneof(anyMillis, endless),
    totalTimeout: deadline,
  });

const total = (delays: readonly number[]): number => delays.reduce((sum, delay) => sum + delay, 0);
const about = (value: number): number => (Number.isFinite(value) ? 1e-9 * Math.abs(value) : 0);
const expectAbout = (value: number, expected: number): void => {
  expect(value).toBeGreaterThanOrEqual(expected - about(expected));
  expect(value).toBeLessThanOrEqual(expected + about(expected));
};
const script = (attempts: number, step: ScriptStep<never>): ScriptStep<never>[] =>
  Array.from({ length: attempts }, () => step);

describe("explain", () => {
  it("gives the very least and worst where no deadline comes between", async () => {
    const law = fc.asyncProperty(policies(endless), async (limits) => {
      fc.pre(limits.attemptTimeout < Infinity);
      const { least, worst } = explain(limits);
      fc.pre(worst.total < Number.MAX_VALUE);
      const lucky = await simulate(limits, script(limits.attempts, fail("at once")), { random: () => 0 });
      expect(lucky.elapsed).toBe(total(lucky.delays));
      expectAbout(least.total, lucky.elapsed);
      expect(least.delay).toBe(least.total);
      const unlucky = await simulate(limits, [never()], { random: () => HIGHEST_DRAW });
      expectAbout(worst.total, unlucky.elapsed);
      expectAbout(worst.delay, total(unlucky.delays));
    });
    await fc.assert(law, lawParameters(150));
  });

  it("bounds every run, however it goes (rule 6f)", async () => {
    const paces = fc.array(anyMillis, { minLength: 6, maxLength: 6 });
    const law = fc.asyncProperty(
      policies(fc.oneof(anyMillis, endless)),
      paces,
      fc.nat(),
      async (limits, takes, seed) => {
        const { least, expected, worst } = explain(limits);
        const slow = await simulate(
          limits,
          takes.map((time) => fail("slowly", time)),
          { seed },
        );
        expect(slow.elapsed).toBeLessThanOrEqual(worst.total + about(worst.total));
        expect(total(slow.delays)).toBeLessThanOrEqual(worst.delay + about(worst.delay));
        const quick = await simulate(limits, script(limits.attempts, fail("at once")), { seed });
        expect(quick.elapsed).toBeGreaterThanOrEqual(least.total - about(least.total));
        expect(expected.total).toBeGreaterThanOrEqual(least.total - about(least.total));
        expect(expected.total).toBeLessThanOrEqual(worst.total + about(worst.total));
      },
    );
    await fc.assert(law, lawParameters(150));
  });

  it("knows a run without chance to the millisecond, with a deadline too", async () => {
    const steady = fc.oneof(
      fc.nat(9).map((delay) => fixed(delay)),
      fc.tuple(fc.nat(5), fc.nat(5)).map(([first, more]) => linear(first, more)),
      fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((delays) => sequence(...delays)),
    );
    const law = fc.asyncProperty(policies(fc.nat(30), steady), async (limits) => {
      const { least, expected, approximate } = explain(limits);
      const run = await simulate(limits, script(limits.attempts, fail("at once")));
      expect([least.total, expected.total, approximate]).toEqual([run.elapsed, run.elapsed, false]);
    });
    await fc.assert(law, lawParameters(150));
  });

  it("has a worst that some run comes to, with a deadline too", () => {
    const small = fc.record({
      schedule: fc.tuple(fc.nat(4), fc.nat(4)).map((delays) => sequence(...delays)),
      attempts: fc.integer({ min: 1, max: 4 }),
      attemptTimeout: fc.integer({ min: 1, max: 4 }),
      totalTimeout: fc.integer({ min: 1, max: 12 }),
    });
    const law = fc.property(small, (limits) => {
      expect(explain(limits).worst.total).toBe(longestRun(limits));
    });
    fc.assert(law, lawParameters(150));
  });

  it("expects what comes about on average", () => {
    const law = fc.property(policies(fc.oneof(endless, anyMillis)), fc.nat(), (limits, seed) => {
      const { expected, worst } = explain(limits);
      fc.pre(worst.delay < 1e12);
      const random = seededRandom(seed);
      const sample = Array.from({ length: 2_000 }, () => slept(limits, random));
      const mean = total(sample) / sample.length;
      const deviation = Math.sqrt(total(sample.map((value) => (value - mean) ** 2)) / sample.length);
      // Both may be averages of samples; a rare large delay may be missed by either.
      const error = 7 * deviation * Math.sqrt(1 / 2_000 + 1 / 4_096) + 0.005 * worst.delay;
      expect(Math.abs(expected.delay - mean)).toBeLessThanOrEqual(error + about(mean));
    });
    fc.assert(law, lawParameters(60));
  });

  it("is approximate for no schedule of the house but decorrelated ones", () => {
    const law = fc.property(policies(endless), (limits) => {
      fc.pre(!limits.schedule.name.includes("decorrelated"));
      expect(explain(limits).approximate).toBe(false);
    });
    fc.assert(law, lawParameters(250));
  });

  it("says so when a stranger draws in steps, and only then", () => {
    const law = fc.property(anyStranger, (schedule) => {
      const { rows, approximate } = explain({ attempts: 2, schedule });
      const half = schedule.delay({ retry: 1, previousDelay: 0 }, () => 0.5);
      if (!approximate) expectAbout(rows[1]!.mean, half);
    });
    fc.assert(law, lawParameters(150));
  });
});

/** The delays of one run whose attempts fail at once. */
function slept({ schedule, attempts, totalTimeout }: Limits, random: () => number): number {
  let sum = 0;
  for (const { delay } of preview(schedule, { attempts, random })) {
    if (sum + delay >= totalTimeout) return sum;
    sum += delay;
  }
  return sum;
}

/** The longest of all runs whose attempts take whole milliseconds, by trying them all. */
function longestRun(limits: Limits, attempt = 1, start = 0): number {
  const { schedule, attempts, attemptTimeout, totalTimeout } = limits;
  const delay = schedule.bounds(attempt).max;
  const ends = Array.from({ length: attemptTimeout + 1 }, (_, takes) => {
    const end = Math.min(start + takes, totalTimeout);
    return attempt === attempts || end + delay >= totalTimeout ? end : longestRun(limits, attempt + 1, end + delay);
  });
  return Math.max(...ends);
}
