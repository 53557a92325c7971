import { type Counts, exponential, fullJitter, linear, onError, retry, schedule } from "ostinato";
import { isNetworkError, retryAfter } from "ostinato/http";
import { describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { settle } from "../../src/retry/retry.ts";
import { fail, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing } from "./scene.ts";

const is = (name: string) => (error: unknown) => error === name;
const routed: PolicyOptions = {
  attempts: 8,
  schedule: fixed(7),
  routes: [
    [is("A"), { attempts: 3, schedule: exponential(100) }],
    [is("B"), { attempts: 6, schedule: fixed(50) }],
  ],
};

const fails = (text: string) => [...text].map((error) => fail(error));

describe("routes", () => {
  it.each([
    ["AAA", "x 100ms x 200ms x (attempts)"],
    ["BBBBBB", "x 50ms x 50ms x 50ms x 50ms x 50ms x (attempts)"],
    ["ABABA", "x 100ms x 50ms x 200ms x 50ms x (attempts)"],
    ["CACAC", "x 7ms x 100ms x 7ms x 200ms x 7ms o"],
    ["BABBABBB", "x 50ms x 100ms x 50ms x 50ms x 200ms x 50ms x 50ms x (attempts)"],
    ["CCCCCCCC", "x 7ms x 7ms x 7ms x 7ms x 7ms x 7ms x 7ms x (attempts)"],
  ])("keep their counts apart under one total: %s", async (errors, timeline) => {
    expect((await simulate(routed, [...fails(errors), ok("done")])).timeline).toBe(timeline);
  });

  it.each<[counts: Counts, errors: string, timeline: string]>([
    ["own", "ACABA", "x 10ms x 7ms x 20ms x 7ms x 30ms o"],
    ["all", "ACABA", "x 10ms x 7ms x 30ms x 7ms x 50ms o"],
    ["consecutive", "AACAA", "x 10ms x 20ms x 7ms x 10ms x 20ms o"],
  ])("count for their schedule what they say, %s: %s", async (counts, errors, timeline) => {
    const rules: PolicyOptions = { ...routed, routes: [[is("A"), { schedule: linear(10), counts }]] };
    expect((await simulate(rules, [...fails(errors), ok("done")])).timeline).toBe(timeline);
  });

  it("end with the very error, and the reason of the limit that binds", async () => {
    const clock = virtualClock();
    const outcome = await clock.runUntil(settle(failing(["B", "A", "A", "A"]), routed, { clock }));
    expect(outcome).toMatchObject({ ok: false, error: "A", reason: "attempts", attempts: 4 });
  });

  it("are counted anew in each run of one policy", async () => {
    const runs = await Promise.all([1, 2].map(() => simulate(routed, [...fails("AA"), ok("done")])));
    expect(runs.map(({ timeline }) => timeline)).toEqual(Array(2).fill("x 100ms x 200ms o"));
  });

  it("are told to whom the policy asks, as plain data; without routes nothing is", async () => {
    const told: unknown[] = [];
    const retryIf: PolicyOptions["retryIf"] = (_, { routeAttempts }) => (told.push(routeAttempts), true);
    await simulate({ ...routed, retryIf }, [...fails("ABCA"), ok("done")]);
    expect(told).toEqual([undefined, [1, 0], [1, 1], [1, 1]]);
    told.length = 0;
    await simulate({ retryIf }, [...fails("AB"), ok("done")]);
    expect(told).toEqual([undefined, undefined]);
  });

  it("stop a run whose route cannot decide, at once, with the failure inside", async () => {
    const clock = virtualClock();
    const operation = failing(["A"]);
    const when = (() => Promise.reject(new Error("mistake"))) as never;
    const outcome = await settle(operation, { ...routed, routes: [[when, {}]] }, { clock });
    expect(outcome).toMatchObject({ reason: "policy-error", error: { option: "routes", failure: { error: "A" } } });
    expect(operation.calls).toBe(1);
  });
});

describe("24: different failures, different schedules, one total", () => {
  class HttpError extends Error {
    readonly status: number;
    readonly headers: Headers;
    constructor(status: number, headers: Record<string, string> = {}) {
      super(`HTTP ${status}`);
      this.status = status;
      this.headers = new Headers(headers);
    }
  }
  const reset = (): Error => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  const loaded = async (errors: readonly unknown[]): Promise<{ ending: unknown; starts: number[] }> => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const starts: number[] = [];
    const client = {
      load: async (id: number): Promise<string> => {
        starts.push(performance.now());
        if (starts.length <= errors.length) throw errors[starts.length - 1];
        return `loaded ${id}`;
      },
    };
    const running = async (): Promise<string> =>
      await retry(() => client.load(7), {
        attempts: 8, // in all
        routes: [
          [
            onError(HttpError, (error) => error.status === 429),
            { attempts: 3, schedule: exponential("5s"), delayHint: retryAfter({ atMost: "2m" }) },
          ],
          [isNetworkError, { attempts: 6, schedule: schedule(exponential("50ms"), fullJitter) }],
        ],
      });
    try {
      const ending = running().catch((error: unknown) => error);
      await vi.runAllTimersAsync();
      return { ending: await ending, starts: starts.map((start) => Math.round(start - starts[0]!)) };
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
    }
  };

  it("waits for each as it says", async () => {
    const errors = [reset(), new HttpError(429, { "Retry-After": "60" }), reset(), new HttpError(429)];
    const { ending, starts } = await loaded(errors);
    expect(ending).toBe("loaded 7");
    expect(starts).toEqual([0, 25, 60_025, 60_075, 70_075]);
  });

  it("gives up at the third time that it is asked to slow down", async () => {
    const last = new HttpError(429);
    const { ending, starts } = await loaded([new HttpError(429), reset(), new HttpError(429), last]);
    expect(ending).toBe(last);
    expect(starts).toHaveLength(4);
  });
});
