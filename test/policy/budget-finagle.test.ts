import { describe, expect, it } from "vitest";
import type { RetryBudget } from "../../src/policy/budget.ts";
import { finagleBudget } from "../../src/policy/budget-presets.ts";
import type { Failure } from "../../src/policy/failure.ts";

const busy: Failure = { kind: "error", error: new Error("busy") };
const granted = (budget: RetryBudget, now: number): boolean => budget.withdraw(now, busy, true) !== undefined;

function drained(budget: RetryBudget, now: number): number {
  let retries = 0;
  while (granted(budget, now)) retries++;
  return retries;
}

const REQUESTS = 10_000;

describe("B6 finagleBudget", () => {
  // The check that the published implementation is held to, with the clock standing still.
  it.each([
    ["10s", 10, 0.2],
    ["10s", 0, 0.2],
    ["10s", 10, 0],
    ["1s", 1, 0.01],
    ["1s", 0, 0.01],
    ["5s", 3, 0.1],
    ["5s", 0, 0.1],
    ["30s", 2, 0.25],
    ["60s", 10, 0.5],
    ["60s", 0, 0.99],
    ["2.5s", 4, 0.333],
    ["10s", 0, 1],
    ["10s", 100, 2],
    ["1s", 5, 10],
  ] as const)(
    "with ttl %s, %d a second and a share of %d retries so much of 10 000 requests",
    (ttl, perSecond, percent) => {
      const budget = finagleBudget({ ttl, perSecond, percent });
      const reserve = perSecond * Number.parseFloat(ttl);
      let retries = 0;
      for (let request = 0; request < REQUESTS; request++) {
        budget.begin(0);
        retries += drained(budget, 0);
      }
      expect(Math.abs(retries - (REQUESTS * percent + reserve))).toBeLessThanOrEqual(1);
    },
  );

  it("grants at once what the reserve holds, and not one more", () => {
    expect(drained(finagleBudget({ ttl: "10s", perSecond: 3 }), 0)).toBe(30);
  });

  it("grants none when there is neither reserve nor share", () => {
    const budget = finagleBudget({ perSecond: 0, percent: 0 });
    budget.begin(0);
    expect(drained(budget, 0)).toBe(0);
  });

  it("forgets requests when their time has passed, in slices of a tenth", () => {
    const budget = finagleBudget({ ttl: "10s", perSecond: 0, percent: 1 });
    budget.begin(500);
    budget.begin(1_500);
    expect([9_999, 10_000, 10_999, 11_000].map((now) => budget.balance(now))).toEqual([2, 1, 1, 0]);
  });

  it("forgets retries as well: the reserve is there again", () => {
    const budget = finagleBudget({ ttl: "1s", perSecond: 5, percent: 0 });
    expect(drained(budget, 0)).toBe(5);
    expect(drained(budget, 999)).toBe(0);
    expect(drained(budget, 1_000)).toBe(5);
  });

  it("takes back nothing below zero when old requests are forgotten before the retries that they paid", () => {
    const budget = finagleBudget({ ttl: "1s", perSecond: 0, percent: 1 });
    budget.begin(0);
    expect(granted(budget, 900)).toBe(true);
    expect(budget.balance(1_000)).toBe(0);
  });

  it("is not fooled by time that goes back or is none", () => {
    const budget = finagleBudget({ ttl: "1s", perSecond: 0, percent: 1 });
    budget.begin(5_000);
    for (const now of [0, NaN, Infinity, -Infinity]) {
      budget.begin(now);
      expect(budget.balance(now)).toBe(budget.balance(5_000));
    }
    expect(budget.balance(5_000)).toBe(5);
    expect(budget.balance(6_000)).toBe(0);
  });

  it("hears nothing of successes, nor of failures that are not to be retried", () => {
    const budget = finagleBudget({ perSecond: 1 });
    budget.deposit(0, 1);
    expect(budget.withdraw(0, busy, false)).toBeUndefined();
    expect([budget.balance(0), budget.fresh().balance(0)]).toEqual([10, 10]);
  });

  it.each([
    ["ttl", { ttl: "999ms" }],
    ["ttl", { ttl: "61s" }],
    ["ttl", { ttl: "soon" }],
    ["perSecond", { perSecond: -1 }],
    ["perSecond", { perSecond: Infinity }],
    ["perSecond", { perSecond: 1e308 }],
    ["percent", { percent: -0.1 }],
    ["percent", { percent: 1_001 }],
    ["percent", { percent: NaN }],
    ["finagleBudget", { reserve: 3 }],
  ])("refuses %s in %j", (option, options) => {
    expect(() => finagleBudget(options as object)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }));
  });
});
