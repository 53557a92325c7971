import { describe, expect, it } from "vitest";
import { onError, permanent } from "ostinato";
import { ServerFailure } from "ostinato/testing";
import { once, steadily, together } from "./fleet-stage.ts";

describe("the server of a fleet", () => {
  it("serves one call after the other", () => {
    const { latency, elapsed, server: counts } = together(4, {});
    expect(latency).toEqual({ mean: 250, p50: 200, p90: 400, p95: 400, p99: 400, max: 400 });
    expect(elapsed).toBe(400);
    expect(counts).toMatchObject({ received: 4, served: 4, failed: 0, wasted: 0, refused: 0, held: 0 });
  });

  it("serves as many at once as it has workers", () => {
    expect(together(4, { workers: 2 }).latency.max).toBe(200);
    expect(together(4, { workers: Infinity }).latency.max).toBe(100);
  });

  it("refuses what its queue cannot hold", () => {
    const { server: counts, reasons } = together(4, { queue: 1 });
    expect(counts).toMatchObject({ received: 4, served: 2, refused: 2 });
    expect(reasons).toEqual({ attempts: 2 });
    expect(together(4, { queue: 0 }).server).toMatchObject({ served: 1, refused: 3 });
  });

  it("stalls in an outage: work that has begun pauses, and what comes waits", () => {
    const outage = { from: "50ms", to: "1s" } as const;
    expect(together(2, { outage }).latency).toMatchObject({ p50: 1_050, max: 1_150 });
  });

  it("begins nothing in an outage, even with a worker to spare", () => {
    expect(together(2, { workers: 2, outage: { from: 0, to: "1s" } }).latency).toMatchObject({
      p50: 1_100,
      max: 1_100,
    });
  });

  it("may refuse in an outage instead, and works on what it has", () => {
    const outage = { from: "50ms", to: "900ms", how: "refuses" } as const;
    expect(together(2, { outage })).toMatchObject({ successes: 2, latency: { p50: 100, max: 200 } });
    const late = together(2, { outage: { ...outage, from: 0 } }, steadily(2));
    expect(late.server).toMatchObject({ received: 4, served: 2, refused: 2 });
    expect(late.latency).toMatchObject({ p50: 1_100, max: 1_200 });
  });

  it("stalls as often as it is told to", () => {
    const outage = [
      { from: "150ms", to: "250ms" },
      { from: "50ms", to: "100ms" },
    ] as const;
    expect(together(2, { outage }).latency).toMatchObject({ p50: 150, max: 350 });
  });

  it("works for callers who have left, which is wasted, unless it drops them", () => {
    const hasty = { ...once, attemptTimeout: "150ms" } as const;
    expect(together(3, {}, hasty).server).toMatchObject({ served: 3, wasted: 2, dropped: 0 });
    expect(together(3, { abandoned: "dropped" }, hasty).server).toMatchObject({ served: 2, wasted: 1, dropped: 1 });
  });

  it("frees the place of a call that it drops", () => {
    const hasty = steadily(2, { attemptTimeout: "50ms" });
    const stalled = { queue: 1, outage: { from: 0, to: "10s" } } as const;
    expect(together(1, { ...stalled, abandoned: "dropped" }, hasty).server).toMatchObject({ dropped: 2, refused: 0 });
    expect(together(1, stalled, hasty).server).toMatchObject({ served: 1, refused: 1 });
  });

  it("grants only so many calls a second, and a burst", () => {
    const free = { workers: Infinity, serviceTime: 0 };
    const limited = together(10, { ...free, rateLimit: { perSecond: 2, burst: 4 } }, steadily(3));
    expect(limited.server).toMatchObject({ served: 8, limited: 12 });
    expect(together(10, { ...free, rateLimit: { perSecond: 2 } }).server).toMatchObject({ served: 2, limited: 8 });
    expect(together(2, { ...free, rateLimit: { perSecond: 0.5 } }).server).toMatchObject({ served: 1, limited: 1 });
  });

  it("fails by chance", () => {
    expect(together(3, { failureRate: 1 }).server).toMatchObject({ served: 3, failed: 3 });
    const half = together(2_000, { workers: Infinity, failureRate: 0.5 }).server.failed;
    // Five standard deviations.
    expect(Math.abs(half - 1_000)).toBeLessThan(5 * Math.sqrt(500));
  });

  it("takes a message's time, each way", () => {
    expect(together(1, { network: "10ms" }).latency.max).toBe(120);
    const left = together(1, { network: "10ms" }, { ...once, attemptTimeout: "5ms" });
    expect(left.server).toMatchObject({ received: 1, served: 1, wasted: 1 });
    const silent = together(1, { network: "10ms" }, { ...once, attemptTimeout: "115ms" });
    expect(silent).toMatchObject({ successes: 0, failures: 1, server: { served: 1, wasted: 0 } });
  });

  it("lets one of those change a row who work on it at the same time", () => {
    const row = { workers: Infinity, lock: "optimistic" } as const;
    expect(together(4, row).server).toMatchObject({ served: 4, failed: 3 });
    expect(together(4, { lock: "optimistic" }).server).toMatchObject({ served: 4, failed: 0 });
  });

  it.each([
    ["OUTAGE", { outage: { from: 0, to: "1s", how: "refuses" } }],
    ["OVERLOADED", { queue: 0, outage: { from: 0, to: "1s" } }],
    ["RATE_LIMITED", { workers: Infinity, rateLimit: { perSecond: 1 } }],
    ["FAILED", { failureRate: 1 }],
    ["CONFLICT", { workers: Infinity, lock: "optimistic" }],
  ] as const)("says %s to the policy, or what the client knows it by", (code, how) => {
    const retryIf = onError(ServerFailure, (error) => error.code === code && error.message !== "");
    expect(together(2, how, steadily(2, { retryIf })).attempts).toBeGreaterThan(2);
    const other = onError(ServerFailure, (error) => error.code !== code);
    expect(together(2, how, steadily(2, { retryIf: other })).attempts).toBe(2);
    expect(together(2, { ...how, error: (told) => permanent(told) }, steadily(2)).attempts).toBe(2);
  });
});
