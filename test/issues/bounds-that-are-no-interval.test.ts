import { explain, lint, type Schedule } from "ostinato";
import { describe, expect, it } from "vitest";

const bounded = (bounds: unknown): Schedule => ({ name: "own", delay: () => 5, bounds: () => bounds as never });

describe("a schedule of one's own whose bounds are no interval", () => {
  it.each([
    undefined,
    null,
    {},
    { min: NaN, max: NaN },
    { min: 5, max: 1 },
    { min: -1, max: 3 },
    { min: "1", max: "2" },
    { min: 1, max: "2" },
    { min: Infinity, max: Infinity },
  ])("%o is refused by explain and lint, and no figure made of it", (bounds) => {
    for (const look of [explain, lint])
      expect(() => look({ schedule: bounded(bounds) })).toThrow(expect.objectContaining({ option: "schedule" }));
  });

  it("far away is refused as well", () => {
    const far: Schedule = { ...bounded(0), bounds: (retry) => ({ min: 0, max: retry > 1_000 ? NaN : 5 }) };
    expect(() => explain({ schedule: far, attempts: Infinity })).toThrow(
      expect.objectContaining({ option: "schedule" }),
    );
  });

  it("may be without an end", () => {
    expect(explain({ schedule: bounded({ min: 0, max: Infinity }) }).worst.delay).toBe(Infinity);
  });
});
