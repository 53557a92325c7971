import { describe, expect, it } from "vitest";
import { type Field, FLEET_FIELDS, KNOB_FIELDS, POLICY_FIELDS, read } from "../../docs/playground/src/fields.ts";
import { LIMITS, roundSteps, rungOf, TIMES } from "../../docs/playground/src/ladder.ts";
import { between, counted, spoken } from "../../docs/playground/src/text.ts";

const FIELDS: readonly (readonly [key: string, field: Field])[] = Object.entries({
  ...KNOB_FIELDS,
  ...POLICY_FIELDS,
  ...FLEET_FIELDS,
});

describe.each(FIELDS)("the slider for %s", (key, field) => {
  it("rises, and each rung is read as it is written and differs from the one before", () => {
    const { ladder, written, spoken: say } = field;
    expect(ladder).toEqual([...ladder].toSorted((a, b) => a - b));
    for (const value of ladder) expect(read(key, field, written(value))).toBe(value);
    expect(new Set(ladder.map(say)).size).toBe(ladder.length);
  });
});

describe("a ladder", () => {
  it("has a rung for each of its values, and the nearest for any other", () => {
    for (const [index, value] of LIMITS.entries()) expect(rungOf(LIMITS, value)).toBe(index);
    expect(TIMES[rungOf(TIMES, 260)]).toBe(250);
    expect(TIMES[rungOf(TIMES, 290)]).toBe(300);
    expect(TIMES[rungOf(TIMES, Infinity)]).toBe(86_400_000);
    expect(TIMES[rungOf(TIMES, 0)]).toBe(1);
  });

  it("makes an axis of at most five round steps that reaches far enough", () => {
    expect(roundSteps(6_880)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
    expect(roundSteps(0)).toEqual([0, 1]);
    for (const until of [1, 7, 99, 1_001, 59_999, 3_600_001, 1e12]) {
      expect(roundSteps(until).at(-1)).toBeGreaterThanOrEqual(until);
      expect(roundSteps(until).length).toBeLessThanOrEqual(6);
    }
  });
});

describe("a length of time, as it is read", () => {
  it.each([
    [0, "0 s"],
    [2.1234, "2.12 ms"],
    [312.4, "312 ms"],
    [13_875, "13.9 s"],
    [59_999, "1 min"],
    [90_000, "1 min 30 s"],
    [119_999, "2 min"],
    [3_600_000, "1 h"],
    [5_400_000, "1 h 30 min"],
    [90_000_000, "1 d 1 h"],
    [Infinity, "no limit"],
  ])("%d milliseconds are %s", (millis, text) => {
    expect(spoken(millis)).toBe(text);
  });

  it("is a span, or one instant where both ends look alike", () => {
    expect(between(0, 12_750)).toBe("0 s to 12.8 s");
    expect(between(1_000, 1_000.4)).toBe("1 s");
  });

  it("counts", () => {
    expect([counted(1, "attempt"), counted(2, "attempt"), counted(Infinity, "attempt")]).toEqual([
      "1 attempt",
      "2 attempts",
      "unlimited attempts",
    ]);
  });
});
