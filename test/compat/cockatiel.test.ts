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
import { type CockatielPolicy, toCockatiel, toCockatielBackoff } from "../../src/compat/index.ts";
import { cap, decorrelated, exponential, fixed, fullJitter, schedule, sequence } from "../../src/core/index.ts";
import { RejectedResultError } from "../../src/policy/errors.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const busy = new Error("busy");

/** Fails so many times, and then gives its number of calls. */
function flaky(failures: number): (context?: object) => Promise<number> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= failures) throw busy;
    return calls;
  };
}

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
    const endings = async (inner: IPolicy): Promise<number> => {
      const begun = performance.now();
      await wrap(timeout(20, TimeoutStrategy.Cooperative), inner)
        .execute(() => Promise.reject(busy))
        .catch(() => {});
      return performance.now() - begun;
    };
    const ours = await endings(toCockatiel({ attempts: 2, schedule: fixed("250ms") }));
    const theirs = await endings(
      theirRetry(handleAll, { maxAttempts: 1, backoff: toCockatielBackoff(fixed("250ms")) }),
    );
    expect(ours).toBeLessThan(200);
    expect(theirs).toBeGreaterThanOrEqual(200);
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

  it("refuses options that cannot be used, at once, and a signal that is none, by a rejection", async () => {
    expect(() => toCockatiel({ attempts: 0 })).toThrow("attempts: expected a whole number");
    await expect(toCockatiel().execute(() => 1, {} as AbortSignal)).rejects.toThrow("signal: expected an AbortSignal");
  });
});

describe("the events of toCockatiel", () => {
  const heard = async (options: PolicyOptions, operation: () => unknown): Promise<readonly unknown[]> => {
    const events: unknown[] = [];
    const clock = virtualClock();
    const policy = toCockatiel({ schedule: fixed("1s"), ...options }, { clock });
    policy.onSuccess((event) => events.push(event));
    policy.onFailure((event) => events.push(event));
    await clock.runUntil(policy.execute(operation).catch(() => {}));
    return events;
  };

  it("are those of cockatiel's own retry, with the policy's judgement", async () => {
    const theirs: unknown[] = [];
    const genuine = theirRetry(handleAll, { maxAttempts: 3 });
    genuine.onFailure(({ handled, reason }) => theirs.push({ handled, reason }));
    genuine.onSuccess(() => theirs.push("success"));
    await genuine.execute(flaky(2));

    const events = await heard({ attempts: 4 }, flaky(2));
    expect(theirs).toEqual([
      { handled: true, reason: { error: busy } },
      { handled: true, reason: { error: busy } },
      "success",
    ]);
    expect(events).toEqual([
      { duration: 0, handled: true, reason: { error: busy } },
      { duration: 0, handled: true, reason: { error: busy } },
      { duration: 0 },
    ]);
  });

  it("say whether a last failure was worth a retry", async () => {
    const handled = async (options: PolicyOptions): Promise<unknown> => {
      const events = await heard(options, () => Promise.reject(busy));
      return (events.at(-1) as { handled: boolean }).handled;
    };
    expect(await handled({ attempts: 2 })).toBe(true);
    expect(await handled({ attempts: 2, totalTimeout: "500ms" })).toBe(true);
    expect(await handled({ retryIf: () => false })).toBe(false);
  });

  it("tell of a rejected result, and how long an attempt took", async () => {
    const events = await heard({ attempts: 1, attemptTimeout: "3s" }, () => new Promise(() => {}));
    expect(events).toMatchObject([{ duration: 3_000, handled: true }]);
    expect(await heard({ attempts: 1, retryResult: () => true }, () => "no")).toEqual([
      { duration: 0, handled: true, reason: { value: "no" } },
    ]);
  });

  it("come before the policy's own hooks, which are told too", async () => {
    const told: string[] = [];
    const options: PolicyOptions = {
      attempts: 2,
      onAttempt: ({ attempt }) => told.push(`attempt ${attempt}`),
      onRetry: () => told.push("retry"),
      onSuccess: () => told.push("success"),
    };
    const events = await heard(options, flaky(1));
    expect(told).toEqual(["attempt 1", "retry", "attempt 2", "success"]);
    expect(events).toHaveLength(2);
    await heard({ attempts: 1, onGiveUp: ({ reason }) => told.push(reason) }, flaky(9));
    expect(told.at(-1)).toBe("attempts");
  });

  it("reach every listener until it leaves, also when another throws or comes in between", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const policy = toCockatiel();
    const told: string[] = [];
    const listen = (name: string): { dispose(): void } => policy.onSuccess(() => told.push(name));
    policy.onSuccess(() => {
      throw new Error("a listener's own");
    });
    const [first] = [listen("first"), listen("second")];
    policy.onSuccess(() => void (told.length < 4 && listen("late")));
    expect(await policy.execute(() => 1)).toBe(1);
    expect(told).toEqual(["first", "second"]);
    first.dispose();
    first.dispose();
    await policy.execute(() => 1);
    expect(told).toEqual(["first", "second", "second", "late"]);
    expect(warn).toHaveBeenCalledTimes(2);
    expect(() => policy.onSuccess(null as never)).toThrow("listener: expected a function");
  });

  it("count each run for itself", async () => {
    const clock = virtualClock();
    const policy: CockatielPolicy = toCockatiel({ attempts: 1, attemptTimeout: "5s" }, { clock });
    const durations: number[] = [];
    policy.onFailure(({ duration }) => durations.push(duration));
    const hanging = (): Promise<never> => new Promise(() => {});
    const first = policy.execute(hanging).catch(() => {});
    await clock.advance("2s");
    const second = policy.execute(hanging).catch(() => {});
    await clock.runUntil(Promise.all([first, second]));
    expect(durations).toEqual([5_000, 5_000]);
  });
});

describe("an IBackoffFactory of toCockatielBackoff", () => {
  it("gives the delays of the schedule to the genuine retry", async () => {
    vi.useFakeTimers();
    const delays: number[] = [];
    const policy = theirRetry(handleAll, {
      maxAttempts: 4,
      backoff: toCockatielBackoff(schedule(exponential("100ms"), cap("300ms"))),
    });
    policy.onRetry(({ delay }) => delays.push(delay));
    const run = policy.execute(flaky(4));
    await vi.runAllTimersAsync();
    expect(await run).toBe(5);
    expect(delays).toEqual([100, 200, 300, 300]);
  });

  it("hands each delay on to the next, and draws for each", () => {
    const draws = [0.5, 0, 0.999];
    const random = (): number => draws.shift()!;
    const first = toCockatielBackoff(decorrelated("100ms"), random).next();
    const second = first.next();
    expect([first.duration, second.duration, second.next().duration]).toEqual([200, 100, 299.8]);
  });

  it("is nobody's state: two that begin together go their own ways", () => {
    const factory = toCockatielBackoff(sequence("1ms", "2ms", "3ms"));
    const [one, other] = [factory.next(), factory.next()];
    expect([one.next().next().duration, other.duration, other.next().duration]).toEqual([3, 1, 2]);
  });

  it("ends at the longest delay that a timer keeps, where cockatiel would not wait at all", () => {
    expect(toCockatielBackoff(fixed("30d")).next().duration).toBe(2 ** 31 - 1);
  });

  it("draws by Math.random unless told otherwise", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.25);
    expect(toCockatielBackoff(schedule(fixed("1s"), fullJitter)).next().duration).toBe(250);
  });

  it.each([undefined, {}, "fixed 1s"])("refuses %o for a schedule", (value) => {
    expect(() => toCockatielBackoff(value as never)).toThrow("schedule: expected a schedule");
  });

  it("refuses draws that are no function", () => {
    expect(() => toCockatielBackoff(fixed(1), 0.5 as never)).toThrow("random: expected a function");
  });
});
