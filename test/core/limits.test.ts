import { describe, expect, it } from "vitest";
import {
  cap,
  type Duration,
  equalJitter,
  exponential,
  fixed,
  floor,
  fullJitter,
  InvalidOptionError,
  schedule,
} from "../../src/core/index.ts";
import { ends, firstDelays } from "../support/draws.ts";

const source = exponential("1s");

describe("cap", () => {
  it("never raises a delay", () => {
    expect(firstDelays(schedule(source, cap("5s")), 5)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(schedule(source, cap("5s")).bounds(9)).toEqual({ min: 5_000, max: 5_000 });
  });

  it("holds where the delay alone would be beyond all numbers", () => {
    expect(schedule(source, cap("5s")).bounds(Number.MAX_SAFE_INTEGER)).toEqual({ min: 5_000, max: 5_000 });
  });

  it("before a jitter leaves the jitter its width", () => {
    expect(ends(schedule(source, cap("5s"), fullJitter), 9)).toEqual([0, 2_500, 5_000]);
    expect(ends(schedule(source, cap("5s"), equalJitter), 9)).toEqual([2_500, 3_750, 5_000]);
  });

  it("behind a jitter squeezes the range, not the draw", () => {
    expect(ends(schedule(fixed("8s"), fullJitter, cap("5s")))).toEqual([0, 2_500, 5_000]);
    expect(ends(schedule(fixed("8s"), equalJitter, cap("5s")))).toEqual([4_000, 4_500, 5_000]);
    expect(ends(schedule(fixed("20s"), equalJitter, cap("5s")))).toEqual([5_000, 5_000, 5_000]);
  });

  it("of 0 leaves nothing (F-017)", () => {
    expect(ends(schedule(source, fullJitter, cap(0)))).toEqual([0, 0, 0]);
  });

  it("of Infinity is no cap, and no word of the name", () => {
    expect(schedule(source, cap(Infinity))).toBe(source);
  });
});

describe("floor", () => {
  it("never lowers a delay", () => {
    expect(firstDelays(schedule(source, floor("3s")), 4)).toEqual([3_000, 3_000, 4_000, 8_000]);
    expect(schedule(source, floor("3s")).bounds(1)).toEqual({ min: 3_000, max: 3_000 });
  });

  it("behind a jitter squeezes the range, not the draw", () => {
    expect(ends(schedule(fixed("8s"), fullJitter, floor("2s")))).toEqual([2_000, 5_000, 8_000]);
    expect(ends(schedule(fixed("1s"), fullJitter, floor("2s")))).toEqual([2_000, 2_000, 2_000]);
  });

  it("of 0 changes nothing but the name", () => {
    expect(ends(schedule(source, fullJitter, floor(0)))).toEqual([0, 500, 1_000]);
    expect(schedule(source, floor(0)).name).toBe("exponential 1s x2, floor 0ms");
  });
});

describe("a floor above a cap: the word that comes later rules (F-017)", () => {
  it.each([
    [schedule(source, cap("1s"), floor("2s")), 2_000],
    [schedule(source, floor("2s"), cap("1s")), 1_000],
  ])("$name", (limited, delay) => {
    expect(firstDelays(limited, 3)).toEqual([delay, delay, delay]);
  });
});

describe("limits refuse", () => {
  it.each<[shown: string, value: unknown]>([
    ["NaN", NaN],
    ["-Infinity", -Infinity],
    ["-1", -1],
    ["5n", 5n],
    ['"5"', "5"],
    ['"Infinity"', "Infinity"],
    ["undefined", undefined],
    ["null", null],
    ["an array", [5]],
  ])("%s (F-005, F-007, F-008)", (shown, value) => {
    for (const [option, make] of Object.entries({ cap, floor })) {
      expect(() => make(value as Duration)).toThrow(InvalidOptionError);
      expect(() => make(value as Duration)).toThrow(new RegExp(`^${option}: expected a duration: .*, got ${shown}$`));
    }
  });

  it("Infinity as a floor", () => {
    expect(() => floor(Infinity)).toThrow("got Infinity");
  });
});
