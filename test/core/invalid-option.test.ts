import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/index.ts";

class Strategy {
  readonly secret = "password";
}
const hostile = new Proxy({}, { get: () => fail() });
const revoked = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
})();

describe("the error of an option", () => {
  it("says which, what was expected and what came", () => {
    const error = new InvalidOptionError("attempts", "a whole number ≥ 1", 0);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ name: "InvalidOptionError", code: "INVALID_OPTION", option: "attempts" });
    expect(error.message).toBe("attempts: expected a whole number ≥ 1, got 0");
    expect("cause" in error).toBe(false);
  });

  it("carries the cause and ends with a hint, where there are any", () => {
    const cause = new Error("overflow");
    const error = new InvalidOptionError("cap", "a duration", 1, { cause, hint: "; write it as text" });
    expect(error.cause).toBe(cause);
    expect(error.message).toBe("cap: expected a duration, got 1; write it as text");
  });

  it.each<[shown: string, received: unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["NaN", NaN],
    ["-0", -0],
    ["0", 0],
    ["false", false],
    ['"5s "', "5s "],
    ['"a\\nb"', "a\nb"],
    ["10n", 10n],
    ["a function", () => 5],
    ["a symbol", Symbol("secret")],
    ["an array", [1, 2]],
    ["an object", { password: "secret" }],
    ["an object", Object.create(null)],
    ["an instance of Strategy", new Strategy()],
    ["an instance of Date", new Date(0)],
    ["an object", { constructor: { name: 5 } }],
    ["an object", { constructor: undefined }],
    ["an object", { constructor: { name: "" } }],
    ["an object", hostile],
    ["an object", revoked],
  ])("shows %s in a few words", (shown, received) => {
    expect(new InvalidOptionError("x", "y", received).message).toBe(`x: expected y, got ${shown}`);
  });

  it.each([
    ["text", "x".repeat(1e6)],
    ["a number", BigInt("9".repeat(5_000))],
    ["a name", { constructor: { name: "N".repeat(5_000) } }],
  ])("cuts %s that is too long", (_what, received) => {
    const { message } = new InvalidOptionError("x", "y", received);
    expect(message.endsWith("…")).toBe(true);
    expect(message.length).toBeLessThan(100);
  });

  it("shows up to 60 characters whole", () => {
    expect(new InvalidOptionError("x", "y", "z".repeat(58)).message).toBe(`x: expected y, got "${"z".repeat(58)}"`);
    expect(new InvalidOptionError("x", "y", "z".repeat(59)).message).toBe(`x: expected y, got "${"z".repeat(59)}…`);
  });
});

function fail(): never {
  throw new Error("do not look");
}
