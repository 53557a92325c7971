import { describe, expect, it } from "vitest";
import { fromGrpc, grpcConnection, type GrpcRetryPolicy } from "../../src/compat/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import type { Schedule } from "../../src/core/schedule.ts";
import { settle } from "../../src/retry/retry.ts";
import { checkSchedule } from "../../src/testing/laws.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { ends } from "../support/draws.ts";

const usual: GrpcRetryPolicy = {
  maxAttempts: 4,
  initialBackoff: "0.1s",
  maxBackoff: "1s",
  backoffMultiplier: 2,
  retryableStatusCodes: ["UNAVAILABLE"],
};

const judge = (retryPolicy: GrpcRetryPolicy, error: unknown): unknown =>
  fromGrpc(retryPolicy).retryIf?.(error, { attempt: 1, elapsed: 0, previousDelay: 0 });

/** The nominal delays, in the middle of which each draw lies; to the nanosecond. */
const nominal = (schedule: Schedule, retries: readonly number[]): number[] =>
  retries.map((retry) => {
    const [low, middle, high] = ends(schedule, retry) as [number, number, number];
    expect(low).toBeCloseTo(0.8 * middle, 2);
    expect(high).toBeCloseTo(1.2 * middle, 2);
    return middle;
  });

describe("fromGrpc", () => {
  // Proposal A6, "Exponential Backoff": min(initialBackoff · backoffMultiplier^(n − 1), maxBackoff) · random(0.8, 1.2).
  it.each<[change: Partial<GrpcRetryPolicy>, delays: readonly number[]]>([
    [{}, [100, 200, 400, 800, 1_000, 1_000]],
    [{ initialBackoff: ".1s", backoffMultiplier: 1 }, [100, 100, 100]],
    [{ initialBackoff: "1s", maxBackoff: "120s", backoffMultiplier: 1.6 }, [1_000, 1_600, 2_560, 4_096]],
    [{ initialBackoff: "2.000000001s", maxBackoff: "1s" }, [1_000, 1_000]],
    [{ initialBackoff: "8s", maxBackoff: "5s", backoffMultiplier: 0.5 }, [5_000, 4_000, 2_000, 1_000, 500]],
  ])("draws from 20 %% below to 20 %% above the proposal's delay: %o", (change, delays) => {
    const { schedule } = fromGrpc({ ...usual, ...change });
    expect(
      nominal(
        schedule,
        delays.map((_, index) => index + 1),
      ),
    ).toEqual(delays);
    checkSchedule(schedule);
  });

  it("is written in the house's notation, but for delays that shrink", () => {
    const { name } = fromGrpc(usual).schedule;
    expect(name).toBe("exponential 120ms x2, cap 1.2s, spread 0.3333333333333333");
    expect(parseSchedule(name).name).toBe(name);
    expect(() => parseSchedule(fromGrpc({ ...usual, backoffMultiplier: 0.5 }).schedule.name)).toThrow("a source");
  });

  it("takes more than five attempts for five, as the proposal does", () => {
    expect([2, 5, 6, 99].map((maxAttempts) => fromGrpc({ ...usual, maxAttempts }).attempts)).toEqual([2, 5, 5, 5]);
  });

  it("knows all status codes, by number and by name in any case", () => {
    const names = [
      "OK",
      "cancelled",
      "Unknown",
      "invalid_argument",
      "DEADLINE_EXCEEDED",
      "NOT_FOUND",
      "ALREADY_EXISTS",
    ];
    names.push("PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE");
    names.push("UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED");
    for (const [code, name] of names.entries()) {
      for (const retryableStatusCodes of [[name], [code]]) {
        expect(judge({ ...usual, retryableStatusCodes }, { code })).toBe(true);
        expect(judge({ ...usual, retryableStatusCodes }, { code: name.toUpperCase() })).toBe(true);
        expect(judge({ ...usual, retryableStatusCodes }, { code: (code + 1) % names.length })).toBe(false);
      }
    }
  });

  it.each([undefined, null, "UNAVAILABLE", 14, {}, { code: "ECONNRESET" }, { code: 17 }, { code: -1 }, { code: NaN }])(
    "retries nothing that carries no such code: %o",
    (error) => {
      expect(judge(usual, error)).toBe(false);
    },
  );

  it("heeds the server's pushback", async () => {
    const ending = async (pushback: string): Promise<string> => {
      const clock = virtualClock();
      const metadata = new Map([["grpc-retry-pushback-ms", pushback]]);
      const busy = Object.assign(new Error("busy"), { code: 14, metadata });
      const run = settle(() => Promise.reject(busy), { ...fromGrpc(usual), attempts: 2 }, { clock });
      const outcome = await clock.runUntil(run);
      return `${outcome.ok ? "ok" : outcome.reason} after ${outcome.attempts} at ${clock.now()}`;
    };
    expect(await ending("30000")).toBe("attempts after 2 at 30000");
    expect(await ending("-1")).toBe("hint-too-long after 1 at 0");
    expect(await ending("60001")).toBe("hint-too-long after 1 at 0");
  });
});

describe("grpcConnection", () => {
  it("waits as doc/connection-backoff.md says: 1 s, then 1.6 times as long, up to 2 min, give or take 20 %", () => {
    const { schedule } = grpcConnection;
    expect(ends(schedule, 1)).toEqual([1_000, 1_000, 1_000]);
    const grown = Array.from({ length: 13 }, (_, index) => Math.min(1_000 * 1.6 ** (index + 1), 120_000));
    const middles = nominal(
      schedule,
      grown.map((_, index) => index + 2),
    );
    for (const [index, middle] of middles.entries()) expect(middle).toBeCloseTo(grown[index]!, 2);
    expect(parseSchedule(schedule.name).name).toBe(schedule.name);
    checkSchedule(schedule);
  });

  it("never gives up, and gives an attempt at least 20 s", () => {
    expect(grpcConnection).toMatchObject({ attempts: Infinity, attemptTimeout: 20_000, totalTimeout: Infinity });
  });
});
