import { describe, expect, it } from "vitest";
import { fromTemporal, type TemporalRetryPolicy, toTemporal } from "../../src/compat/index.ts";
import { cap, decorrelated, exponential, fixed, fullJitter, schedule, sequence } from "../../src/core/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import { onError } from "../../src/policy/predicate.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { checkSchedule } from "../../src/testing/laws.ts";
import { firstDelays } from "../support/draws.ts";

const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
const named = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name }, more);

describe("fromTemporal", () => {
  // Temporal, "Retry Policies": min(initialInterval · backoffCoefficient^(n − 1), maximumInterval), the last 100 × the first.
  it.each<[retryPolicy: TemporalRetryPolicy, name: string, seconds: readonly number[]]>([
    [{}, "exponential 1s x2, cap 100s", [1, 2, 4, 8, 16, 32, 64, 100, 100]],
    [{ initialInterval: "1 minute" }, "exponential 1m x2, cap 100m", [60, 120, 240]],
    [{ initialInterval: 500, backoffCoefficient: 3 }, "exponential 500ms x3, cap 50s", [0.5, 1.5, 4.5, 13.5, 40.5, 50]],
    [{ initialInterval: "10s", maximumInterval: "15s" }, "exponential 10s x2, cap 15s", [10, 15, 15]],
    [{ backoffCoefficient: 1 }, "exponential 1s x1, cap 100s", [1, 1, 1]],
  ])("has the delays of %o", (retryPolicy, name, seconds) => {
    const { schedule: made } = fromTemporal(retryPolicy);
    expect(parseSchedule(made.name).name).toBe(parseSchedule(name).name);
    expect(firstDelays(made, seconds.length)).toEqual(seconds.map((delay) => delay * 1_000));
    checkSchedule(made);
  });

  it.each<[text: number | string, millis: number]>([
    [250, 250],
    ["100", 100],
    ["10s", 10_000],
    ["1.5h", 5_400_000],
    [".5 min", 30_000],
    ["5 MINS", 300_000],
    ["2 days", 172_800_000],
    ["1 w", 604_800_000],
    ["1y", 31_557_600_000],
    ["250 milliseconds", 250],
  ])("reads the interval %o as the SDK does: %i ms", (initialInterval, millis) => {
    expect(fromTemporal({ initialInterval }).schedule.bounds(1).max).toBe(millis);
  });

  it.each<[retryPolicy: TemporalRetryPolicy, attempts: number]>([
    [{}, Infinity],
    [{ maximumAttempts: 0 }, Infinity],
    [{ maximumAttempts: Infinity }, Infinity],
    [{ maximumAttempts: 1 }, 1],
    [{ maximumAttempts: 6 }, 6],
  ])("has as many attempts as %o: %s", (retryPolicy, attempts) => {
    expect(fromTemporal(retryPolicy).attempts).toBe(attempts);
  });

  class CardRefused extends Error {}

  it.each<[error: unknown, verdict: boolean]>([
    [new Error("busy"), true],
    ["text", true],
    [undefined, true],
    [new CardRefused(), false],
    // A name alone is no type: Temporal takes the name of the class.
    [named("CardRefused"), true],
    [Object.assign(Object.create(null), { name: "CardRefused" }), false],
    [named("ApplicationFailure", { type: "CardRefused" }), false],
    [named("ApplicationFailure", { type: "Busy" }), true],
    [named("ApplicationFailure", { type: "Busy", nonRetryable: true }), false],
    [named("ServerFailure", { nonRetryable: true }), false],
    [named("Error", { nonRetryable: true }), true],
    [named("CancelledFailure"), false],
    [named("TerminatedFailure"), false],
    [named("TimeoutFailure"), true],
  ])("judges %o: %s", (error, verdict) => {
    const { retryIf } = fromTemporal({ nonRetryableErrorTypes: ["CardRefused"] });
    expect(retryIf?.(error, progress)).toBe(verdict);
  });
});

describe("toTemporal", () => {
  it.each<[options: PolicyOptions<never>, retryPolicy: TemporalRetryPolicy]>([
    [
      { attempts: 6, schedule: schedule(exponential("200ms"), cap("30s")) },
      { initialInterval: 200, backoffCoefficient: 2, maximumInterval: 30_000, maximumAttempts: 6 },
    ],
    // What no retry reaches does not count: without a cap, the longest delay is the last one.
    [
      { attempts: 4, schedule: exponential("1s", 3) },
      { initialInterval: 1_000, backoffCoefficient: 3, maximumInterval: 9_000, maximumAttempts: 4 },
    ],
    [
      { attempts: Infinity, schedule: fixed("5s") },
      { initialInterval: 5_000, backoffCoefficient: 1, maximumInterval: 5_000 },
    ],
    [
      { attempts: Infinity, schedule: schedule(exponential("1s"), cap("1m")) },
      { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 60_000 },
    ],
    [
      { attempts: 9, schedule: sequence("1s", "2s", "4s", "5s") },
      { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 5_000, maximumAttempts: 9 },
    ],
    [{ attempts: 1 }, { maximumAttempts: 1 }],
  ])("says %o in Temporal's words", (options, retryPolicy) => {
    expect(toTemporal(options)).toEqual(retryPolicy);
  });

  it("gives back what came from Temporal", () => {
    const retryPolicy: TemporalRetryPolicy = {
      initialInterval: 500,
      backoffCoefficient: 1.5,
      maximumInterval: 8_000,
      maximumAttempts: 7,
      nonRetryableErrorTypes: ["CardRefused", "TypeError"],
    };
    expect(toTemporal(fromTemporal(retryPolicy))).toEqual(retryPolicy);
    expect(toTemporal(fromTemporal())).toEqual({
      initialInterval: 1_000,
      backoffCoefficient: 2,
      maximumInterval: 100_000,
    });
  });

  const plain = { attempts: 3, schedule: fixed("1s") } as const;

  it.each<[options: PolicyOptions<never>, message: string]>([
    [
      {},
      'schedule: expected delays without a draw that multiply up to a cap, or stay the same, got "exponential 200ms',
    ],
    [{ ...plain, schedule: schedule(fixed("1s"), fullJitter) }, "schedule: expected delays without a draw"],
    [{ ...plain, schedule: fixed(0) }, "schedule: expected delays without a draw"],
    [{ ...plain, schedule: sequence("1s", "2s", "3s", "5s"), attempts: 5 }, "schedule: expected delays without a draw"],
    [{ ...plain, schedule: sequence(1e-320, 1e300) }, "schedule: expected delays without a draw"],
    [{ ...plain, schedule: decorrelated("1s") }, "schedule: expected delays without a draw"],
    [{ ...plain, schedule: exponential("1s"), attempts: Infinity }, "none above 10000 years"],
    [
      { ...plain, attemptTimeout: "5s" },
      "attemptTimeout: expected none: in Temporal it is the activity's startToCloseT",
    ],
    [{ ...plain, totalTimeout: "5s" }, "totalTimeout: expected none: in Temporal it is the activity's scheduleToClose"],
    [{ ...plain, retryIf: onError(Error) }, "retryIf: expected none: Temporal retries on its server"],
    [{ ...plain, delayHint: () => undefined }, "delayHint: expected none: Temporal retries on its server"],
    [{ ...plain, retryResult: () => true }, "retryResult: expected none"],
    [{ ...plain, routes: [] }, "routes: expected none"],
    [{ ...plain, onRetry: () => {} }, "onRetry: expected none"],
  ])("refuses what Temporal cannot keep, and says why: %o", (options, message) => {
    expect(() => toTemporal(options)).toThrow(message);
  });
});
