import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { decide } from "../../src/policy/decide.ts";
import { PolicyFunctionError } from "../../src/policy/errors.ts";
import { policy } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";
import { answerTo, busy } from "./decide-answer.ts";
import { NONSENSE } from "./decide-nonsense.ts";
import { ROWS } from "./decide-rows.ts";

describe("decide", () => {
  it.each(Object.entries(ROWS))("%s", (_, row) => {
    expect(answerTo(decide, row)).toEqual({ gives: row.gives, asks: row.asks });
  });

  it("has a row for every reason that it can give", () => {
    const reasons = Object.values({ ...ROWS, ...NONSENSE }).flatMap(({ gives }) => ("stop" in gives ? gives.stop : []));
    expect([...new Set(reasons)].toSorted()).toEqual([
      "attempts",
      "deadline",
      "hint-too-long",
      "not-retryable",
      "policy-error",
    ]);
  });

  it("retries every error by default", () => {
    const errors = [undefined, null, 0, "", new TypeError("fetch failed"), new DOMException("left", "AbortError"), {}];
    for (const error of errors) {
      expect(
        answerTo(decide, { failure: { kind: "error", error }, gives: { stop: "" }, asks: [] }).gives,
      ).toHaveProperty("retry");
    }
  });

  it("answers with data alone", () => {
    const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
    const decision = decide(policy({ schedule: fixed(5) }), busy, progress, { wallNow: 0, random: () => 0.5 });
    expect(JSON.parse(JSON.stringify(decision))).toEqual({ kind: "retry", delay: 5, from: "schedule" });
  });
});

describe("a policy function that fails", () => {
  it.each(Object.entries(NONSENSE))("ends the run: %s", (_, row) => {
    expect(answerTo(decide, row)).toEqual({ gives: row.gives, asks: row.asks });
  });

  it("comes back with the failure of the operation and what it threw itself", () => {
    const cause = new RangeError("my mistake");
    const broken = policy({
      retryIf: () => {
        throw cause;
      },
    });
    const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
    const decision = decide(broken, busy, progress, { wallNow: 0, random: () => 0.5 });
    expect(decision).toMatchObject({ kind: "stop", reason: "policy-error" });
    const { error } = decision as { error: PolicyFunctionError };
    expect(error).toBeInstanceOf(PolicyFunctionError);
    expect([error.option, error.cause, error.failure]).toEqual(["retryIf", cause, busy]);
    expect(error.failure).toBe(busy);
  });
});

trap("F-062 a predicate that throws ends the run, and neither error is lost", async ({ retry, clock }) => {
  const [error, mistake] = [new Error("busy"), new TypeError("cannot read status of undefined")];
  const retryIf = (): never => {
    throw mistake;
  };
  const run = retry(() => Promise.reject(error), { retryIf, schedule: fixed(10) }, { clock });
  const ending = await clock.runUntil(run.catch((reason: unknown) => reason));
  expect(ending).toMatchObject({ code: "POLICY_FUNCTION", option: "retryIf", failure: { kind: "error", error } });
  expect((ending as Error).cause).toBe(mistake);
  expect(clock.now()).toBe(0);
});

trap("F-063 a predicate that answers with a promise is refused, not taken for true", async ({ retry, clock }) => {
  const retryIf = (async () => false) as unknown as () => boolean;
  const run = retry(() => Promise.reject(new Error("busy")), { retryIf, schedule: fixed(10) }, { clock });
  const ending = await clock.runUntil(run.catch((reason: unknown) => reason));
  expect(ending).toMatchObject({
    code: "POLICY_FUNCTION",
    message: "retryIf must answer with true or false, got an instance of Promise",
  });
  expect(clock.now()).toBe(0);
});

trap("F-005 a custom schedule that answers NaN ends the run with both errors", async ({ retry, clock }) => {
  const error = new Error("busy");
  const broken = { name: "broken", delay: () => Number.NaN, bounds: () => ({ min: 0, max: 0 }) };
  const run = retry(() => Promise.reject(error), { schedule: broken }, { clock });
  const ending = await clock.runUntil(run.catch((reason: unknown) => reason));
  expect(ending).toMatchObject({
    code: "POLICY_FUNCTION",
    message: "schedule must answer with finite milliseconds ≥ 0, got NaN",
    failure: { kind: "error", error },
  });
});

trap("4d: the predicate is not asked when no retry could follow", async ({ retry, clock }) => {
  let questions = 0;
  const retryIf = (): boolean => ++questions > 0;
  const run = retry(() => Promise.reject(new Error("busy")), { retryIf, schedule: fixed(10) }, { clock });
  await clock.runUntil(run.catch(() => {}));
  expect(questions).toBe(2);
});
