import { describe, expect, it, vi } from "vitest";
import { type BullMQJobOptions, toBullMQ, toBullMQStrategy } from "../../src/compat/index.ts";
import {
  cap,
  decorrelated,
  equalJitter,
  exponential,
  fixed,
  fullJitter,
  linear,
  schedule,
  sequence,
  spread,
} from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { permanent } from "../../src/policy/errors.ts";
import { retryBudget } from "../../src/policy/budget.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { onError } from "../../src/policy/predicate.ts";
import { blame, reports } from "../support/host.ts";

/**
 * What BullMQ 6.7.0 computed from these job options: `Backoffs.calculate` of its package, for the attempts made 1 to 5, with
 * `Math.random()` at 0, at a half and at its highest.
 */
const COMPUTED: readonly (readonly [
  options: PolicyOptions<never>,
  backoff: BullMQJobOptions["backoff"],
  low: readonly number[],
  half: readonly number[],
  high: readonly number[],
])[] = [
  [
    { schedule: fixed("1s") },
    { type: "fixed", delay: 1_000 },
    [1_000, 1_000, 1_000, 1_000, 1_000],
    [1_000, 1_000, 1_000, 1_000, 1_000],
    [1_000, 1_000, 1_000, 1_000, 1_000],
  ],
  [
    { schedule: schedule(fixed("1s"), equalJitter) },
    { type: "fixed", delay: 1_000, jitter: 0.5 },
    [500, 500, 500, 500, 500],
    [750, 750, 750, 750, 750],
    [1_000, 1_000, 1_000, 1_000, 1_000],
  ],
  [
    { schedule: exponential("1s") },
    { type: "exponential", delay: 1_000 },
    [1_000, 2_000, 4_000, 8_000, 16_000],
    [1_000, 2_000, 4_000, 8_000, 16_000],
    [1_000, 2_000, 4_000, 8_000, 16_000],
  ],
  [
    { schedule: schedule(exponential("1s"), fullJitter) },
    { type: "exponential", delay: 1_000, jitter: 1 },
    [0, 0, 0, 0, 0],
    [500, 1_000, 2_000, 4_000, 8_000],
    [999, 1_999, 3_999, 7_999, 15_999],
  ],
  [
    { schedule: schedule(exponential("150ms"), spread(0.25)) },
    { type: "exponential", delay: 150, jitter: 0.25 },
    [112, 225, 450, 900, 1_800],
    [131, 262, 525, 1_050, 2_100],
    [150, 300, 600, 1_200, 2_400],
  ],
];

describe("toBullMQ", () => {
  it.each(COMPUTED)("%o", (options, backoff, low, half, high) => {
    expect(toBullMQ({ attempts: 6, ...options })).toEqual({ attempts: 6, backoff });
    for (const [drawn, figures] of [
      [0, low],
      [0.5, half],
      [HIGHEST_DRAW, high],
    ] as const)
      for (const [made, theirs] of figures.entries()) {
        const ours = options.schedule!.delay({ retry: made + 1, previousDelay: 0 }, () => drawn);
        // BullMQ takes whole milliseconds.
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1);
      }
  });

  it("lets a cap be that no retry reaches", () => {
    const backoff = { type: "exponential", delay: 1_000 };
    expect(toBullMQ({ attempts: 4, schedule: schedule(exponential("1s"), cap("30s")) })).toEqual({
      attempts: 4,
      backoff,
    });
  });

  it("says nothing of delays where there is one attempt", () => {
    expect(toBullMQ({ attempts: 1 })).toEqual({ attempts: 1 });
  });

  it("gives what JSON carries unchanged", () => {
    const job = toBullMQ({ attempts: 5, schedule: schedule(exponential("1s"), fullJitter) });
    expect(JSON.parse(JSON.stringify(job))).toEqual(job);
  });

  const plain = { attempts: 5, schedule: fixed("1s") } as const;

  it.each<[options: PolicyOptions<never>, message: string]>([
    [
      { ...plain, schedule: schedule(exponential("1s"), cap("5s")) },
      "schedule: expected whole milliseconds that stay the",
    ],
    [{ ...plain, schedule: exponential("1s", 3) }, "schedule: expected whole milliseconds"],
    [{ ...plain, schedule: linear("1s") }, "schedule: expected whole milliseconds"],
    [{ ...plain, schedule: fixed(0.5) }, "schedule: expected whole milliseconds"],
    [{ ...plain, schedule: sequence("1s", "2s", "3s") }, "schedule: expected whole milliseconds"],
    [{ ...plain, schedule: decorrelated("1s") }, "schedule: expected whole milliseconds"],
    [{ ...plain, attempts: Infinity }, "attempts: expected a whole number"],
    [{ ...plain, attemptTimeout: "5s" }, "attemptTimeout: expected none: BullMQ has no limit per attempt"],
    [{ ...plain, totalTimeout: "5s" }, "totalTimeout: expected none: BullMQ has no limit for all attempts"],
    [{ ...plain, retryIf: onError(Error) }, "retryIf: expected none: a BullMQ job is data; use toBullMQStrategy"],
    [{ ...plain, retryResult: () => true }, "retryResult: expected none"],
    [{ ...plain, delayHint: () => undefined }, "delayHint: expected none"],
    [{ ...plain, routes: [] }, "routes: expected none"],
    [{ ...plain, budget: retryBudget({ capacity: 9 }) }, "budget: expected none"],
    [{ ...plain, onGiveUp: () => {} }, "onGiveUp: expected none"],
  ])("refuses what a job cannot say, and says why: %o", (options, message) => {
    expect(() => toBullMQ(options)).toThrow(message);
  });
});

describe("toBullMQStrategy", () => {
  const busy = new RangeError("busy");
  const env = { random: () => 0.5 };

  it("gives the delays of any schedule, rounded up", () => {
    const strategy = toBullMQStrategy(
      { attempts: 9, schedule: schedule(exponential("3ms"), cap("25ms"), fullJitter) },
      env,
    );
    expect([1, 2, 3, 4, 5].map((made) => strategy(made, "custom", busy))).toEqual([2, 3, 6, 12, 13]);
  });

  it("says −1, which is no retry, where the policy says so", () => {
    const strategy = toBullMQStrategy({ attempts: 3, schedule: fixed("1s"), retryIf: onError(RangeError) }, env);
    expect(strategy(1, "custom", busy)).toBe(1_000);
    expect(strategy(1, "custom", new TypeError("no such user"))).toBe(-1);
    expect(strategy(1, "custom", permanent(busy))).toBe(-1);
    expect(strategy(3, "custom", busy)).toBe(-1);
  });

  it("heeds a hint", () => {
    const delayHint = (): { delay: number; spread: number; atMost: number } => ({
      delay: 7_000,
      spread: 0,
      atMost: 9_000,
    });
    expect(toBullMQStrategy({ schedule: fixed("1s"), delayHint }, env)(1, "custom", busy)).toBe(7_000);
  });

  it("ends the job, and warns, where a function of the policy fails", () => {
    const warnings = reports();
    const retryIf = (): never => {
      throw new Error("mistaken");
    };
    expect(toBullMQStrategy({ retryIf })(1, "custom", busy)).toBe(-1);
    expect(warnings).toEqual([`${blame("backoffStrategy")}PolicyFunctionError: retryIf threw`]);
    vi.restoreAllMocks();
  });

  it.each<[options: PolicyOptions<never>, message: string]>([
    [{ attemptTimeout: "5s" }, "attemptTimeout: expected none: BullMQ does not tell its strategy of it"],
    [{ totalTimeout: "5s" }, "totalTimeout: expected none"],
    [{ retryResult: () => true }, "retryResult: expected none"],
    [{ routes: [] }, "routes: expected none"],
    [{ budget: retryBudget({ capacity: 9 }) }, "budget: expected none"],
    [{ onRetry: () => {} }, "onRetry: expected none: a BullMQ worker has events"],
    [{ attempts: 9, schedule: decorrelated("1s") }, "schedule: expected one that does not look at the delay before"],
  ])("refuses what a strategy is not told: %o", (options, message) => {
    expect(() => toBullMQStrategy(options)).toThrow(message);
  });
});
