import { describe, expect, it } from "vitest";
import {
  cap,
  equalJitter,
  exponential,
  fixed,
  fullJitter,
  InvalidOptionError,
  schedule,
  spread,
} from "../../src/core/index.ts";
import { ends } from "../support/draws.ts";

describe("a jitter of 1 s under the lowest, the middle and the highest draw (P3, rule 3c)", () => {
  it.each([
    ["full jitter", fullJitter, [0, 500, 1_000]],
    ["equal jitter", equalJitter, [500, 750, 1_000]],
    ["spread 0", spread(0), [1_000, 1_000, 1_000]],
    ["spread 0.2", spread(0.2), [800, 900, 1_000]],
    ["spread 0.5", spread(0.5), [500, 750, 1_000]],
    ["spread 1", spread(1), [0, 500, 1_000]],
  ])("%s", (name, modifier, delays) => {
    const jittered = schedule(fixed("1s"), modifier);
    expect(jittered.name).toBe(`fixed 1s, ${name}`);
    expect(ends(jittered)).toEqual(delays);
    expect(jittered.bounds(1)).toEqual({ min: delays[0], max: 1_000 });
  });
});

describe("a jitter", () => {
  it("only shortens, so that a cap before it holds", () => {
    for (const modifier of [fullJitter, equalJitter, spread(0.2)])
      expect(ends(schedule(exponential("1s"), cap("10s"), modifier), 30).at(-1)).toBe(10_000);
  });

  it("goes on at the cap and far beyond it", () => {
    const gentle = schedule(exponential("1s"), cap("10s"), fullJitter);
    for (const retry of [5, 100, 1_024, 1e6]) expect(ends(gentle, retry)).toEqual([0, 5_000, 10_000]);
  });

  it("behind another makes one range of two, from one draw", () => {
    expect(ends(schedule(fixed("1s"), equalJitter, equalJitter))).toEqual([250, 625, 1_000]);
    expect(ends(schedule(fixed("1s"), fullJitter, equalJitter))).toEqual([0, 500, 1_000]);
    expect(ends(schedule(fixed("1s"), equalJitter, fullJitter))).toEqual([0, 500, 1_000]);
  });

  it.each<[shown: string, answer: unknown, delay: number]>([
    ["1", 1, 1_000],
    ["5", 5, 1_000],
    ["Infinity", Infinity, 1_000],
    ["-1", -1, 500],
    ["-Infinity", -Infinity, 500],
    ["NaN", NaN, 750],
    ["undefined", undefined, 750],
    ["null", null, 750],
    ['"0.9"', "0.9", 750],
    ["0n", 0n, 750],
    ["an object", {}, 750],
  ])("stays in its range when the source of chance answers %s (F-014)", (_shown, answer, delay) => {
    const jittered = schedule(fixed("1s"), equalJitter);
    expect(jittered.delay({ retry: 1, previousDelay: 0 }, () => answer as number)).toBeCloseTo(delay, 9);
  });

  it("lets an error of the source of chance through (F-014)", () => {
    const thrown = new Error("no entropy");
    const jittered = schedule(fixed("1s"), equalJitter);
    expect(() => jittered.delay({ retry: 1, previousDelay: 0 }, () => fail(thrown))).toThrow(thrown);
  });
});

describe("spread refuses", () => {
  it.each<[shown: string, share: unknown]>([
    ["1.1", 1.1],
    ["-0.1", -0.1],
    ["20", 20],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ['"0.2"', "0.2"],
    ["1n", 1n],
    ["true", true],
    ["undefined", undefined],
    ["null", null],
    ["an array", [0.2]],
  ])("a share of %s (F-005, F-008)", (shown, share) => {
    expect(() => spread(share as number)).toThrow(InvalidOptionError);
    expect(() => spread(share as number)).toThrow(`spread: expected a share from 0 to 1, got ${shown}`);
  });
});

function fail(error: Error): never {
  throw error;
}
