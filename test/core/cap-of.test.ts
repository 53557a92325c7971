import { describe, expect, it } from "vitest";
import { capAt, cappedSources } from "../../src/core/cap-of.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import type { Schedule } from "../../src/core/schedule.ts";
import { fixed } from "../../src/core/sources.ts";

const named = (name: string): Schedule => ({ ...fixed(0), name });

describe("the cap that holds", () => {
  it.each<[notation: string, retry: number, cap: number | undefined]>([
    ["exponential 1s", 1, undefined],
    ["exponential 1s, cap 30s, full jitter", 1, 30_000],
    ["exponential 1s, cap 30s, full jitter, cap 10s", 1, 10_000],
    ["exponential 1s, cap 10s, full jitter, cap 30s", 1, 10_000],
    ["decorrelated 1s", 1, undefined],
    ["decorrelated 1s to 10s", 1, 10_000],
    ["decorrelated 1s to 10s, cap 5s", 1, 5_000],
    ["phases 3 (fixed 1s, cap 5s) 2 (fixed 1s) (fixed 1s, cap 9s)", 3, 5_000],
    ["phases 3 (fixed 1s, cap 5s) 2 (fixed 1s) (fixed 1s, cap 9s)", 4, undefined],
    ["phases 3 (fixed 1s, cap 5s) 2 (fixed 1s) (fixed 1s, cap 9s)", 5, undefined],
    ["phases 3 (fixed 1s, cap 5s) 2 (fixed 1s) (fixed 1s, cap 9s)", 6, 9_000],
    ["phases 3 (fixed 1s, cap 5s) 2 (fixed 1s) (fixed 1s, cap 9s), cap 7s", 6, 7_000],
    ["phases 2 (phases 1 (fixed 1s, cap 4s) (fixed 1s)) (phases 1 (fixed 1s) (fixed 1s, cap 3s))", 1, 4_000],
    ["phases 2 (phases 1 (fixed 1s, cap 4s) (fixed 1s)) (phases 1 (fixed 1s) (fixed 1s, cap 3s))", 3, undefined],
    ["phases 2 (phases 1 (fixed 1s, cap 4s) (fixed 1s)) (phases 1 (fixed 1s) (fixed 1s, cap 3s))", 4, 3_000],
    ["longest (exponential 1s, cap 5s) (fixed 2s)", 1, undefined],
    ["longest (exponential 1s, cap 5s) (linear 1s, cap 9s)", 1, 9_000],
    ["shortest (exponential 1s, cap 5s) (fixed 2s)", 1, 5_000],
    ["shortest (exponential 1s) (fixed 2s)", 1, undefined],
  ])("%s, retry %d: %s", (notation, retry, expected) => {
    expect(capAt(parseSchedule(notation), retry)).toBe(expected);
  });

  it.each<[name: string, cap: number | undefined]>([
    ["squares, cap 30s", 30_000],
    ["squares, cap", undefined],
    ["squares, cap 3 parsecs", undefined],
    ["squares, nightcap 3s", undefined],
    ["phases", undefined],
    ["longest first", undefined],
    ["decorrelated 1s to", undefined],
    ["decorrelated 1s to nowhere", undefined],
    [") cap 3s (", undefined],
    ["", undefined],
  ])("is read from a name of one's own, %j, as far as it goes", (name, expected) => {
    expect(capAt(named(name), 1)).toBe(expected);
  });
});

describe("the sources that stand before a cap", () => {
  const found = (name: string): unknown => cappedSources(named(name)).map(([source, cap]) => [source.name, cap]);

  it("are found at any depth, with the lowest cap", () => {
    expect(found("exponential 1s, cap 30s, full jitter, cap 20s")).toEqual([["exponential 1s x2", 20_000]]);
    expect(found("phases 3 (fixed 1s, cap 5s) (longest (linear 1s, cap 1s) (fixed 2s)), cap 1m")).toEqual([
      ["fixed 1s", 5_000],
      ["linear 1s +1s", 1_000],
    ]);
    expect(found("exponential 1s")).toEqual([]);
  });

  it("are not those that cannot be read", () => {
    expect(found("squares, cap 30s")).toEqual([]);
    expect(found(`sequence ${"1s ".repeat(1_000)}, cap 30s`)).toEqual([]);
  });
});
