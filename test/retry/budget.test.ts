import { policy as policyOf, retryBudget as budgetWith, wrap as wrapped } from "ostinato";
import { describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { type RetryBudget, retryBudget } from "../../src/policy/budget.ts";
import { awsQuota, finagleBudget, grpcThrottling } from "../../src/policy/budget-presets.ts";
import { PolicyFunctionError, permanent, TimeoutError } from "../../src/policy/errors.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { fail, never as silent, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing, never, rejection, strays } from "./scene.ts";
import { blame } from "../support/host.ts";

const busy = new Error("busy");
const swift = { schedule: fixed(10), attempts: 4 };

/** A budget that grants some retries and writes down all that it is told. */
function diary(grants: number): { readonly budget: RetryBudget; readonly log: unknown[] } {
  const log: unknown[] = [];
  let left = grants;
  const budget: RetryBudget = {
    begin: (now) => void log.push(["begin", now]),
    withdraw: (now, failure, wanted) => {
      log.push(["withdraw", now, failure, wanted]);
      return wanted && left-- > 0 ? 2 : undefined;
    },
    deposit: (now, paid) => void log.push(["deposit", now, paid]),
    balance: () => left,
    fresh: () => diary(grants).budget,
  };
  return { budget, log };
}

const busyFailure: Failure = { kind: "error", error: busy };

describe("what a budget is told", () => {
  const told = async (grants: number, operation: () => unknown, options: PolicyOptions = {}): Promise<unknown[]> => {
    const { budget, log } = diary(grants);
    const clock = virtualClock();
    await clock.runUntil(settle(operation, { ...swift, ...options, budget }, { clock }));
    return log;
  };

  it("of a success at once: its beginning and its end", async () => {
    expect(await told(9, () => "ok")).toEqual([
      ["begin", 0],
      ["deposit", 0, 0],
    ]);
  });

  it("of a success after retries: each that is wanted, and what the last had cost", async () => {
    expect(await told(9, failing([busy, busy], "ok"))).toEqual([
      ["begin", 0],
      ["withdraw", 0, busyFailure, true],
      ["withdraw", 10, busyFailure, true],
      ["deposit", 20, 2],
    ]);
  });

  it("of a failure for want of attempts: that it is not wanted, and of no success", async () => {
    expect(await told(9, failing([busy]), { attempts: 2 })).toEqual([
      ["begin", 0],
      ["withdraw", 0, busyFailure, true],
      ["withdraw", 10, busyFailure, false],
    ]);
  });

  it.each<[string, PolicyOptions]>([
    ["a deadline too near", { totalTimeout: 5 }],
    ["a hint too long", { delayHint: () => ({ delay: 9, spread: 0, atMost: 1 }) }],
  ])("of a failure before %s: that it is not wanted", async (_, options) => {
    expect((await told(9, failing([busy]), options)).at(-1)).toEqual(["withdraw", 0, busyFailure, false]);
  });

  it.each<[string, unknown, PolicyOptions]>([
    ["that is permanent", permanent(busy), {}],
    ["that is not worth a retry", busy, { retryIf: () => false }],
  ])("of a failure %s: nothing", async (_, error, options) => {
    expect(await told(9, failing([error]), options)).toEqual([["begin", 0]]);
  });

  it("of a rejected result: the result", async () => {
    const log = await told(9, () => "bad", { attempts: 2, retryResult: () => true });
    expect(log[1]).toEqual(["withdraw", 0, { kind: "rejected-result", value: "bad" }, true]);
  });

  it("of the late end of an attempt that has timed out: nothing, so that nothing is paid back twice", async () => {
    const { budget, log } = diary(9);
    const clock = virtualClock();
    let calls = 0;
    const operation = (): Promise<string> =>
      new Promise((resolve) => void clock.schedule(++calls === 1 ? 500 : 1, () => resolve("ok")));
    await clock.runUntil(retry(operation, { ...swift, attemptTimeout: 100, budget }, { clock }));
    await clock.advance("1m");
    expect(log.filter((entry) => (entry as unknown[])[0] === "deposit")).toEqual([["deposit", 111, 2]]);
  });
});

describe("a budget that refuses", () => {
  it("B3 ends the run at once with the very error and the reason budget", async () => {
    const { budget } = diary(1);
    const run = await simulate({ ...swift, budget }, [fail(busy), fail(busy)]);
    expect(run.timeline).toBe("x 10ms x (budget)");
    expect(run.outcome).toMatchObject({ error: busy, reason: "budget", elapsed: 10 });
  });

  it("is asked last: not before the predicate, the attempts and the deadline", async () => {
    const asked: string[] = [];
    const { budget } = diary(0);
    const told = { ...budget, withdraw: () => void asked.push("budget") } as RetryBudget;
    await settle(failing([busy]), { ...swift, budget: told, retryIf: () => (asked.push("retryIf"), true) });
    expect(asked).toEqual(["retryIf", "budget"]);
  });

  it("tells onGiveUp and not onRetry", async () => {
    const told: unknown[] = [];
    const hooks = {
      onRetry: () => told.push("retry"),
      onGiveUp: ({ reason }: { reason: string }) => told.push(reason),
    };
    await settle(failing([busy]), { ...swift, budget: diary(0).budget, ...hooks });
    expect(told).toEqual(["budget"]);
  });

  it("does not stop first attempts: they are not retries", async () => {
    const budget = retryBudget({ capacity: 1, cost: 2 });
    for (let call = 0; call < 5; call++) expect(await retry(() => call, { ...swift, budget })).toBe(call);
  });
});

describe("a budget that is shared", () => {
  it("holds for all its policies together", async () => {
    const budget = retryBudget({ capacity: 3, perSuccess: 0 });
    const clock = virtualClock();
    const operations = [1, 2, 3, 4].map(() => failing([busy]));
    const runs = operations.map((operation, index) =>
      rejection(retry(operation, policy({ ...swift, attempts: index + 2, budget }), { clock })),
    );
    expect(await clock.runUntil(Promise.all(runs))).toEqual([busy, busy, busy, busy]);
    expect(operations.reduce((sum, { calls }) => sum + calls, 0)).toBe(4 + 3);
  });

  it("F-065 counts for a policy inside of itself as well, each run with its own attempts", async () => {
    const budget = retryBudget({ capacity: 100, perSuccess: 0 });
    const clock = virtualClock();
    const shared = policy({ schedule: fixed(1), attempts: 3, budget });
    const inner = failing([busy]);
    const outer = (): Promise<never> => retry(inner, shared, { clock });
    await clock.runUntil(rejection(retry(outer, shared, { clock })));
    expect([inner.calls, budget.balance(0)]).toEqual([9, 100 - 3 * 2 - 2]);
  });

  it("D8 dries up while the other side is down, and comes back with its successes", async () => {
    const budget = retryBudget({ capacity: 10, perSuccess: 0.1 });
    const clock = virtualClock();
    let down = true;
    let calls = 0;
    const call = (): Promise<unknown> =>
      clock.runUntil(
        settle(() => (calls++, down ? Promise.reject(busy) : Promise.resolve("ok")), { ...swift, budget }, { clock }),
      );
    for (let request = 0; request < 1_000; request++) await call();
    expect(calls).toBe(1_000 + 10);
    down = false;
    for (let request = 0; request < 50; request++) await call();
    expect(Math.round(budget.balance(0) * 1e6) / 1e6).toBe(5);
  });

  it("is left alone by a simulation, which repeats", async () => {
    for (const budget of [
      retryBudget({ capacity: 2 }),
      grpcThrottling({ maxTokens: 5 }),
      awsQuota(),
      finagleBudget({ perSecond: 0 }),
    ]) {
      const before = budget.balance(0);
      const options = { ...swift, attempts: 9, budget };
      const script = Array.from({ length: 9 }, () => fail(busy));
      const timelines = [await simulate(options, script), await simulate(options, script)].map(
        ({ timeline }) => timeline,
      );
      expect(timelines[1]).toBe(timelines[0]);
      expect(budget.balance(0)).toBe(before);
    }
  });

  it("pays for a time-out as for any failure", async () => {
    const costs: unknown[] = [];
    const cost = (failure: Failure): number => (costs.push(failure.kind === "error" && failure.error), 1);
    await simulate({ ...swift, attemptTimeout: 5, budget: retryBudget({ capacity: 9, cost }) }, [
      silent(),
      ok("done"),
    ]).catch(() => {});
    expect(costs[0]).toBeInstanceOf(TimeoutError);
  });
});

describe("a budget of one's own", () => {
  const { budget: good } = diary(9);
  const angry = (): never => {
    throw new Error("angry");
  };

  it.each(["begin", "deposit"] as const)("that throws in %s is reported and loses no value", async (name) => {
    const { warnings, rejections } = await strays(async () => {
      expect(await retry(failing([busy], "ok"), { schedule: fixed(0), budget: { ...good, [name]: angry } })).toBe("ok");
    });
    expect(warnings.map(({ message }) => message)).toEqual([`${blame("budget")}Error: angry`]);
    expect(rejections).toEqual([]);
  });

  it.each(["begin", "deposit"] as const)("that answers a failing promise in %s is reported, too", async (name) => {
    const late = (async () => angry()) as never;
    const { warnings, rejections } = await strays(async () => {
      expect(await retry(() => "ok", { budget: { ...good, [name]: late } })).toBe("ok");
    });
    expect([warnings.length, rejections]).toEqual([1, []]);
  });

  it("that answers a promise for ever is not waited for", async () => {
    const hanging = { ...good, begin: never as never, deposit: never as never };
    expect(await retry(() => "ok", { budget: hanging })).toBe("ok");
  });

  it.each<[string, () => unknown]>([
    ["throws", angry],
    ["answers NaN", () => NaN],
    ["answers Infinity", () => Infinity],
    ["answers a negative number", () => -1],
    ["answers text", () => "5"],
    ["answers null", () => null],
    ["answers true", () => true],
    ["answers a list", () => []],
    ["answers a bigint", () => 5n],
    ["answers a promise", async () => 1],
    ["answers a failing promise", async () => angry()],
  ])("whose withdraw %s ends the run as a policy error with the failure inside", async (_, withdraw) => {
    const operation = failing([busy]);
    const { rejections } = await strays(async () => {
      const outcome = await settle(operation, { ...swift, budget: { ...good, withdraw: withdraw as never } });
      expect(outcome).toMatchObject({ reason: "policy-error", error: { option: "budget", failure: busyFailure } });
      expect((outcome as { error: unknown }).error).toBeInstanceOf(PolicyFunctionError);
    });
    expect([operation.calls, rejections]).toEqual([1, []]);
  });

  it("whose withdraw throws where nothing is wanted loses no error", async () => {
    const { warnings } = await strays(async () => {
      const run = retry(failing([busy]), { attempts: 1, budget: { ...good, withdraw: angry } });
      expect(await rejection(run)).toBe(busy);
    });
    expect(warnings).toHaveLength(1);
  });

  it("whose cost is nonsense ends the run as a policy error", async () => {
    const budget = retryBudget({ capacity: 5, cost: () => NaN });
    const outcome = await settle(failing([busy]), { ...swift, budget });
    expect(outcome).toMatchObject({ reason: "policy-error", error: { option: "budget", cause: { option: "cost" } } });
  });

  it("keeps its this", async () => {
    class Own implements RetryBudget {
      tokens = 1;
      begin(): void {
        this.tokens += 1;
      }
      withdraw(): number | undefined {
        return this.tokens-- > 0 ? 1 : undefined;
      }
      deposit(): void {
        this.tokens += 10;
      }
      balance(): number {
        return this.tokens;
      }
      fresh(): RetryBudget {
        return new Own();
      }
    }
    const own = new Own();
    await retry(failing([busy], "ok"), { schedule: fixed(0), budget: own });
    expect(own.balance()).toBe(11);
  });
});

describe("11: one retry budget for many callers", () => {
  it("lets a failing side through once per call when the budget is spent", async () => {
    const { policy: made, retryBudget: budgeted, wrap } = { policy: policyOf, retryBudget: budgetWith, wrap: wrapped };
    let calls = 0;
    const down = (): Promise<string> => (calls++, Promise.reject(busy));
    const billing = { charge: (_cents: number) => down(), refund: (_receipt: string) => down() };
    vi.useFakeTimers();
    try {
      const towardsBilling = made({ attempts: 4, budget: budgeted({ capacity: 100, perSuccess: 0.1 }) });
      const charge = wrap((cents: number) => billing.charge(cents), towardsBilling);
      const refund = wrap((receipt: string) => billing.refund(receipt), towardsBilling);

      for (let call = 0; call < 100; call++) {
        const ending = rejection(call % 2 === 0 ? charge(100) : refund("receipt"));
        await vi.runAllTimersAsync();
        expect(await ending).toBe(busy);
      }
    } finally {
      vi.useRealTimers();
    }
    expect(calls).toBe(100 + 100);
  });
});
