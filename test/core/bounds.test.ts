import { describe, expect, it } from "vitest";
import { clamp, contains, point, scale } from "../../src/core/bounds.ts";

describe("bounds", () => {
  it("of a known delay are a point", () => {
    expect(point(5)).toEqual({ min: 5, max: 5 });
  });

  it("are scaled by a factor for each end", () => {
    expect(scale({ min: 100, max: 200 }, 0.5, 2)).toEqual({ min: 50, max: 400 });
  });

  it.each([
    [
      { min: 10, max: 20 },
      { min: 10, max: 20 },
    ],
    [
      { min: 1, max: 20 },
      { min: 5, max: 20 },
    ],
    [
      { min: 10, max: 50 },
      { min: 10, max: 30 },
    ],
    [
      { min: 1, max: 50 },
      { min: 5, max: 30 },
    ],
    [
      { min: 1, max: 2 },
      { min: 5, max: 5 },
    ],
    [
      { min: 40, max: 50 },
      { min: 30, max: 30 },
    ],
  ])("%j clamped to 5…30 are %j", (before, after) => {
    expect(clamp(before, 5, 30)).toEqual(after);
  });

  it.each([
    [100, true],
    [150, true],
    [200, true],
    [99, false],
    [201, false],
    [NaN, false],
    [Infinity, false],
  ])("of 100…200 contain %d: %s", (delay, within) => {
    expect(contains({ min: 100, max: 200 }, delay)).toBe(within);
  });

  it("forgive the rounding of a few floating-point steps, and no more", () => {
    const step = 200 * 2 ** -52;
    expect(contains({ min: 100, max: 200 }, 200 + 4 * step)).toBe(true);
    expect(contains({ min: 100, max: 200 }, 200 + 64 * step)).toBe(false);
    expect(contains({ min: 200, max: 300 }, 200 - 4 * step)).toBe(true);
    expect(contains({ min: 200, max: 300 }, 200 - 64 * step)).toBe(false);
  });
});
