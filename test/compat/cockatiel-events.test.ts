import { handleAll, retry as theirRetry } from "cockatiel";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CockatielPolicy, toCockatiel } from "../../src/compat/index.ts";
import { fixed } from "../../src/core/index.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { busy, flaky } from "./cockatiel-flaky.ts";
import { reports } from "../support/host.ts";

afterEach(() => {
  vi.restoreAllMocks();
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
    const warnings = reports();
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
    expect(warnings).toHaveLength(2);
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
