import { setTimeout as real } from "node:timers/promises";
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  type IBackoffFactory,
  type IPolicy,
  retry as theirRetry,
  timeout,
  TimeoutStrategy,
  wrap,
} from "cockatiel";
import { afterEach, describe, expect, it, vi } from "vitest";
import { toCockatiel, toCockatielBackoff } from "../../src/compat/index.ts";
import { exponential, fixed } from "../../src/core/index.ts";
import { RejectedResultError } from "../../src/policy/errors.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { busy, flaky } from "./cockatiel-flaky.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("an IPolicy of toCockatiel", () => {
  it("is one in the eyes of cockatiel's types", () => {
    const ours: IPolicy = toCockatiel();
    const factory: IBackoffFactory<unknown> = toCockatielBackoff(fixed("1s"));
    expect([typeof ours.execute, typeof factory.next]).toEqual(["function", "function"]);
  });

  it("runs and retries", async () => {
    const clock = virtualClock();
    const policy = toCockatiel({ attempts: 4, schedule: exponential("1s") }, { clock });
    expect(await clock.runUntil(policy.execute(flaky(3)))).toBe(4);
    expect(clock.now()).toBe(7_000);
  });

  it("runs inside the genuine wrap, between a timeout and a circuit breaker", async () => {
    vi.useFakeTimers();
    const seen: object[] = [];
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 60_000, breaker: new ConsecutiveBreaker(9) });
    const all = wrap(
      timeout(60_000, TimeoutStrategy.Aggressive),
      toCockatiel({ attempts: 4, schedule: fixed("1s") }),
      breaker,
    );
    const call = flaky(2);
    const run = all.execute((context) => {
      seen.push({ ...context });
      return call();
    });
    await vi.runAllTimersAsync();
    expect(await run).toBe(3);
    expect(seen).toMatchObject([
      { attempt: 1, attempts: 4, isLast: false, remaining: Infinity },
      { attempt: 2, attempts: 4 },
      { attempt: 3, attempts: 4 },
    ]);
    expect(all.wrapped).toHaveLength(3);
  });

  it("lets the breaker inside open, and is stopped by it where the policy says so", async () => {
    const breaker = circuitBreaker(handleAll, { halfOpenAfter: 60_000, breaker: new ConsecutiveBreaker(2) });
    const clock = virtualClock();
    const ours = toCockatiel(
      { attempts: 9, schedule: fixed("1s"), retryIf: (error) => !(error instanceof BrokenCircuitError) },
      { clock },
    );
    const run = wrap(ours, breaker).execute(flaky(99));
    await expect(clock.runUntil(run)).rejects.toBeInstanceOf(BrokenCircuitError);
    expect(clock.now()).toBe(2_000);
  });

  it("ends a wait at once when the timeout around it comes, which cockatiel's own retry sleeps through", async () => {
    const endsWithin = async (inner: IPolicy): Promise<boolean> => {
      let over = false;
      const timer = setTimeout(() => (over = true), 200);
      await wrap(timeout(20, TimeoutStrategy.Cooperative), inner)
        .execute(() => Promise.reject(busy))
        .catch(() => {});
      clearTimeout(timer);
      return !over;
    };
    const ours = await endsWithin(toCockatiel({ attempts: 2, schedule: fixed("250ms") }));
    const theirs = await endsWithin(
      theirRetry(handleAll, { maxAttempts: 1, backoff: toCockatielBackoff(fixed("250ms")) }),
    );
    expect([ours, theirs]).toEqual([true, false]);
  });

  it("rejects with the reason of the signal, the caller's or the environment's", async () => {
    for (const place of ["call", "environment"] as const) {
      const [calls, around] = [new AbortController(), new AbortController()];
      const policy = toCockatiel({ attempts: 2, schedule: fixed("1h") }, { signal: around.signal });
      const run = policy.execute(() => Promise.reject(busy), calls.signal);
      await real(1);
      (place === "call" ? calls : around).abort("left");
      await expect(run).rejects.toBe("left");
    }
  });

  it("gives the attempt a signal of its own", async () => {
    const clock = virtualClock();
    const policy = toCockatiel({ attempts: 1, attemptTimeout: "1s" }, { clock });
    let seen: AbortSignal | undefined;
    const run = policy.execute(({ signal }) => {
      seen = signal;
      return new Promise<never>(() => {});
    });
    await expect(clock.runUntil(run)).rejects.toMatchObject({ code: "ATTEMPT_TIMEOUT" });
    expect(seen?.aborted).toBe(true);
  });

  it("rejects with a RejectedResultError where a result is rejected to the last", async () => {
    const policy = toCockatiel({ attempts: 2, schedule: fixed(0), retryResult: (value) => value === "no" });
    await expect(policy.execute(() => "no")).rejects.toBeInstanceOf(RejectedResultError);
  });

  it("refuses options that cannot be used, at once, and what a call brings, by a rejection", async () => {
    expect(() => toCockatiel({ attempts: 0 })).toThrow("attempts: expected a whole number");
    expect(() => toCockatiel({}, { clok: 1 } as never)).toThrow('got "clok"');
    await expect(toCockatiel().execute("text" as never)).rejects.toThrow("operation: expected a function");
    await expect(toCockatiel().execute(() => 1, {} as AbortSignal)).rejects.toThrow("signal: expected an AbortSignal");
  });
});
