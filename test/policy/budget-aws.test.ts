import { describe, expect, it } from "vitest";
import { awsQuota } from "../../src/policy/budget-presets.ts";
import { TimeoutError } from "../../src/policy/errors.ts";
import type { Failure } from "../../src/policy/failure.ts";

const throttled = new Error("ThrottlingException");
const isThrottle = (error: unknown): boolean => error === throttled;

const FAILURES = {
  error: { kind: "error", error: new Error("InternalError") },
  timeout: { kind: "error", error: new TimeoutError("ATTEMPT_TIMEOUT", 1_000) },
  throttle: { kind: "error", error: throttled },
  result: { kind: "rejected-result", value: 500 },
} as const satisfies Record<string, Failure>;

/** One step: a failure to be retried, or a success after a retry that had cost so much; and the quota after it. */
type Step = readonly [event: keyof typeof FAILURES | { readonly success: number }, quota: number];

/** The published constants carried out by hand: 500 tokens; "2.0" takes 5 and 10, "2.1" takes 14 and 5. */
const TABLES: readonly (readonly [edition: "2.0" | "2.1", name: string, steps: readonly Step[]])[] = [
  [
    "2.0",
    "a success after two retries gives back what the last one took",
    [
      ["error", 495],
      ["error", 490],
      [{ success: 5 }, 495],
    ],
  ],
  [
    "2.0",
    "a time-out takes ten, and its success gives ten",
    [
      ["error", 495],
      ["timeout", 485],
      [{ success: 10 }, 495],
      [{ success: 0 }, 496],
      ["throttle", 491],
      ["result", 486],
    ],
  ],
  [
    "2.0",
    "a success without retries gives one, and never above five hundred",
    [
      ["error", 495],
      [{ success: 0 }, 496],
      [{ success: 5 }, 500],
      [{ success: 0 }, 500],
    ],
  ],
  [
    "2.1",
    "a retry takes fourteen, after a time-out as well, and five after throttling",
    [
      ["error", 486],
      ["timeout", 472],
      ["throttle", 467],
      ["result", 453],
      [{ success: 14 }, 467],
      [{ success: 5 }, 472],
      [{ success: 0 }, 473],
    ],
  ],
];

describe("B6, D12 awsQuota", () => {
  it.each(TABLES)("%s: %s", (edition, _name, steps) => {
    const quota = awsQuota({ edition, isThrottle });
    const seen = steps.map(([event]) => {
      if (typeof event === "string") quota.withdraw(0, FAILURES[event], true);
      else quota.deposit(0, event.success);
      return [event, quota.balance(0)];
    });
    expect(seen).toEqual(steps);
  });

  it.each([
    ["2.0", "error", 100, 0],
    ["2.0", "timeout", 50, 0],
    ["2.0", "throttle", 100, 0],
    ["2.1", "error", 35, 10],
    ["2.1", "timeout", 35, 10],
    ["2.1", "throttle", 100, 0],
  ] as const)("%s: grants for %s alone %d retries, and leaves %d", (edition, kind, retries, left) => {
    const quota = awsQuota({ edition, isThrottle });
    let granted = 0;
    while (quota.withdraw(0, FAILURES[kind], true) !== undefined) granted++;
    expect([granted, quota.balance(0)]).toEqual([retries, left]);
  });

  it("refuses what is too dear and still grants what is not", () => {
    const quota = awsQuota({ edition: "2.1", isThrottle });
    while (quota.withdraw(0, FAILURES.error, true) !== undefined);
    expect(quota.withdraw(0, FAILURES.throttle, true)).toBe(5);
  });

  it("is of edition 2.0 and knows no throttling unless told otherwise", () => {
    const quota = awsQuota();
    expect(quota.withdraw(0, FAILURES.throttle, true)).toBe(5);
    expect(awsQuota({ edition: "2.1" }).withdraw(0, FAILURES.throttle, true)).toBe(14);
    expect(quota.fresh().balance(0)).toBe(500);
  });

  it.each(["2.0", "2.1"] as const)(
    "takes 5 in edition %s for a throttle that is a time-out too, as the SDK does",
    (edition) => {
      const slow = awsQuota({ edition, isThrottle: () => true });
      expect(slow.withdraw(0, FAILURES.timeout, true)).toBe(5);
    },
  );

  it("takes nothing for a failure that is not retried, gains nothing with time, and hears of no beginning", () => {
    const quota = awsQuota();
    quota.withdraw(0, FAILURES.error, false);
    expect(quota.balance(0)).toBe(500);
    quota.withdraw(0, FAILURES.error, true);
    quota.begin(0);
    expect(quota.balance(1e12)).toBe(495);
  });

  it.each([
    ["edition", { edition: "3.0" }],
    ["edition", { edition: "constructor" }],
    ["edition", { edition: null }],
    ["isThrottle", { isThrottle: 429 }],
    ["awsQuota", { capacity: 1 }],
  ])("refuses %s in %j", (option, options) => {
    expect(() => awsQuota(options as object)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }));
  });
});
