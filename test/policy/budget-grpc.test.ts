import { describe, expect, it } from "vitest";
import { grpcThrottling } from "../../src/policy/budget-presets.ts";
import type { Failure } from "../../src/policy/failure.ts";

const unavailable: Failure = { kind: "error", error: new Error("UNAVAILABLE") };

/** `x` a failure that would be retried, `f` one that ends its call for want of attempts, `o` a success. */
type Event = "x" | "f" | "o";

/**
 * The rules of gRPC's proposal A6 carried out by hand, for maxTokens 10 and tokenRatio 0.1: a failure takes 1, a success
 * gives 0.1, from 0 to 10, and a retry is made while more than 5 are left once its failure is counted.
 */
const STEPS: readonly (readonly [event: Event, tokens: number, retried: boolean])[] = [
  ["o", 10, false],
  ["x", 9, true],
  ["o", 9.1, false],
  ["x", 8.1, true],
  ["f", 7.1, false],
  ["x", 6.1, true],
  ["x", 5.1, true],
  ["x", 4.1, false],
  ["o", 4.2, false],
  ["x", 3.2, false],
  ["x", 2.2, false],
  ["x", 1.2, false],
  ["x", 0.2, false],
  ["x", 0, false],
  ["o", 0.1, false],
];

describe("B6 grpcThrottling", () => {
  it("keeps the count of proposal A6, in fifteen steps", () => {
    const budget = grpcThrottling({ maxTokens: 10, tokenRatio: 0.1 });
    const seen = STEPS.map(([event]) => {
      if (event === "o") budget.deposit(0, 0);
      const retried = event !== "o" && budget.withdraw(0, unavailable, event === "x") !== undefined;
      return [event, Math.round(budget.balance(0) * 1e6) / 1e6, retried];
    });
    expect(seen).toEqual(STEPS);
  });

  it("refuses at exactly half: 5 of 10 left are not more than half", () => {
    const budget = grpcThrottling();
    expect([1, 2, 3, 4, 5].map(() => budget.withdraw(0, unavailable, true))).toEqual([1, 1, 1, 1, undefined]);
    expect(budget.balance(0)).toBe(5);
  });

  it("refuses at half however the half was reached: rounding errors decide nothing", () => {
    const budget = grpcThrottling({ maxTokens: 10, tokenRatio: 0.1 });
    for (let failures = 0; failures < 10; failures++) budget.withdraw(0, unavailable, false);
    for (let successes = 0; successes < 60; successes++) budget.deposit(0, 0);
    expect(budget.withdraw(0, unavailable, true)).toBeUndefined();
    for (let successes = 0; successes < 11; successes++) budget.deposit(0, 0);
    expect(budget.withdraw(0, unavailable, true)).toBe(1);
  });

  it("has 10 tokens and a ratio of 0.1 unless told otherwise, and is as new when fresh", () => {
    const budget = grpcThrottling();
    budget.withdraw(0, unavailable, true);
    budget.deposit(0, 1);
    expect([budget.balance(0), budget.fresh().balance(0)]).toEqual([9.1, 10]);
  });

  it.each([
    [0.1239, 0.123],
    [1.001, 1.001],
    [0.57, 0.57],
    [0.001, 0.001],
    [2.5, 2.5],
  ])("keeps three decimals of a ratio: of %d it gives %d", (tokenRatio, given) => {
    const budget = grpcThrottling({ maxTokens: 1_000, tokenRatio });
    for (let failures = 0; failures < 1_000; failures++) budget.withdraw(0, unavailable, false);
    budget.deposit(0, 0);
    expect(budget.balance(0)).toBe(given);
  });

  it.each([
    ["maxTokens", { maxTokens: 0 }],
    ["maxTokens", { maxTokens: -1 }],
    ["maxTokens", { maxTokens: 1_001 }],
    ["maxTokens", { maxTokens: NaN }],
    ["maxTokens", { maxTokens: "10" }],
    ["tokenRatio", { tokenRatio: 0 }],
    ["tokenRatio", { tokenRatio: 0.0009 }],
    ["tokenRatio", { tokenRatio: NaN }],
    ["tokenRatio", { tokenRatio: Infinity }],
    ["grpcThrottling", { tokens: 10 }],
    ["grpcThrottling", null],
  ])("refuses %s in %j", (option, options) => {
    expect(() => grpcThrottling(options as object)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", option }),
    );
  });
});
