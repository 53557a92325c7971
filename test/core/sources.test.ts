import { describe, expect, it } from "vitest";
import {
  decorrelated,
  type Duration,
  exponential,
  fibonacci,
  fixed,
  InvalidOptionError,
  linear,
  polynomial,
  preview,
  type Schedule,
  sequence,
} from "../../src/core/index.ts";
import { ends, firstDelays } from "../support/draws.ts";

const NOT_A_DURATION = "expected a duration: milliseconds ≥ 0";
const BAD: readonly (readonly [shown: string, value: unknown])[] = [
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-1000", -1_000],
  ["10n", 10n],
  ['"50"', "50"],
  ["an array", [20]],
  ["an instance of Date", new Date(20)],
  ["null", null],
];

describe("the first delays of", () => {
  it.each<[schedule: Schedule, delays: number[]]>([
    [fixed("5s"), [5_000, 5_000, 5_000, 5_000]],
    [fixed(0), [0, 0, 0, 0]],
    [linear("1s"), [1_000, 2_000, 3_000, 4_000]],
    [linear("1s", "500ms"), [1_000, 1_500, 2_000, 2_500]],
    [linear("1s", 0), [1_000, 1_000, 1_000, 1_000]],
    [linear(0, "1s"), [0, 1_000, 2_000, 3_000]],
    [exponential("200ms"), [200, 400, 800, 1_600]],
    [exponential("200ms", 3), [200, 600, 1_800, 5_400]],
    [exponential("200ms", 1.5), [200, 300, 450, 675]],
    [exponential("200ms", 1), [200, 200, 200, 200]],
    [fibonacci("100ms"), [100, 100, 200, 300, 500, 800, 1_300]],
    [polynomial("100ms"), [100, 400, 900, 1_600]],
    [polynomial("100ms", 3), [100, 800, 2_700, 6_400]],
    [polynomial("100ms", 0.5), [100, 100 * Math.SQRT2, 100 * Math.sqrt(3), 200]],
    [polynomial("100ms", 0), [100, 100, 100, 100]],
    [sequence("1s", "5s", "30s"), [1_000, 5_000, 30_000, 30_000, 30_000]],
    [sequence("1s"), [1_000, 1_000]],
    [sequence(3, 1, 2), [3, 1, 2, 2]],
  ])("$name", (source, delays) => {
    expect(firstDelays(source, delays.length)).toEqual(delays);
    expect(delays.map((_, index) => source.bounds(index + 1))).toEqual(
      delays.map((delay) => ({ min: delay, max: delay })),
    );
  });

  it("the default of each are those of its second figure", () => {
    expect(firstDelays(linear("2s"), 5)).toEqual(firstDelays(linear("2s", "2s"), 5));
    expect(firstDelays(exponential("2s"), 5)).toEqual(firstDelays(exponential("2s", 2), 5));
    expect(firstDelays(polynomial("2s"), 5)).toEqual(firstDelays(polynomial("2s", 2), 5));
  });

  it("undefined means the default", () => {
    expect(linear("2s", undefined).name).toBe("linear 2s +2s");
    expect(exponential("2s", undefined).name).toBe("exponential 2s x2");
    expect(polynomial("2s", undefined).name).toBe("polynomial 2s ^2");
    expect(decorrelated("2s", undefined).name).toBe("decorrelated 2s");
  });
});

describe("decorrelated jitter", () => {
  it("draws from the base to three times the previous delay", () => {
    expect(ends(decorrelated("100ms", "10s"), 2, 200)).toEqual([100, 350, 600]);
    expect(ends(decorrelated("100ms", "10s"), 2, 1_000)).toEqual([100, 1_550, 3_000]);
  });

  it("takes the base for the delay before the first", () => {
    expect(ends(decorrelated("100ms", "10s"), 1, 0)).toEqual([100, 200, 300]);
    expect(ends(decorrelated("100ms", "10s"), 5, 30)).toEqual([100, 200, 300]);
  });

  it("squeezes the range at the cap instead of the draw, so that draws do not pile up there", () => {
    expect(ends(decorrelated("100ms", "10s"), 9, 5_000)).toEqual([100, 5_050, 10_000]);
    expect(ends(decorrelated("100ms", "10s"), 9, 10_000)).toEqual([100, 5_050, 10_000]);
  });

  it("promises nothing of the history", () => {
    expect(decorrelated("100ms", "10s").bounds(1)).toEqual({ min: 100, max: 10_000 });
    expect(decorrelated("100ms").bounds(1)).toEqual({ min: 100, max: Number.MAX_VALUE });
  });

  it("grows without a cap and stays finite", () => {
    expect(decorrelated("100ms").delay({ retry: 9, previousDelay: Number.MAX_VALUE }, () => 1)).toBeLessThan(Infinity);
    const walk = preview(decorrelated("1s"), { attempts: 1_000, random: () => 1 });
    expect(walk.at(-1)!.delay).toBe(Number.MAX_VALUE * (1 - 2 ** -53));
  });

  it("may have no width", () => {
    expect(ends(decorrelated("1s", "1s"), 3, 5_000)).toEqual([1_000, 1_000, 1_000]);
  });

  it("refuses a cap below its base (F-017)", () => {
    expect(() => decorrelated("2s", "1s")).toThrow(
      'decorrelated cap: expected a duration no shorter than the base of 2s, got "1s"',
    );
  });
});

describe("growth ends at the largest double", () => {
  const FAR = [1_023, 1_024, 1_025, 1_026, 1e6, 2 ** 31, Number.MAX_SAFE_INTEGER];

  it.each([
    exponential("1s"),
    exponential("1ms", 10),
    fibonacci("1s"),
    polynomial("1s", 400),
    linear(Number.MAX_VALUE),
  ])("$name (F-002, F-010, rule 1b)", (source) => {
    const far = FAR.map((retry) => source.delay({ retry, previousDelay: 0 }, () => 0));
    expect(far.at(-1)).toBe(Number.MAX_VALUE);
    expect(far.every((delay) => delay > 1e100 && delay < Infinity)).toBe(true);
  });

  it.each([exponential(0), exponential(0, 10), fibonacci(0), polynomial(0, 400), linear(0), fixed(0)])(
    "$name stays 0, though 0 × Infinity is not a number (F-009)",
    (source) => {
      for (const retry of FAR) expect(source.delay({ retry, previousDelay: 0 }, () => 0)).toBe(0);
    },
  );

  it("a factor of 1 never grows", () => {
    expect(exponential("1s", 1).bounds(Number.MAX_SAFE_INTEGER).max).toBe(1_000);
  });
});

describe("memory", () => {
  it("is not spent on retries to come (F-016)", () => {
    const delays = sequence("1s", "2s");
    expect(delays.bounds(Number.MAX_SAFE_INTEGER).max).toBe(2_000);
    expect(fibonacci("1s").bounds(1e8).max).toBe(Number.MAX_VALUE);
  });
});

describe("a source refuses", () => {
  const sources: readonly (readonly [option: string, make: (value: Duration) => Schedule])[] = [
    ["fixed delay", (value) => fixed(value)],
    ["linear initial", (value) => linear(value, "1s")],
    ["linear increment", (value) => linear("1s", value)],
    ["exponential base", (value) => exponential(value)],
    ["fibonacci unit", (value) => fibonacci(value)],
    ["polynomial base", (value) => polynomial(value)],
    ["sequence delay 1", (value) => sequence(value, "1s")],
    ["sequence delay 3", (value) => sequence("1s", "2s", value)],
    ["decorrelated base", (value) => decorrelated(value)],
  ];

  it.each(sources)("a bad %s (F-005, F-006, F-007, F-008)", (option, make) => {
    for (const [shown, value] of BAD) {
      expect(() => make(value as Duration)).toThrow(InvalidOptionError);
      expect(() => make(value as Duration)).toThrow(expect.objectContaining({ option }));
      expect(() => make(value as Duration)).toThrow(new RegExp(`^${option}: ${NOT_A_DURATION}.*, got ${shown}$`));
    }
  });

  it("a bad decorrelated cap, though Infinity is none", () => {
    expect(decorrelated("1s", Infinity).name).toBe("decorrelated 1s");
    expect(() => decorrelated("1s", NaN)).toThrow(`decorrelated cap: ${NOT_A_DURATION}`);
    expect(() => decorrelated("1s", -5)).toThrow(`decorrelated cap: ${NOT_A_DURATION}`);
  });

  it("an empty sequence", () => {
    expect(() => sequence(...([] as unknown as [Duration]))).toThrow(
      "sequence: expected at least one delay, got an array",
    );
  });

  it.each<[shown: string, factor: unknown]>([
    ["0", 0],
    ["0.5", 0.5],
    ["-2", -2],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ['"2"', "2"],
    ["2n", 2n],
    ["null", null],
    ["an array", [2]],
  ])("a factor of %s (F-008, F-017)", (shown, factor) => {
    expect(() => exponential("1s", factor as number)).toThrow(
      `exponential factor: expected a finite number ≥ 1, got ${shown}`,
    );
  });

  it.each<[shown: string, exponent: unknown]>([
    ["-1", -1],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ['"2"', "2"],
    ["2n", 2n],
    ["null", null],
  ])("an exponent of %s (F-008, F-017)", (shown, exponent) => {
    expect(() => polynomial("1s", exponent as number)).toThrow(
      `polynomial exponent: expected a finite number ≥ 0, got ${shown}`,
    );
  });
});
