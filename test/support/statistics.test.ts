import { describe, expect, it } from "vitest";
import { seededRandom } from "../../src/core/index.ts";
import {
  binChance,
  dependence,
  meanShift,
  mostFrequent,
  succession,
  unevenness,
  unevennessLimit,
} from "./statistics.ts";

const draws = (seed: number, size: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: size }, random);
};

describe("the distance between distributions", () => {
  it("is that of the textbook", () => {
    expect(unevenness([0.5])).toBe(0.5);
    expect(unevenness([0.1, 0.2, 0.3, 0.4])).toBeCloseTo(0.6);
    expect(unevenness([0.125, 0.375, 0.625, 0.875])).toBeCloseTo(0.125);
  });

  it("has the limits of the published table", () => {
    expect(unevennessLimit(1_000, 1e-3)).toBeCloseTo(0.06165, 5);
    expect(unevennessLimit(10_000, 1e-6)).toBeCloseTo(0.02693, 5);
    expect(unevennessLimit(100_000, 1e-9)).toBeCloseTo(0.01035, 5);
  });

  it("raises false alarms no more often than stated, and not much less", () => {
    const samples = Array.from({ length: 2_000 }, (_, seed) => draws(seed + 1, 200));
    const alarms = samples.filter((sample) => unevenness(sample) > unevennessLimit(200, 0.05)).length;
    expect(alarms).toBeGreaterThan(40);
    expect(alarms).toBeLessThan(100);
  });
});

describe("the chance of unequal bins", () => {
  it("is that of the published table for 32 degrees of freedom", () => {
    // One bin of 33 has more, the others share the rest: Pearson's sum is 46.194, the 95 % point.
    const size = 33_000;
    const more = Math.round(Math.sqrt((46.194 * size * 32) / 33 / 33));
    const sample = Array.from({ length: 33 }, (_, bin) =>
      Array.from({ length: bin === 0 ? 1_000 + more : 1_000 - more / 32 }, () => (bin + 0.5) / 33),
    ).flat();
    expect(binChance(sample)).toBeCloseTo(0.05, 2);
  });

  it("is spread evenly where nothing is wrong", () => {
    const chances = Array.from({ length: 300 }, (_, seed) => binChance(draws(seed + 1, 3_300)));
    expect(unevenness(chances)).toBeLessThan(unevennessLimit(300, 1e-6));
  });
});

describe("means and correlations", () => {
  it("stay within their limits where nothing is wrong", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const [sample, other] = [draws(seed, 1_000), draws(seed + 1_000, 1_000)];
      expect(Math.max(meanShift(sample), succession(sample), dependence(sample, other))).toBeLessThan(1);
    }
  });

  it("exceed them where something is", () => {
    const sample = draws(1, 1_000);
    expect(meanShift(sample.map((value) => value ** 1.5))).toBeGreaterThan(1);
    expect(succession(sample.map((value, index) => (value + (sample[index - 1] ?? 0)) / 2))).toBeGreaterThan(1);
    expect(
      dependence(
        sample,
        sample.map((value) => value ** 2),
      ),
    ).toBeGreaterThan(1);
  });
});

describe("the most frequent value", () => {
  it("is counted", () => {
    expect(mostFrequent([1, 2, 2, 3, 2])).toBe(3);
    expect(mostFrequent(draws(1, 10_000))).toBeLessThanOrEqual(2);
  });
});
