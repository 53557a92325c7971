import { describe, expect, it } from "vitest";
import { ask, delay, verdict } from "../../src/policy/ask.ts";
import { PolicyFunctionError } from "../../src/policy/errors.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { explosive } from "../support/explosive.ts";
import { strays } from "../support/host.ts";

const failure: Failure = { kind: "error", error: new Error("busy") };
const asked = (question: () => unknown): boolean => ask("retryIf", failure, question, verdict, "true or false");

/** What asking ends with: an answer, or the error that it throws. */
function ending(question: () => unknown): unknown {
  try {
    return asked(question);
  } catch (error) {
    return error;
  }
}

describe("ask", () => {
  it("gives the answer", () => {
    expect([asked(() => true), asked(() => false)]).toEqual([true, false]);
  });

  it("asks once", () => {
    let questions = 0;
    asked(() => ++questions > 0);
    expect(questions).toBe(1);
  });

  it.each<[string, () => unknown]>([
    ["an error", () => new Error("my mistake")],
    ["undefined", () => undefined],
    ["null", () => null],
    ["a string", () => "my mistake"],
    ["a proxy whose traps throw", explosive],
  ])("F-062 carries what was thrown: %s", (_, make) => {
    const cause = make();
    const error = ending(() => {
      throw cause;
    }) as PolicyFunctionError;
    expect(error).toBeInstanceOf(PolicyFunctionError);
    expect([error.option, error.message]).toEqual(["retryIf", "retryIf threw"]);
    expect(error.failure).toBe(failure);
    expect(error.cause === cause).toBe(true);
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [0, "0"],
    [1, "1"],
    ["", '""'],
    ["true", '"true"'],
    [{}, "an object"],
    [new Boolean(false), "an instance of Boolean"],
  ])("refuses %o, which is no verdict", (answer, shown) => {
    const error = ending(() => answer) as PolicyFunctionError;
    expect(error).toBeInstanceOf(PolicyFunctionError);
    expect(error.message).toBe(`retryIf must answer with true or false, got ${shown}`);
    expect(error.cause).toBeUndefined();
  });

  it("F-063 refuses a promise of true", () => {
    expect(ending(async () => true)).toMatchObject({
      code: "POLICY_FUNCTION",
      message: "retryIf must answer with true or false, got an instance of Promise",
    });
  });
});

class Strange extends Promise<never> {}

const rejects = (promise: Promise<unknown>, changes: PropertyDescriptorMap): Promise<unknown> =>
  Object.defineProperties(promise, changes);
const explode = (): never => {
  throw new Error("touched");
};

describe("an answer that rejects later", () => {
  it.each<[string, () => unknown]>([
    ["an async function", () => Promise.reject(new Error("later"))],
    ["a promise of its own kind", () => Strange.reject(new Error("later"))],
    [
      "a thenable that rejects",
      () => ({ then: (_: unknown, reject: (error: Error) => void) => reject(new Error("later")) }),
    ],
    ["a thenable that throws", () => ({ then: explode })],
    ["a thenable whose then cannot be read", () => Object.defineProperty({}, "then", { get: explode })],
    ["a thenable that never settles", () => ({ then: () => {} })],
    ["a promise whose then throws", () => rejects(Promise.resolve(), { then: { value: explode } })],
    ["a promise whose catch throws", () => rejects(Promise.reject(new Error("later")), { catch: { value: explode } })],
    ["a promise whose constructor cannot be read", () => rejects(Promise.resolve(), { constructor: { get: explode } })],
    ["a proxy whose traps throw", explosive],
  ])("is refused and heard by nobody: %s", async (_, question) => {
    const { rejections } = await strays(async () => {
      expect(ending(question)).toBeInstanceOf(PolicyFunctionError);
    });
    expect(rejections).toEqual([]);
  });
});

describe("a delay", () => {
  it.each([0, -0, 0.5, 1e300, Number.MAX_VALUE])("may be %d", (answer) => {
    expect(delay(answer)).toBe(answer);
  });

  it.each([
    Number.NaN,
    Infinity,
    -Infinity,
    -1,
    -Number.MIN_VALUE,
    "5",
    5n,
    null,
    undefined,
    [5],
    { valueOf: () => 5 },
  ])("may not be %o", (answer) => {
    expect(delay(answer)).toBeUndefined();
  });
});
