import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromGrpc, grpcConnection, type GrpcRetryPolicy } from "../../src/compat/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import type { Schedule } from "../../src/core/schedule.ts";
import type { GrpcPushbackOptions } from "../../src/http/index.ts";
import { checkSchedule } from "../../src/testing/laws.ts";
import { fail, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { ends } from "../support/draws.ts";
import { lawParameters } from "../support/laws.ts";

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

  /** An error of status UNAVAILABLE, with a pushback if there is one. */
  const busy = (pushback?: string): unknown => ({
    code: 14,
    metadata: new Map(pushback === undefined ? [] : [["grpc-retry-pushback-ms", pushback]]),
  });
  const timeline = async (pushbacks: readonly (string | undefined)[], options?: GrpcPushbackOptions) => {
    const policy = { ...fromGrpc(usual, options), attempts: pushbacks.length };
    return (
      await simulate(
        policy,
        pushbacks.map((each) => fail(busy(each))),
      )
    ).timeline;
  };

  // Proposal A6, Pushback: "the client's retry backoff is reset" to where it began, once a pushback has been served.
  it.each<[pushbacks: readonly (string | undefined)[], timeline: string]>([
    [["30000", undefined], "x 30s x (attempts)"],
    [["1", undefined], "x 1ms x (attempts)"],
    [["0", undefined], "x 0ms x (attempts)"],
    [[undefined, undefined, undefined, "50", undefined], "x 100ms x 200ms x 400ms x 50ms x (attempts)"],
    [[undefined, undefined, "50", undefined, undefined], "x 100ms x 200ms x 50ms x 100ms x (attempts)"],
    [["0", "0", undefined, undefined, undefined], "x 0ms x 0ms x 100ms x 200ms x (attempts)"],
    [["-1", undefined], "x (hint-too-long)"],
    [[undefined, "xxx", undefined], "x 100ms x (hint-too-long)"],
    [["60001", undefined], "x (hint-too-long)"],
  ])(
    "waits for the server's pushback instead of its own delay, and counts anew behind it: %j",
    async (pushbacks, expected) => {
      expect(await timeline(pushbacks)).toBe(expected);
    },
  );

  it("follows a pushback as far as it is told to", async () => {
    expect(await timeline(["60001", undefined], { atMost: Infinity })).toBe("x 60.001s x (attempts)");
    expect(await timeline(["2000", undefined], { atMost: "1s" })).toBe("x (hint-too-long)");
    expect(() => fromGrpc(usual, { atMost: -1 })).toThrow("atMost: expected");
    expect(() => fromGrpc(usual, { spread: 1 } as never)).toThrow("grpcPushback: expected");
  });

  it("waits as the proposal says, whatever a server pushes back", () => {
    const pushback = fc.option(fc.nat(60_000), { nil: undefined });
    const law = fc.asyncProperty(fc.array(pushback, { minLength: 1, maxLength: 9 }), async (pushbacks) => {
      const policy = { ...fromGrpc(usual), attempts: 10 };
      const run = await simulate(policy, [...pushbacks.map((each) => fail(busy(each?.toString()))), ok("done")]);
      let next = 100;
      const delays = pushbacks.map((asked) => {
        const delay = asked ?? next;
        next = asked === undefined ? Math.min(next * 2, 1_000) : 100;
        return delay;
      });
      expect(run.delays.map(Math.round)).toEqual(delays);
    });
    return fc.assert(law, lawParameters(60));
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
