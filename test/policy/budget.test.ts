import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import type { BudgetState, TokenBudget } from "../../src/policy/bucket.ts";
import { awsQuota, grpcThrottling } from "../../src/policy/budget-presets.ts";
import { type RetryBudget, retryBudget, type RetryBudgetOptions } from "../../src/policy/budget.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { policy } from "../../src/policy/policy.ts";

const busy: Failure = { kind: "error", error: new Error("busy") };

/** How many retries a budget grants, one after the other, before it refuses; at most a thousand. */
function drained(budget: RetryBudget, now = 0, failure = busy): number {
  let granted = 0;
  while (granted < 1_000 && budget.withdraw(now, failure, true) !== undefined) granted++;
  return granted;
}

describe("retryBudget", () => {
  it("begins full", () => {
    expect(retryBudget({ capacity: 7 }).balance(0)).toBe(7);
  });

  it("takes 1 for a retry, says so, and refuses at once when it is empty", () => {
    const budget = retryBudget({ capacity: 2.5 });
    expect([1, 2, 3].map(() => budget.withdraw(0, busy, true))).toEqual([1, 1, undefined]);
    expect(budget.balance(0)).toBe(0.5);
  });

  it("gets a tenth for a success unless told otherwise: ten successes pay for one retry, nine do not", () => {
    const budget = retryBudget({ capacity: 5 });
    expect(drained(budget)).toBe(5);
    for (let successes = 0; successes < 9; successes++) budget.deposit(0, 0);
    expect(drained(budget)).toBe(0);
    budget.deposit(0, 0);
    expect(drained(budget)).toBe(1);
    expect(budget.balance(0)).toBe(0);
  });

  it("gets the same for a success with retries as for one without: nothing is given back", () => {
    const [plain, retried] = [retryBudget({ capacity: 9 }), retryBudget({ capacity: 9 })];
    for (const budget of [plain, retried]) drained(budget);
    plain.deposit(0, 0);
    retried.deposit(0, 5);
    expect(retried.balance(0)).toBe(plain.balance(0));
  });

  it("holds no more than its capacity", () => {
    const budget = retryBudget({ capacity: 3, perSuccess: 100 });
    budget.deposit(0, 0);
    expect(budget.balance(0)).toBe(3);
  });

  it("hears nothing of the beginning of a run, nor of a failure that is not to be retried", () => {
    const budget = retryBudget({ capacity: 3 });
    budget.begin(0);
    expect(budget.withdraw(0, busy, false)).toBeUndefined();
    expect(budget.balance(0)).toBe(3);
  });

  it("can take more for some failures than for others", () => {
    const cost = (failure: Failure): number => (failure.kind === "rejected-result" ? 3 : 2);
    const budget = retryBudget({ capacity: 10, cost });
    expect(budget.withdraw(0, busy, true)).toBe(2);
    expect(budget.withdraw(0, { kind: "rejected-result", value: 1 }, true)).toBe(3);
    expect(budget.balance(0)).toBe(5);
  });

  it("can take nothing for a failure", () => {
    const budget = retryBudget({ capacity: 1, cost: () => 0 });
    expect(drained(budget)).toBe(1_000);
  });

  it("refuses for ever a retry that costs more than it can hold", () => {
    expect(drained(retryBudget({ capacity: 1, cost: 2 }))).toBe(0);
  });

  it.each([NaN, Infinity, -Infinity, -1, "1", 1n, null, undefined])(
    "refuses a cost of %s, and takes nothing",
    (cost) => {
      const budget = retryBudget({ capacity: 1, cost: () => cost as number });
      expect(() => budget.withdraw(0, busy, true)).toThrow(InvalidOptionError);
      expect(budget.balance(0)).toBe(1);
    },
  );

  it.each([NaN, Infinity, -Infinity, -1, "1", null, undefined])(
    "B4 refuses a deposit for %s, and gains nothing",
    (paid) => {
      const budget = retryBudget({ capacity: 1 });
      drained(budget);
      expect(() => budget.deposit(0, paid as number)).toThrow(InvalidOptionError);
      expect(budget.balance(0)).toBe(0);
    },
  );

  it("makes a fresh one with the same rules, full, and apart", () => {
    const budget = retryBudget({ capacity: 4, cost: 2, perSuccess: 1, refill: { tokens: 1, every: "1s" } });
    drained(budget, 5_000);
    const fresh = budget.fresh();
    expect([budget.balance(5_000), fresh.balance(0)]).toEqual([0, 4]);
    expect(drained(fresh)).toBe(2);
    fresh.deposit(0, 2);
    expect([fresh.balance(0), fresh.balance(1_000)]).toEqual([1, 2]);
  });
});

describe("refill", () => {
  const half = (): RetryBudget => retryBudget({ capacity: 10, refill: { tokens: 1, every: "2s" } });

  it("adds with time, computed when it is read (rule 8b)", () => {
    const budget = half();
    drained(budget, 1_000);
    expect([1_000, 2_000, 3_000, 21_000, 1e9].map((now) => budget.balance(now))).toEqual([0, 0.5, 1, 10, 10]);
    expect(budget.withdraw(2_999, busy, true)).toBeUndefined();
    expect(budget.withdraw(3_000, busy, true)).toBe(1);
    expect(budget.balance(3_000)).toBe(0);
  });

  it("counts no time twice, however often it is looked at", () => {
    const budget = half();
    drained(budget);
    for (let now = 0; now <= 4_000; now += 10) budget.balance(now);
    expect(drained(budget, 4_000)).toBe(2);
  });

  it("B5 adds nothing when time goes back, nor twice when it comes again", () => {
    const budget = half();
    drained(budget, 10_000);
    budget.deposit(4_000, 0);
    expect(budget.balance(4_000)).toBeCloseTo(0.1, 9);
    expect(budget.balance(10_000)).toBeCloseTo(0.1, 9);
    expect(budget.balance(12_000)).toBeCloseTo(1.1, 9);
  });

  it.each([NaN, Infinity, -Infinity])("adds nothing when time is %s, and goes on counting", (now) => {
    const budget = half();
    drained(budget, 1_000);
    expect(budget.balance(now)).toBe(0);
    expect(budget.withdraw(now, busy, true)).toBeUndefined();
    budget.deposit(now, 0);
    expect(budget.balance(3_000)).toBeCloseTo(1.1, 9);
  });

  it("is by time alone when successes give nothing", () => {
    const budget = retryBudget({ capacity: 1, perSuccess: 0, refill: { tokens: 3, every: "1m" } });
    drained(budget);
    budget.deposit(0, 0);
    expect(budget.balance(20_000)).toBe(1);
    expect(budget.balance(10_000)).toBe(0.5);
  });

  it("is one token at a time unless it says how many", () => {
    const budget = retryBudget({ capacity: 5, refill: { every: "1s" } as never });
    drained(budget);
    expect(budget.balance(2_000)).toBe(2);
  });
});

describe("the state of a token budget", () => {
  it("is tokens and the time they were counted at, and what time adds is not in it", () => {
    const budget = retryBudget({ capacity: 5, refill: { tokens: 1, every: "1s" } });
    expect(budget.state()).toEqual({ tokens: 5, at: 0 });
    budget.withdraw(2_000, busy, true);
    expect(budget.balance(2_500)).toBe(4.5);
    expect(budget.state()).toEqual({ tokens: 4, at: 2_000 });
  });

  it.each<[kind: string, make: (initial?: BudgetState) => TokenBudget]>([
    [
      "retryBudget",
      (initial) => retryBudget({ capacity: 10, perSuccess: 1, refill: { tokens: 1, every: "1s" }, initial }),
    ],
    ["grpcThrottling", (initial) => grpcThrottling(initial && { initial })],
    ["awsQuota", (initial) => awsQuota({ edition: "2.1", ...(initial && { initial }) })],
  ])("of %s goes through JSON, and what is made of it goes on as the first would have", (_, make) => {
    const first = make();
    for (const now of [100, 200, 300]) first.withdraw(now, busy, true);
    const second = make(JSON.parse(JSON.stringify(first.state())) as BudgetState);
    for (const now of [300, 1_300, 4_000]) {
      expect(second.balance(now)).toBe(first.balance(now));
      expect(second.withdraw(now, busy, true)).toBe(first.withdraw(now, busy, true));
      first.deposit(now, 0);
      second.deposit(now, 0);
    }
    expect(second.state()).toEqual(first.state());
  });

  it("is a copy: nobody changes a budget by it", () => {
    const budget = retryBudget({ capacity: 3 });
    Object.assign(budget.state(), { tokens: 99 });
    expect(budget.balance(0)).toBe(3);
  });

  it("begins at 0 unless it says when, and a fresh budget begins with as many tokens, at 0", () => {
    const refill = { tokens: 1, every: "1s" } as const;
    expect(retryBudget({ capacity: 9, refill, initial: { tokens: 2 } }).balance(1_000)).toBe(3);
    const late = retryBudget({ capacity: 9, refill, initial: { tokens: 2, at: 5_000 } });
    expect([late.balance(4_000), late.balance(6_000)]).toEqual([2, 3]);
    expect([late.fresh().balance(0), late.fresh().balance(1_000)]).toEqual([2, 3]);
  });

  it.each<[option: string, initial: unknown]>([
    ["initial", null],
    ["initial", 5],
    ["initial", { tokens: 1, since: 0 }],
    ["tokens", {}],
    ...[-1, 10.5, NaN, Infinity, "5", null].map((tokens) => ["tokens", { tokens }] as [string, unknown]),
    ...[-1, NaN, Infinity, "5s", null].map((at) => ["at", { tokens: 1, at }] as [string, unknown]),
  ])("is refused for its %s in %j", (option, given) => {
    const initial = given as BudgetState;
    for (const make of [() => retryBudget({ capacity: 10, initial }), () => grpcThrottling({ initial })])
      expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }));
  });
});

describe("an option of retryBudget", () => {
  const refused: readonly (readonly [option: string, options: unknown])[] = [
    ["retryBudget", undefined],
    ["retryBudget", null],
    ["retryBudget", 100],
    ["retryBudget", { capacity: 1, perSucces: 1 }],
    ["capacity", {}],
    ...[0, -1, NaN, Infinity, "100", null].map((capacity) => ["capacity", { capacity }] as const),
    ...[-0.1, NaN, Infinity, "1", null].map((perSuccess) => ["perSuccess", { capacity: 1, perSuccess }] as const),
    ...[0, -1, NaN, Infinity, "1", null, {}].map((cost) => ["cost", { capacity: 1, cost }] as const),
    ...["1/s", null, 5].map((refill) => ["refill", { capacity: 1, refill }] as const),
    ["refill", { capacity: 1, refill: { tokens: 1, per: "1s" } }],
    ["tokens", { capacity: 1, refill: { tokens: NaN, every: "1s" } }],
    ["tokens", { capacity: 1, refill: { tokens: -1, every: "1s" } }],
    ["tokens", { capacity: 1, refill: { tokens: Infinity, every: "1s" } }],
    ["refill", { capacity: 1, refill: { tokens: 1e308, every: 1e-3 } }],
    ["every", { capacity: 1, refill: { tokens: 1 } }],
    ["every", { capacity: 1, refill: { tokens: 1, every: 0 } }],
    ["every", { capacity: 1, refill: { tokens: 1, every: "0s" } }],
    ["every", { capacity: 1, refill: { tokens: 1, every: -5 } }],
    ["every", { capacity: 1, refill: { tokens: 1, every: Infinity } }],
    ["every", { capacity: 1, refill: { tokens: 1, every: "soon" } }],
  ];

  it.each(refused)("%s is refused in %j", (option, options) => {
    expect(() => retryBudget(options as RetryBudgetOptions)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", option }),
    );
  });

  it("is read once, and from the object itself", () => {
    const options = { capacity: 3 };
    const budget = retryBudget(options);
    options.capacity = 99;
    expect(budget.fresh().balance(0)).toBe(3);
    expect(() => retryBudget(Object.create({ capacity: 3 }) as RetryBudgetOptions)).toThrow("capacity");
  });
});

describe("a policy's budget", () => {
  it("is any object with the five functions, kept as it is", () => {
    class Own implements RetryBudget {
      begin(): void {}
      withdraw(): number {
        return 1;
      }
      deposit(): void {}
      balance(): number {
        return 1;
      }
      fresh(): RetryBudget {
        return new Own();
      }
    }
    const own = new Own();
    expect(policy({ budget: own, schedule: fixed(0) }).budget).toBe(own);
  });

  it.each([null, 100, "aws", {}, [], { ...retryBudget({ capacity: 1 }), fresh: undefined }, () => {}])(
    "is refused when it is %j",
    (budget) => {
      expect(() => policy({ budget: budget as unknown as RetryBudget })).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION", option: "budget" }),
      );
    },
  );
});
