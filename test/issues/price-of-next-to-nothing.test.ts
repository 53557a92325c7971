import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryBudget } from "../../src/index.ts";
import { lawParameters } from "../support/laws.ts";

// What a sum of shares may miss by was one figure for all prices: a retry of less than that was free, for ever.
describe("a budget in very small units", () => {
  const grants = (capacity: number, cost: number): number => {
    const budget = retryBudget({ capacity, cost });
    let granted = 0;
    while (granted < 1_000 && budget.withdraw(0, { kind: "error", error: "busy" }, true) !== undefined) granted++;
    return granted;
  };

  it("grants as many retries as it can pay (rule 12a)", () => {
    expect(grants(1e-9, 1e-10)).toBe(10);
    expect(grants(1e-300, 1e-301)).toBe(10);
  });

  it("in whatever unit it counts", () => {
    const law = fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -200, max: 200 }), (times, exponent) => {
      const cost = 10 ** exponent;
      expect(grants(times * cost, cost)).toBe(times);
    });
    fc.assert(law, lawParameters(200));
  });
});
