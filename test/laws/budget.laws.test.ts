import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { type RetryBudget, retryBudget } from "../../src/policy/budget.ts";
import { awsQuota, finagleBudget, grpcThrottling } from "../../src/policy/budget-presets.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { lawParameters } from "../support/laws.ts";

const busy: Failure = { kind: "error", error: new Error("busy") };

/** What a bucket is made of, in tenths and whole milliseconds, so that a model can count without rounding. */
interface Recipe {
  readonly capacity: number;
  readonly perSuccess: number;
  readonly cost: number;
  /** Tenths of a token that come with each millisecond. */
  readonly perMilli: number;
}

const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  capacity: fc.integer({ min: 1, max: 60 }),
  perSuccess: fc.nat(12),
  cost: fc.integer({ min: 1, max: 30 }),
  perMilli: fc.oneof(fc.constant(0), fc.nat(3)),
});

const made = ({ capacity, perSuccess, cost, perMilli }: Recipe): RetryBudget =>
  retryBudget({
    capacity: capacity / 10,
    perSuccess: perSuccess / 10,
    cost: cost / 10,
    refill: { tokens: perMilli / 10, every: 1 },
  });

/** The count that a bucket is held to, in whole tenths. */
interface Model {
  readonly recipe: Recipe;
  tokens: number;
  at: number;
}

interface Real {
  readonly budget: RetryBudget;
  now: number;
}

/** What the model holds at a time; what time adds is kept only when something is taken or given. */
const held = ({ recipe, tokens, at }: Model, now: number): number =>
  Math.min(recipe.capacity, tokens + Math.max(0, now - at) * recipe.perMilli);

function keep(model: Model, tokens: number, now: number): void {
  model.tokens = Math.min(model.recipe.capacity, tokens);
  model.at = Math.max(model.at, now);
}

type Command = fc.Command<Model, Real>;

/** A step that is always possible, and after which bucket and model hold the same, between nothing and the capacity. */
function command(text: string, run: (model: Model, real: Real) => void): Command {
  return {
    check: () => true,
    toString: () => text,
    run: (model, real) => {
      run(model, real);
      const tokens = real.budget.balance(real.now);
      expect(tokens).toBeGreaterThanOrEqual(0);
      expect(tokens).toBeLessThanOrEqual(model.recipe.capacity / 10);
      expect(tokens).toBeCloseTo(held(model, real.now) / 10, 6);
    },
  };
}

const withdraw = command("withdraw", (model, { budget, now }) => {
  const before = held(model, now);
  const granted = before >= model.recipe.cost;
  if (granted) keep(model, before - model.recipe.cost, now);
  expect(budget.withdraw(now, busy, true)).toBe(granted ? model.recipe.cost / 10 : undefined);
});

const commands = [
  fc.constant(withdraw),
  fc.constant(withdraw),
  fc.constant(command("unwanted", (_, { budget, now }) => expect(budget.withdraw(now, busy, false)).toBeUndefined())),
  fc.nat(20).map((paid) =>
    command(`deposit after ${paid}`, (model, { budget, now }) => {
      keep(model, held(model, now) + model.recipe.perSuccess, now);
      budget.deposit(now, paid);
    }),
  ),
  fc
    .constantFrom(NaN, Infinity, -Infinity, -1)
    .map((paid) =>
      command(`deposit after ${paid}`, (_, { budget, now }) => expect(() => budget.deposit(now, paid)).toThrow("paid")),
    ),
  fc.constantFrom(NaN, Infinity, -Infinity).map((now) =>
    command(`time ${now}`, (model, real) => {
      // What is looked at under no time at all is what it was.
      expect(real.budget.balance(now)).toBeCloseTo(model.tokens / 10, 6);
    }),
  ),
  fc
    .integer({ min: -20, max: 20 })
    .map((by) => command(`time by ${by}`, (_, real) => void (real.now = Math.max(0, real.now + by)))),
];

describe("B1 B4 B5 a token bucket", () => {
  it("holds what a count in whole tenths says, under any commands, also when time goes back", () => {
    const law = fc.property(anyRecipe, fc.commands(commands, { maxCommands: 80, size: "max" }), (recipe, steps) => {
      const setup = () => ({
        model: { recipe, tokens: recipe.capacity, at: 0 },
        real: { budget: made(recipe), now: 0 },
      });
      fc.modelRun(setup, steps);
    });
    fc.assert(law, lawParameters(150));
  });
});

/** What may happen to any budget, at a time that never goes back. */
interface Happening {
  readonly kind: "begin" | "retry" | "unwanted" | "success";
  readonly after: number;
}

const anyHappenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("begin", "retry", "retry", "retry", "unwanted", "success"),
    after: fc.oneof(fc.constant(0), fc.nat(300)),
  }),
  { minLength: 20, maxLength: 120 },
);

interface Count {
  readonly now: number;
  readonly retries: number;
  readonly successes: number;
}

/** The running count of grants and successes, one entry before each happening and one at the end. */
function counted(budget: RetryBudget, happenings: readonly Happening[]): readonly Count[] {
  const counts: Count[] = [{ now: 0, retries: 0, successes: 0 }];
  let paid = 0;
  for (const { kind, after } of happenings) {
    const { now: before, retries, successes } = counts.at(-1)!;
    const now = before + after;
    const cost = kind === "retry" || kind === "unwanted" ? budget.withdraw(now, busy, kind === "retry") : undefined;
    if (kind === "begin") budget.begin(now);
    if (kind === "success") budget.deposit(now, paid);
    if (kind === "success" || kind === "begin") paid = 0;
    paid = cost ?? paid;
    counts.push({
      now,
      retries: retries + (cost === undefined ? 0 : 1),
      successes: successes + (kind === "success" ? 1 : 0),
    });
  }
  return counts;
}

describe("B2 over any window", () => {
  it("a token bucket grants no more than its capacity, its share of the successes and what time brings (rule 12a)", () => {
    const law = fc.property(anyRecipe, anyHappenings, (recipe, happenings) => {
      const { capacity, perSuccess, cost, perMilli } = recipe;
      const counts = counted(made(recipe), happenings);
      for (const [index, from] of counts.entries()) {
        for (const to of counts.slice(index)) {
          const funds = capacity + perSuccess * (to.successes - from.successes) + perMilli * (to.now - from.now);
          expect((to.retries - from.retries) * cost).toBeLessThanOrEqual(funds + 1e-6);
        }
      }
    });
    fc.assert(law, lawParameters(100));
  });

  it("Finagle's grants no more than the reserve of the windows it touches, and its share of the requests", () => {
    const law = fc.property(fc.nat(5), fc.nat(20), anyHappenings, (perSecond, tenths, happenings) => {
      const budget = finagleBudget({ ttl: "1s", perSecond, percent: tenths / 10 });
      const counts = counted(budget, happenings);
      const requests = happenings.filter(({ kind }) => kind === "begin").length;
      const { now, retries } = counts.at(-1)!;
      const windows = Math.ceil((now + 1) / 900) + 1;
      expect(retries).toBeLessThanOrEqual(perSecond * windows + (tenths / 10) * requests + 1e-6);
    });
    fc.assert(law, lawParameters(100));
  });
});

const PRESETS: readonly (readonly [name: string, make: () => RetryBudget, most: number])[] = [
  ["gRPC's", () => grpcThrottling({ maxTokens: 10, tokenRatio: 0.3 }), 10],
  ["the AWS quota 2.0", () => awsQuota(), 500],
  ["the AWS quota 2.1", () => awsQuota({ edition: "2.1" }), 500],
];

describe("B1 B7 a published budget", () => {
  it.each(PRESETS)(
    "of %s stays between nothing and its capacity, and gives no more back than was taken",
    (_, make, most) => {
      const law = fc.property(anyHappenings, (happenings) => {
        const budget = make();
        for (const happening of happenings) {
          const before = budget.balance(0);
          counted(budget, [happening]);
          const tokens = budget.balance(0);
          expect(tokens).toBeGreaterThanOrEqual(0);
          expect(tokens).toBeLessThanOrEqual(most);
          expect(tokens - before).toBeLessThanOrEqual(happening.kind === "success" ? 1 : 0);
        }
      });
      fc.assert(law, lawParameters(100));
    },
  );

  it("of AWS gives back for a run what its last retry took, and one where there was none", () => {
    const law = fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 20 }), (runs) => {
      const quota = awsQuota();
      let tokens = 500;
      for (const retries of runs) {
        for (let retry = 0; retry < retries; retry++) quota.withdraw(0, busy, true);
        quota.deposit(0, retries === 0 ? 0 : 5);
        tokens = Math.min(500, tokens - 5 * retries + (retries === 0 ? 1 : 5));
        expect(quota.balance(0)).toBe(tokens);
      }
    });
    fc.assert(law, lawParameters(100));
  });
});

describe("B2 B3 runs that overlap on one budget", () => {
  const anyRun = fc.record({
    begins: fc.nat(500),
    attempts: fc.integer({ min: 1, max: 6 }),
    failures: fc.nat(6),
    takes: fc.nat(40),
    pause: fc.nat(50),
  });

  it("retry no more than it holds and their successes fund, and those refused end in the same instant", async () => {
    const anyRuns = fc.array(anyRun, { minLength: 1, maxLength: 12 });
    const law = fc.asyncProperty(fc.nat(5), fc.nat(10), anyRuns, async (tokens, tenths, runs) => {
      const clock = virtualClock();
      const budget = retryBudget({ capacity: tokens + 0.5, perSuccess: tenths / 10 });
      let retries = 0;
      let successes = 0;
      const played = runs.map(async ({ begins, attempts, failures, takes, pause }) => {
        await new Promise<void>((resolve) => void clock.schedule(begins, resolve));
        let calls = 0;
        let failedAt = 0;
        const operation = (): Promise<string> =>
          new Promise((resolve, reject) => {
            if (++calls > 1) retries++;
            clock.schedule(takes, () => {
              failedAt = clock.now();
              if (calls > failures) resolve("ok");
              else reject(new Error("busy"));
            });
          });
        const outcome = await settle(operation, { attempts, schedule: fixed(pause), budget }, { clock });
        successes += outcome.ok ? 1 : 0;
        expect(["ok", "attempts", "budget"]).toContain(outcome.ok ? "ok" : outcome.reason);
        expect(clock.now()).toBe(failedAt);
      });
      await clock.runUntil(Promise.all(played));
      expect(retries).toBeLessThanOrEqual(tokens + 0.5 + (tenths / 10) * successes + 1e-6);
      expect(budget.balance(0)).toBeGreaterThanOrEqual(0);
      expect(budget.balance(0)).toBeLessThanOrEqual(tokens + 0.5);
    });
    await fc.assert(law, lawParameters(100));
  });
});
