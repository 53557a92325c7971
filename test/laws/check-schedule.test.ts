import { describe, expect, it } from "vitest";
import {
  cap,
  decorrelated,
  exponential,
  fixed,
  fullJitter,
  InvalidOptionError,
  type Modifier,
  phases,
  type Schedule,
  schedule,
} from "../../src/core/index.ts";
import { checkSchedule, type CheckScheduleOptions, ScheduleLawError } from "../../src/testing/laws.ts";
import { clampAfterDraw, fallingWithTheDraw, holeInTheSupport } from "../mutants/jitters.ts";
import * as jitters from "../mutants/jitters.ts";
import * as schedules from "../mutants/schedules.ts";

const squares: Schedule = {
  name: "squares",
  delay: ({ retry }) => retry ** 2 * 100,
  bounds: (retry) => ({ min: retry ** 2 * 100, max: retry ** 2 * 100 }),
};

/** Rounds delays and bounds alike. */
const inNotches =
  (round: (figure: number) => number, unit: number): Modifier =>
  (source) => {
    const rounded = (delay: number): number => round(delay / unit) * unit;
    return {
      name: `${source.name}, in notches of ${unit}`,
      delay: (step, random) => rounded(source.delay(step, random)),
      bounds: (retry) => ({ min: rounded(source.bounds(retry).min), max: rounded(source.bounds(retry).max) }),
    };
  };

const drawnBy = (name: string, place: (u: number) => number): Schedule => ({
  name,
  delay: (_step, random) => 1_000 * place(random()),
  bounds: () => ({ min: 0, max: 1_000 }),
});

function complaint(checked: Schedule, options?: CheckScheduleOptions): ScheduleLawError {
  try {
    checkSchedule(checked, options);
  } catch (error) {
    if (error instanceof ScheduleLawError) return error;
    throw error;
  }
  throw new Error(`nothing is wrong with ${checked.name}`);
}

describe("the law kit accepts", () => {
  const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);

  it.each([
    gentle,
    squares,
    schedule(squares, cap("1m"), fullJitter),
    decorrelated("100ms", "10s"),
    decorrelated("100ms"),
    phases([20, fixed("1s")], gentle),
    drawnBy("more short ones", (u) => u ** 2),
    drawnBy("more long ones", Math.sqrt),
    drawnBy("a coin", (u) => (u < 0.5 ? 0 : 1)),
    { ...fixed("1s"), name: "renamed" },
    { ...squares, name: "x".repeat(5_000) },
  ])("$name", (lawful) => {
    checkSchedule(lawful);
  });

  it.each([
    ["up", Math.ceil],
    ["to the nearest", Math.round],
    ["down", Math.floor],
  ])("delays rounded %s, which are neither atoms nor holes", (_how, round) => {
    for (const unit of [1, 10, 1_000]) {
      for (const source of [squares, gentle, decorrelated("5s", "1m"), schedule(fixed("30s"), fullJitter)]) {
        checkSchedule(schedule(source, inNotches(round, unit)));
        checkSchedule(schedule(source, inNotches(round, unit), cap("5500ms"), fullJitter));
      }
    }
  });

  it("every schedule with any seed", () => {
    for (let seed = 0; seed < 30; seed++) checkSchedule(schedule(gentle, inNotches(Math.ceil, 1_000)), { seed });
  });
});

describe("the law kit explains itself", () => {
  it("by the law, the retry, the delay and the seed", () => {
    const error = complaint(schedules.boundsTooNarrow.make(), { seed: 7 });
    expect(error).toMatchObject({ name: "ScheduleLawError", code: "SCHEDULE_LAW", law: "bounded", retry: 1, seed: 7 });
    expect(error.delay).toBeCloseTo(1_000);
    expect(error.message).toMatch(
      /^"bounds too narrow" breaks the law "bounded" at retry 1: the delay of 999\.9\d* lies outside of its bounds from 0 to 900 \(draw 0\.9\d*, previous delay 0\) \(seed 7\)$/,
    );
  });

  it.each<[what: string, schedule: Schedule, sentence: RegExp]>([
    ["a delay that is none", schedules.text.make(), /the delay is of type string \(draw 0\.5, previous delay 0\)/],
    ["an atom", clampAfterDraw.make(), /22 % of the draws give the very same delay of 10000/],
    ["a hole", holeInTheSupport.make(), /no draw gives a delay between 950 and 1050/],
    ["a fall", fallingWithTheDraw.make(), /a higher draw makes the delay fall from 1000 to 99\d\.\d*/],
    [
      "an unreached bound",
      schedules.boundsTooWide.make(),
      /gives no delay above 999\.9\d*, though the upper bound is 1100/,
    ],
    ["a useless bound", schedules.boundsWithoutEnd.make(), /the bounds are from 0 to Infinity/],
    ["no bounds at all", { ...squares, bounds: () => undefined as never }, /the bounds are from NaN to NaN/],
    ["a second draw", jitters.jitterTwice.make(), /one delay took 2 draws/],
    ["a memory", schedules.sharedCursor.make(), /the delay is first \d+, then \d+/],
    [
      "a wrong name",
      schedules.offByOneThroughout.make(),
      /the bounds are from 200 to 200, though the name says from 100 to 100/,
    ],
    ["a wrong draw", jitters.drawSquared.make(), /the delay is 62\.5, though the name says 250 \(draw 0\.25,/],
  ])("of %s", (_what, wrong, sentence) => {
    expect(complaint(wrong).message).toMatch(sentence);
  });

  it("with what the schedule threw as the cause", () => {
    const thrown = new Error("disk full");
    const inDelay = complaint({ ...squares, delay: () => fail(thrown) });
    expect(inDelay).toMatchObject({ law: "finite", cause: thrown });
    const inBounds = complaint({ ...squares, bounds: () => fail(thrown) });
    expect(inBounds).toMatchObject({ law: "bounds", cause: thrown, retry: 1, delay: NaN });
  });

  it("by the same error for the same seed", () => {
    for (const seed of [1, 2, 3])
      expect(complaint(clampAfterDraw.make(), { seed }).message).toBe(
        complaint(clampAfterDraw.make(), { seed }).message,
      );
  });
});

describe("the law kit looks", () => {
  const wrongAt = (retry: number): Schedule => ({
    ...squares,
    delay: (step) => (step.retry === retry ? NaN : squares.delay(step, () => 0)),
  });

  it.each([1, 2, 10, 33, 1_024, 1e6, 2 ** 31, Number.MAX_SAFE_INTEGER])("at retry %d", (retry) => {
    expect(complaint(wrongAt(retry)).retry).toBe(retry);
  });

  it("at the retries asked for", () => {
    checkSchedule(wrongAt(57));
    expect(complaint(wrongAt(57), { retries: [56, 57] }).retry).toBe(57);
  });

  it("around the retry at which a cap begins to work", () => {
    // The clamp shows at the 54th retry alone: before it the cap is out of reach, behind it the schedule is steady.
    const late: Schedule = {
      name: "clamps late",
      delay: ({ retry }, random) =>
        retry === 54 ? Math.min(random() * 2_000, 1_000) : random() * Math.min(retry, 54) * (1_000 / 54),
      bounds: (retry) => ({ min: 0, max: Math.min(retry, 54) * (1_000 / 54) }),
    };
    expect(complaint(late)).toMatchObject({ law: "no-atom", retry: 54 });
  });

  it("with some ten thousand questions, so that a check takes milliseconds", () => {
    let asked = 0;
    const counting: Schedule = { ...decorrelated("100ms", "10s"), name: "counting" };
    checkSchedule({ ...counting, delay: (step, random) => (asked++, counting.delay(step, random)) });
    expect(asked).toBeGreaterThan(2_000);
    expect(asked).toBeLessThan(30_000);
  });
});

describe("the law kit refuses", () => {
  it.each<[what: string, call: () => void, message: string]>([
    [
      "what is no schedule",
      () => checkSchedule({} as Schedule),
      "schedule: expected a schedule: an object with name, delay and bounds, got an object",
    ],
    [
      "nothing",
      () => checkSchedule(undefined as never),
      "schedule: expected a schedule: an object with name, delay and bounds, got undefined",
    ],
    ["a seed that is none", () => checkSchedule(squares, { seed: 0.5 }), "seed: expected a safe integer, got 0.5"],
    [
      "a retry 0",
      () => checkSchedule(squares, { retries: [1, 0] }),
      "retries: expected a list of whole numbers ≥ 1, got an array",
    ],
    [
      "retries that are no list",
      () => checkSchedule(squares, { retries: 5 as never }),
      "retries: expected a list of whole numbers ≥ 1, got 5",
    ],
    [
      "options that are none",
      () => checkSchedule(squares, null as never),
      "checkSchedule options: expected an object, got null",
    ],
    [
      "an unknown option",
      () => checkSchedule(squares, { sead: 1 } as never),
      'checkSchedule options: expected only the options retries, seed, got "sead"; did you mean "seed"?',
    ],
  ])("%s", (_what, call, message) => {
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(message);
  });

  it("nothing where an option is undefined", () => {
    checkSchedule(squares, { retries: undefined, seed: undefined });
  });
});

function fail(error: Error): never {
  throw error;
}
