import { describe, expect, it } from "vitest";
import { AbortError, fromPRetry } from "../../src/compat/p-retry.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { checkSchedule } from "../../src/testing/laws.ts";
import { fail } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { ends, firstDelays } from "../support/draws.ts";

const busy = new Error("busy");

describe("fromPRetry", () => {
  it("has the defaults of p-retry", () => {
    const asBefore = fromPRetry();
    expect(asBefore).toMatchObject({ attempts: 11, totalTimeout: Infinity, attemptTimeout: Infinity });
    expect(asBefore.schedule.name).toBe("exponential 1s x2");
    expect(fromPRetry({}).schedule.name).toBe("exponential 1s x2");
  });

  it("counts retries as p-retry does, and hands out attempts", async () => {
    expect(fromPRetry({ retries: 0 }).attempts).toBe(1);
    expect(fromPRetry({ retries: Infinity }).attempts).toBe(Infinity);
    const run = await simulate(fromPRetry({ retries: 2, minTimeout: 100 }), [fail(), fail(), fail()]);
    expect(run.timeline).toBe("x 100ms x 200ms x (attempts)");
  });

  it("caps and grows", () => {
    const { schedule } = fromPRetry({ minTimeout: 100, factor: 3, maxTimeout: 1_000 });
    expect(schedule.name).toBe("exponential 100ms x3, cap 1s");
    expect(firstDelays(schedule, 4)).toEqual([100, 300, 900, 1_000]);
  });

  it("takes a factor of 0 for 1", () => {
    expect(fromPRetry({ minTimeout: 5, factor: 0 }).schedule.name).toBe("exponential 5ms x1");
  });

  it("shrinks, down to no delay", () => {
    const { schedule } = fromPRetry({ minTimeout: 5, factor: 0.5, maxTimeout: 4 });
    expect(schedule.name).toBe("p-retry 5ms x0.5, cap 4ms");
    expect(firstDelays(schedule, 5)).toEqual([4, 3, 1, 1, 0]);
    checkSchedule(schedule);
  });

  it("draws from between the delay and its double, and caps the range, not the draw", () => {
    const { schedule } = fromPRetry({ minTimeout: 250, maxTimeout: 1_500, randomize: true });
    expect(schedule.name).toBe("exponential 500ms x2, equal jitter, cap 1.5s");
    expect(parseSchedule(schedule.name).name).toBe(schedule.name);
    expect([1, 2, 3, 4].map((each) => schedule.bounds(each))).toEqual([
      { min: 250, max: 500 },
      { min: 500, max: 1_000 },
      { min: 1_000, max: 1_500 },
      { min: 1_500, max: 1_500 },
    ]);
    expect(ends(schedule, 3)).toEqual([1_000, 1_250, 1_500]);
    checkSchedule(schedule);
  });

  it("stays finite at the end of the numbers", () => {
    const { schedule } = fromPRetry({ minTimeout: Number.MAX_VALUE, randomize: true });
    expect(schedule.bounds(9).max).toBe(Number.MAX_VALUE);
  });

  it("bounds the time, without a call that is none", async () => {
    expect(fromPRetry({ maxRetryTime: 5_000 }).totalTimeout).toBe(5_000);
    const run = await simulate(fromPRetry({ maxRetryTime: 0 }), [fail(busy)]);
    expect(run.timeline).toBe("x (attempts)");
  });
});

describe("the judgement of a policy from p-retry's options", () => {
  const attempts = async (thrown: unknown, options: Parameters<typeof fromPRetry>[0] = {}): Promise<number> => {
    const run = await simulate(fromPRetry({ retries: 1, minTimeout: 1, ...options }), [fail(thrown), fail(thrown)]);
    return run.attempts;
  };

  it("tries errors again, and no mistakes", async () => {
    expect(await attempts(busy)).toBe(2);
    expect(await attempts(new TypeError("rows.map is not a function"))).toBe(1);
    expect(await attempts(new TypeError("fetch failed"))).toBe(2);
  });

  it("gives up at an AbortError and at what is no error, and hands it out as it is", async () => {
    const stopped = new AbortError("stop");
    expect(await settle(() => Promise.reject(stopped), fromPRetry())).toMatchObject({ error: stopped, attempts: 1 });
    expect(await settle(() => Promise.reject("text"), fromPRetry())).toMatchObject({ error: "text", attempts: 1 });
  });

  it("asks shouldRetry with p-retry's context", async () => {
    const asked: unknown[] = [];
    const shouldRetry = (context: object): boolean => asked.push({ ...context, frozen: Object.isFrozen(context) }) < 2;
    expect(await attempts(busy, { retries: 3, shouldRetry })).toBe(2);
    expect(asked).toEqual([
      { error: busy, attemptNumber: 1, retriesLeft: 3, retriesConsumed: 0, frozen: true },
      { error: busy, attemptNumber: 2, retriesLeft: 2, retriesConsumed: 1, frozen: true },
    ]);
  });

  it("wants shouldRetry's answer at once", async () => {
    const shouldRetry = (async () => true) as unknown as () => boolean;
    const outcome = await settle(() => Promise.reject(busy), fromPRetry({ shouldRetry }));
    expect(outcome).toMatchObject({ ok: false, reason: "policy-error", error: { option: "retryIf" } });
  });
});

describe("p-retry's options that a policy cannot keep", () => {
  it.each([
    ["signal", AbortSignal.abort(), "third argument"],
    ["unref", true, "third argument"],
    ["onFailedAttempt", () => {}, '"onRetry" and "onGiveUp"'],
    ["shouldConsumeRetry", () => true, "every failure counts"],
    ["forever", true, "retries: Infinity"],
    ["minTimeOut", 5, 'did you mean "minTimeout"'],
  ])("%s is refused with the way to go", (name, value, hint) => {
    const make = (): unknown => fromPRetry({ [name]: value });
    expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option: "p-retry options" }));
    expect(make).toThrow(hint);
  });

  it.each([
    ["retries", 1.5],
    ["retries", -1],
    ["retries", NaN],
    ["retries", "3"],
    ["minTimeout", Infinity],
    ["minTimeout", "1s"],
    ["factor", -1],
    ["factor", Infinity],
    ["maxTimeout", NaN],
    ["maxRetryTime", -1],
    ["randomize", 1],
    ["shouldRetry", true],
    ["shouldRetry", null],
  ])("%s: %s is refused", (name, value) => {
    expect(() => fromPRetry({ [name]: value })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", option: name }),
    );
  });
});

it("a policy from p-retry's options runs, and may be spread", async () => {
  const clock = virtualClock();
  const asBefore = fromPRetry({ retries: 4, minTimeout: 250, randomize: true });
  let calls = 0;
  const flaky = (): Promise<string> => (++calls < 3 ? Promise.reject(busy) : Promise.resolve("done"));
  const run = retry(flaky, { ...asBefore, attemptTimeout: "1s" }, { clock, random: () => 0.5 });
  expect(await clock.runUntil(run)).toBe("done");
  expect(clock.now()).toBe(375 + 750);
});
