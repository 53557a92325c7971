import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import {
  errorOf,
  permanent,
  PermanentError,
  PolicyFunctionError,
  RejectedResultError,
  TimeoutError,
} from "../../src/policy/errors.ts";
import type { Failure } from "../../src/policy/failure.ts";

const cause = new Error("socket hang up");
const failure: Failure = { kind: "error", error: cause };

const MADE: readonly (readonly [error: Error, code: string, name: string, message: string, cause: unknown])[] = [
  [
    new TimeoutError("ATTEMPT_TIMEOUT", 2_000),
    "ATTEMPT_TIMEOUT",
    "TimeoutError",
    "The attempt took longer than 2s",
    undefined,
  ],
  [
    new TimeoutError("TOTAL_TIMEOUT", 90_500, { cause }),
    "TOTAL_TIMEOUT",
    "TimeoutError",
    "All attempts together took longer than 90.5s",
    cause,
  ],
  [
    new RejectedResultError("running"),
    "REJECTED_RESULT",
    "RejectedResultError",
    "The result was rejected by the policy",
    undefined,
  ],
  [
    new PolicyFunctionError("retryIf", "threw", failure, { cause }),
    "POLICY_FUNCTION",
    "PolicyFunctionError",
    "retryIf threw",
    cause,
  ],
  [permanent(cause), "PERMANENT", "PermanentError", "Permanent: not to be tried again", cause],
  [
    new InvalidOptionError("attempts", "a whole number ≥ 1", 2.5),
    "INVALID_OPTION",
    "InvalidOptionError",
    "attempts: expected a whole number ≥ 1, got 2.5",
    undefined,
  ],
];

describe("an error of the house", () => {
  it.each(MADE)("%s: its code, name, message and cause", (error, code, name, message, reason) => {
    expect(error).toBeInstanceOf(Error);
    expect(Object.entries(error)).toEqual(
      expect.arrayContaining([
        ["code", code],
        ["name", name],
      ]),
    );
    expect([error.message, error.cause]).toEqual([message, reason]);
    expect(Object.hasOwn(error, "cause")).toBe(reason !== undefined);
    expect(error.stack).toContain("errors.test.ts");
  });
});

describe("TimeoutError", () => {
  it("says its limit in milliseconds", () => {
    expect(new TimeoutError("ATTEMPT_TIMEOUT", 2_000).limit).toBe(2_000);
  });
});

describe("RejectedResultError", () => {
  it.each([undefined, null, 0, "running", { state: "running" }])("carries the very value %j", (value) => {
    expect(new RejectedResultError(value).value).toBe(value);
  });

  it("does not put the value into its message, where a secret would reach a log", () => {
    expect(new RejectedResultError("token-7").message).not.toContain("token-7");
  });
});

describe("PolicyFunctionError", () => {
  it("says which function and what the operation had failed with", () => {
    expect(new PolicyFunctionError("delayHint", "threw", failure)).toMatchObject({ option: "delayHint", failure });
  });
});

describe("errorOf", () => {
  it.each([undefined, null, 0, -0, Number.NaN, "", "busy", false, 0n, Symbol("busy"), () => {}, Object.create(null)])(
    "is the very error %o, marked or not",
    (error) => {
      expect(errorOf({ kind: "error", error })).toBe(error);
      expect(errorOf({ kind: "error", error: permanent(error) })).toBe(error);
    },
  );

  it("is an error that carries the rejected result", () => {
    const value = { state: "running" };
    const error = errorOf({ kind: "rejected-result", value }) as RejectedResultError;
    expect(error).toBeInstanceOf(RejectedResultError);
    expect(error.value).toBe(value);
  });

  it("does not look for a mark in a rejected result", () => {
    const value = permanent("no");
    expect(errorOf({ kind: "rejected-result", value })).toMatchObject({ code: "REJECTED_RESULT", value });
    expect(value).toBeInstanceOf(PermanentError);
  });
});
