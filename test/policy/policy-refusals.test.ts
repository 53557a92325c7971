import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";

/** Values in the places where they do not belong, and how the complaint names them. */
type Refused = readonly [value: unknown, shown: string];

const COUNTS: readonly Refused[] = [
  [Number.NaN, "NaN"],
  [2.5, "2.5"],
  [0, "0"],
  [-0, "-0"],
  [-1, "-1"],
  [-Infinity, "-Infinity"],
  [2 ** 53 + 1, "9007199254740992"],
  ["3", '"3"'],
  [3n, "3n"],
  [true, "true"],
  [null, "null"],
  [[3], "an array"],
  [new Date(3), "an instance of Date"],
  [{ valueOf: () => 3 }, "an object"],
  [() => 3, "a function"],
  [Symbol("three"), "a symbol"],
];

const DURATIONS: readonly Refused[] = [
  [Number.NaN, "NaN"],
  [-1, "-1"],
  [-Infinity, "-Infinity"],
  ["50", '"50"'],
  ["", '""'],
  ["-5s", '"-5s"'],
  ["5 s", '"5 s"'],
  ["3 parsecs", '"3 parsecs"'],
  ["Infinity", '"Infinity"'],
  [10n, "10n"],
  [true, "true"],
  [null, "null"],
  [[20], "an array"],
  [new Date(20), "an instance of Date"],
  [{ valueOf: () => 20 }, "an object"],
  [{ total: () => "20" }, "an object"],
  [{ total: () => Number.NaN }, "an object"],
  [() => 20, "a function"],
  [Symbol("twenty"), "a symbol"],
];

const SCHEDULES: readonly Refused[] = [
  [null, "null"],
  [100, "100"],
  ["exponential 200ms", '"exponential 200ms"'],
  [[100, 200], "an array"],
  [() => 100, "a function"],
  [{ name: "half", delay: () => 100 }, "an object"],
  [{ ...fixed(100), name: 7 }, "an object"],
  [{ ...fixed(100), bounds: [0, 100] }, "an object"],
];

const FUNCTIONS: readonly Refused[] = [
  [null, "null"],
  [true, "true"],
  ["always", '"always"'],
  [{}, "an object"],
  [Promise.resolve(true), "an instance of Promise"],
  [/busy/, "an instance of RegExp"],
];

const LIMITS = ["attemptTimeout", "totalTimeout"];
const FUNCTION_OPTIONS = "retryIf retryResult delayHint onAttempt onRetry onSuccess onGiveUp onLate".split(" ");

/** The same scenario for every value: refused before the first call, with a complaint that names option and value. */
function refuses(rows: string, option: string, [value, shown]: Refused): void {
  trap(`${rows} ${option} refuses ${shown} before the first call`, async ({ retry, clock }) => {
    let calls = 0;
    const operation = (): string => {
      if (++calls < 3) throw new Error("busy");
      return "done";
    };
    const options = { schedule: fixed(10), [option]: value } as PolicyOptions;
    const ending = await clock.runUntil(retry(operation, options, { clock }).catch((error: unknown) => error));
    expect(ending).toBeInstanceOf(InvalidOptionError);
    expect(ending).toBeInstanceOf(TypeError);
    expect(ending).toMatchObject({ code: "INVALID_OPTION", option, message: expect.stringContaining(`got ${shown}`) });
    expect((ending as Error).message).toMatch(new RegExp(`^${option}: expected `));
    expect(calls).toBe(0);
  });
}

describe("policy", () => {
  for (const row of COUNTS) refuses("F-015", "attempts", row);
  for (const option of LIMITS) for (const row of DURATIONS) refuses("F-005 F-007 F-008", option, row);

  it.each(SCHEDULES)("refuses %o for a schedule", (value, shown) => {
    expect(() => policy({ schedule: value as never })).toThrow(
      `schedule: expected a schedule: an object with name, delay and bounds, got ${shown}`,
    );
  });

  describe.each(FUNCTION_OPTIONS)("refuses for %s", (option) => {
    it.each(FUNCTIONS)("%o", (value, shown) => {
      expect(() => policy({ [option]: value })).toThrow(`${option}: expected a function, got ${shown}`);
    });
  });

  it.each([
    [null, "null"],
    [5, "5"],
    ["patient", '"patient"'],
    [() => ({}), "a function"],
  ])("refuses %o for a whole policy", (value, shown) => {
    expect(() => policy(value as never)).toThrow(`policy: expected an object, got ${shown}`);
  });

  it("F-070 refuses a live generator, which one run would use up for the next", () => {
    const delays = (function* () {
      yield 100;
    })();
    expect(() => policy({ schedule: delays as never })).toThrow("schedule: expected a schedule");
  });
});

describe("a limit that throws when it is asked for its length", () => {
  it("is refused, with what it threw as the cause", () => {
    const cause = new RangeError("a month has no fixed length");
    const month = {
      total: () => {
        throw cause;
      },
    };
    const attempt = (): unknown => policy({ totalTimeout: month });
    expect(attempt).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option: "totalTimeout", cause }));
  });
});
