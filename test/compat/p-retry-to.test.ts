import { describe, expect, it } from "vitest";
import { fromPRetry, toPRetry } from "../../src/compat/p-retry.ts";
import { phases } from "../../src/core/combine.ts";
import { fullJitter } from "../../src/core/jitter.ts";
import { cap } from "../../src/core/limits.ts";
import { type Schedule, schedule } from "../../src/core/schedule.ts";
import { decorrelated, exponential, fixed, sequence } from "../../src/core/sources.ts";
import type { Env } from "../../src/engine/env.ts";
import { retryBudget } from "../../src/policy/budget.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { fail } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { type VirtualClock, virtualClock } from "../../src/testing/virtual-clock.ts";
import { listeners, rejection, thisTurn } from "../retry/scene.ts";
import { genuine } from "./p-retry-genuine.ts";

const { default: pRetry, AbortError } = genuine;
const busy = new Error("busy");

/** When the genuine p-retry makes its calls under our options, while all fail, and how it ends. */
async function starts(
  options: PolicyOptions<never>,
  env: Env & { readonly clock: VirtualClock },
  thrown: unknown = busy,
) {
  const { clock } = env;
  const seen: number[] = [];
  const input = (): Promise<never> => {
    seen.push(clock.now());
    return Promise.reject(thrown);
  };
  const error = await clock.runUntil(rejection(pRetry(input, toPRetry(options, env))));
  return { starts: seen, error };
}

describe("toPRetry", () => {
  const policies: readonly (readonly [name: string, options: PolicyOptions<never>])[] = [
    ["the usual policy", {}],
    ["one attempt", { attempts: 1 }],
    ["a sequence", { attempts: 5, schedule: sequence(5, 500, 50) }],
    [
      "phases",
      { attempts: 9, schedule: phases([3, fixed("1s")], schedule(exponential("10s"), fullJitter, cap("1m"))) },
    ],
    ["a delay beyond any timer", { attempts: 3, schedule: fixed("60d") }],
    ["what came from p-retry", fromPRetry({ retries: 4, minTimeout: 250, randomize: true, maxTimeout: 1_000 })],
  ];

  it.each(policies)("makes the genuine p-retry wait as the policy says: %s", async (_name, options) => {
    const { starts: simulated } = await simulate(
      options,
      Array.from({ length: 20 }, () => fail(busy)),
    );
    const run = await starts(options, { clock: virtualClock(), random: () => 0.5 });
    expect(run).toEqual({ starts: simulated, error: busy });
  });

  it("heeds the predicate and the hint", async () => {
    const asked: number[] = [];
    const options = {
      attempts: 9,
      schedule: fixed(10),
      retryIf: (_: unknown, { attempt }: { attempt: number }) => asked.push(attempt) < 3,
      delayHint: () => ({ delay: 70, spread: 0, atMost: 100 }),
    };
    expect(await starts(options, { clock: virtualClock() })).toEqual({ starts: [0, 70, 140], error: busy });
    expect(asked).toEqual([1, 2, 3]);
  });

  it("takes the mark off a permanent error", async () => {
    expect(await starts({}, { clock: virtualClock() }, permanent(busy))).toEqual({ starts: [0], error: busy });
  });

  it("ends with the error of a predicate that answers nonsense", async () => {
    const retryIf = (() => "perhaps") as never;
    const { error } = await starts({ retryIf }, { clock: virtualClock() });
    expect(error).toMatchObject({ code: "POLICY_FUNCTION", option: "retryIf" });
  });

  it("hands the time limit to p-retry", () => {
    expect(toPRetry({ totalTimeout: "1m" }).maxRetryTime).toBe(60_000);
  });

  it("does not wait for what the time limit forbids", async () => {
    const run = await starts({ totalTimeout: "1m", schedule: fixed("2m") }, { clock: virtualClock() });
    expect(run).toEqual({ starts: [0], error: busy });
  });

  it("knows the unlimited", () => {
    expect(toPRetry({ attempts: Infinity })).toMatchObject({ retries: Infinity, maxRetryTime: Infinity });
  });

  it("ends a wait when the caller leaves", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const clock = virtualClock();
    let calls = 0;
    const input = (): Promise<never> => Promise.reject(new Error(`attempt ${++calls}`));
    const run = rejection(pRetry(input, toPRetry({ schedule: fixed("1h") }, { clock, signal })));
    await clock.advance("59m");
    controller.abort(busy);
    expect(await thisTurn(run)).toBe(busy);
    expect({ calls, waiting: clock.pending(), listening: listeners(signal) }).toEqual({
      calls: 1,
      waiting: [],
      listening: 0,
    });
  });

  it("lets go of the signal after each wait", async () => {
    const { signal } = new AbortController();
    const clock = virtualClock();
    const listening: number[] = [];
    const input = (): Promise<never> => {
      listening.push(listeners(signal));
      return Promise.reject(busy);
    };
    await clock.runUntil(rejection(pRetry(input, toPRetry({ schedule: fixed("1h") }, { clock, signal }))));
    expect([...listening, listeners(signal)]).toEqual([0, 0, 0, 0]);
  });

  it("is heard when the predicate itself leaves", async () => {
    const controller = new AbortController();
    const retryIf = (): boolean => (controller.abort(busy), true);
    const env = { clock: virtualClock(), signal: controller.signal };
    expect(await starts({ schedule: fixed("1h"), retryIf }, env, new Error("other"))).toEqual({
      starts: [0],
      error: busy,
    });
    expect(env.clock.now()).toBe(0);
  });

  it("lets timers run where there is no delay", async () => {
    let calls = 0;
    let callsAtTimer = 0;
    const timer = setTimeout(() => (callsAtTimer = calls), 5);
    const input = (): Promise<string> => (++calls < 20_000 ? Promise.reject(busy) : Promise.resolve("done"));
    expect(await pRetry(input, toPRetry({ attempts: Infinity, schedule: fixed(0) }))).toBe("done");
    clearTimeout(timer);
    expect(callsAtTimer).toBeGreaterThan(0);
  });

  it("keeps nothing from one run for the next: one set of options serves many at once", async () => {
    const clock = virtualClock();
    const options = toPRetry({ attempts: 3, schedule: exponential(100) }, { clock });
    const runs = [0, 50, 70].map(async (begin) => {
      await new Promise<void>((resolve) => void clock.schedule(begin, resolve));
      const seen: number[] = [];
      const input = (): Promise<never> => {
        seen.push(clock.now() - begin);
        return Promise.reject(busy);
      };
      await rejection(pRetry(input, options));
      return seen;
    });
    expect(await clock.runUntil(Promise.all(runs))).toEqual([
      [0, 100, 300],
      [0, 100, 300],
      [0, 100, 300],
    ]);
  });

  it("leaves AbortError and mistakes to p-retry", async () => {
    expect(await starts({}, { clock: virtualClock() }, new AbortError(busy))).toEqual({ starts: [0], error: busy });
    const mistake = new TypeError("a mistake");
    expect(await starts({}, { clock: virtualClock() }, mistake)).toEqual({ starts: [0], error: mistake });
  });
});

describe("what p-retry has no place for", () => {
  const forgetful: Schedule = {
    name: "own",
    delay: ({ previousDelay }) => previousDelay + 1,
    bounds: () => ({ min: 0, max: 9 }),
  };

  it.each<readonly [option: string, options: PolicyOptions<never>]>([
    ["attemptTimeout", { attemptTimeout: "1s" }],
    ["retryResult", { retryResult: () => true }],
    ["routes", { routes: [] }],
    ["budget", { budget: retryBudget({ capacity: 9 }) }],
    ["onAttempt", { onAttempt: () => {} }],
    ["onRetry", { onRetry: () => {} }],
    ["onSuccess", { onSuccess: () => {} }],
    ["onGiveUp", { onGiveUp: () => {} }],
    ["onLate", { onLate: () => {} }],
    ["schedule", { schedule: decorrelated("1s") }],
    ["schedule", { attempts: 9, schedule: phases([5, fixed(1)], decorrelated("1s")) }],
    ["schedule", { schedule: forgetful }],
  ])("%s is refused at the door", (option, options) => {
    expect(() => toPRetry(options)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }));
  });

  it("but not where it does not matter", () => {
    expect(toPRetry({ attempts: 2, schedule: decorrelated("1s") }).retries).toBe(1);
  });

  it("an environment that is none is refused too", () => {
    expect(() => toPRetry({}, { clock: 1 as never })).toThrow(expect.objectContaining({ option: "clock" }));
  });
});
