import { describe, expect, it } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { policy } from "../../src/policy/policy.ts";

describe("the options of retryBackoff", () => {
  const refused =
    (options: unknown): (() => unknown) =>
    () =>
      retryBackoff(options as never);

  it.each([null, 7, "3 times", [], new Map(), AbortSignal.abort()])("%o is refused", (options) => {
    expect(refused(options)).toThrow(InvalidOptionError);
  });

  it("have no place for retryResult, and say so", () => {
    expect(refused({ retryResult: () => true })).toThrow("retryResult: expected left out, for the values of a stream");
  });

  it("may be a policy that has been checked", () => {
    expect(retryBackoff(policy({ attempts: 2 }))).toBeTypeOf("function");
    expect(refused(policy({ retryResult: () => true }))).toThrow("retryResult");
  });

  it("are refused when they are unknown or misspelt", () => {
    expect(refused({ maxRetries: 3 })).toThrow("attempts");
    expect(refused({ atempts: 3 })).toThrow('did you mean "attempts"?');
    expect(refused({ resetOnSuccess: "yes" })).toThrow("resetOnSuccess: expected true or false");
    expect(() => retryBackoff({}, { signel: 1 } as never)).toThrow('did you mean "signal"?');
  });

  it("are read from the object alone, not from what it inherits", () => {
    const inherited = Object.create({ resetOnSuccess: "yes", retryResult: () => true }) as object;
    expect(refused(inherited)).not.toThrow();
  });
});
