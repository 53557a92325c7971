import { describe, expect, it } from "vitest";
import { exact, lastPlaces, power, product, sum } from "./exact.ts";

describe("exact numbers", () => {
  it("are those of the doubles", () => {
    for (const value of [0, 1, 0.1, 1e300, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** -1_050]) {
      const { mantissa, exponent } = exact(value);
      expect(Number(mantissa) * 2 ** Math.floor(exponent / 2) * 2 ** Math.ceil(exponent / 2)).toBe(value);
      expect(lastPlaces(value, exact(value))).toBe(0);
    }
  });

  it("count the steps between neighbours", () => {
    expect(lastPlaces(1 + 2 ** -52, exact(1))).toBe(1);
    expect(lastPlaces(1 + 3 * 2 ** -52, exact(1))).toBe(3);
    expect(lastPlaces(1_000, exact(1_000 + 2 ** -42))).toBe(2);
  });

  it("see the rounding of floating-point arithmetic", () => {
    expect(lastPlaces(0.1 + 0.2, sum(exact(0.1), exact(0.2)))).toBeGreaterThan(0);
    expect(lastPlaces(0.1 + 0.2, sum(exact(0.1), exact(0.2)))).toBeLessThanOrEqual(0.5);
    expect(lastPlaces(0.1 * 3, product(exact(0.1), exact(3)))).toBeLessThanOrEqual(0.5);
    expect(lastPlaces(3 ** 33, power(exact(3), 33))).toBe(0);
    expect(lastPlaces(2 ** 1_000, power(exact(2), 1_000))).toBe(0);
  });
});
