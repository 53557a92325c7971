import { describe, expect, it } from "vitest";
import { seededRandom } from "ostinato";
import { fleet, type RandomTime, server } from "ostinato/testing";
import { spreadOf } from "../../src/testing/percentiles.ts";
import { timeSource } from "../../src/testing/random-time.ts";

const drawn = (time: RandomTime) => {
  const random = seededRandom(1);
  const source = timeSource(time, "time");
  return spreadOf(Array.from({ length: 20_000 }, () => source(random)));
};
const near = (value: number, wanted: number): void => expect(Math.abs(value / wanted - 1)).toBeLessThan(0.05);

describe("a random time", () => {
  it("is a duration every time", () => {
    expect(drawn("1.5s")).toMatchObject({ mean: 1_500, max: 1_500 });
    expect(drawn({ total: () => 20 })).toMatchObject({ p50: 20 });
  });

  it("is uniform", () => {
    const { mean, max, p90 } = drawn({ kind: "uniform", from: "1s", to: "2s" });
    near(mean, 1_500);
    near(p90, 1_900);
    expect(max).toBeLessThan(2_000);
  });

  it("is exponential", () => {
    const { mean, p50, p99 } = drawn({ kind: "exponential", mean: "100ms" });
    near(mean, 100);
    near(p50, 100 * Math.LN2);
    near(p99, 100 * Math.log(100));
  });

  it("is normal, and never below zero", () => {
    const { mean, p90, p99 } = drawn({ kind: "normal", mean: "100ms", deviation: "10ms" });
    near(mean, 100);
    near(p90, 112.8);
    near(p99, 123.3);
    const folded = drawn({ kind: "normal", mean: 0, deviation: "10ms" });
    near(folded.mean, 10 * Math.sqrt(2 / Math.PI));
  });

  it("is log-normal, by its median and its 99th percentile", () => {
    const { p50, p99 } = drawn({ kind: "lognormal", median: "100ms", p99: "1s" });
    near(p50, 100);
    near(p99, 1_000);
  });
});

describe("a fleet against theory", () => {
  it("waits as long as an M/M/1 queue", () => {
    const serviceTime = { kind: "exponential", mean: "10ms" } as const;
    const { latency } = fleet({ arrivals: 50, server: server({ workers: 1, serviceTime }), duration: "15m" });
    // 1 / (μ − λ)
    near(latency.mean, 1_000 / (100 - 50));
  });

  it("has as many under way as Little's law says", () => {
    const closed = fleet({
      clients: 20,
      arrivals: { think: { kind: "exponential", mean: "900ms" } },
      server: server({ workers: Infinity, serviceTime: "100ms" }),
      duration: "10m",
    });
    near(closed.successes / 600, 20 / (0.9 + 0.1));
  });

  it("asks as often as it is told to", () => {
    const { requests, histogram } = fleet({
      arrivals: 30,
      server: server({ workers: 1, serviceTime: 0 }),
      duration: "5m",
    });
    near(requests, 9_000);
    expect(histogram.requests.length).toBe(300);
    const mean = requests / 300;
    const variance = histogram.requests.reduce((sum, count) => sum + (count - mean) ** 2 / 300, 0);
    // Poisson: as large as the mean, within five standard deviations.
    expect(Math.abs(variance / mean - 1)).toBeLessThan(5 * Math.sqrt(2 / 300));
  });
});
