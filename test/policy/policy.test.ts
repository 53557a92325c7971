import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { retryBudget } from "../../src/policy/budget.ts";
import { type Policy, policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";

/** Every option with a value that is not its default. */
const everything = {
  schedule: fixed("1s"),
  attempts: 5,
  attemptTimeout: 2_000,
  totalTimeout: 60_000,
  retryIf: () => true,
  retryResult: () => false,
  delayHint: () => undefined,
  routes: Object.freeze([]),
  budget: retryBudget({ capacity: 1 }),
  onAttempt: () => {},
  onRetry: () => {},
  onSuccess: () => {},
  onGiveUp: () => {},
  onLate: () => {},
} satisfies Required<PolicyOptions>;

const KEYS = Object.keys(everything) as (keyof PolicyOptions)[];

/** A policy as data that can be compared: a schedule is what its name says. */
const told = (made: Policy): object => ({ ...made, schedule: made.schedule.name });

describe("policy", () => {
  it("is three attempts under exponential backoff with full jitter, without limits in time, unless told otherwise", () => {
    expect(told(policy())).toEqual({
      schedule: "exponential 200ms x2, cap 30s, full jitter",
      attempts: 3,
      attemptTimeout: Infinity,
      totalTimeout: Infinity,
    });
  });

  it.each(KEYS)("keeps %s as it was given", (key) => {
    const kept = policy({ [key]: everything[key] })[key];
    expect(kept).toEqual(everything[key]);
    // A list is copied, so that it cannot change.
    expect(kept === everything[key]).toBe(key !== "routes");
  });

  it.each(KEYS)("takes undefined for the default of %s", (key) => {
    expect(told(policy({ [key]: undefined }))).toEqual(told(policy()));
  });

  it.each([
    [0, 0],
    [-0, 0],
    [2.5, 2.5],
    ["250ms", 250],
    ["1.5s", 1_500],
    ["10m", 600_000],
    ["2h", 7_200_000],
    ["60d", 5_184_000_000],
    [{ total: () => 90_000 }, 90_000],
    [2 ** 53, 2 ** 53],
    [Infinity, Infinity],
  ] as const)("reads a limit of %j in milliseconds", (given, millis) => {
    expect(policy({ attemptTimeout: given, totalTimeout: given })).toMatchObject({
      attemptTimeout: millis,
      totalTimeout: millis,
    });
  });

  it.each([1, 2, Number.MAX_SAFE_INTEGER, Infinity])("allows %d attempts", (attempts) => {
    expect(policy({ attempts }).attempts).toBe(attempts);
  });

  it("is frozen", () => {
    const made = policy();
    expect(Object.isFrozen(made)).toBe(true);
    expect(() => Object.assign(made, { attempts: 9 })).toThrow(TypeError);
  });

  it("has its options and nothing else", () => {
    expect(Object.keys(policy()).toSorted()).toEqual(KEYS.toSorted());
  });

  it("is handed back as it is when it is made already", () => {
    const made = policy(everything);
    expect(policy(made)).toBe(made);
  });

  it("can be spread into another, one option changed and none in the way of another", () => {
    for (const key of KEYS) {
      const changed = policy({ ...policy(everything), [key]: undefined });
      expect(told(changed)).toEqual(told(policy({ ...everything, [key]: undefined })));
    }
  });

  it("looks at each option once", () => {
    const looks: string[] = [];
    const watched = {};
    for (const key of KEYS) {
      Object.defineProperty(watched, key, { enumerable: true, get: () => (looks.push(key), everything[key]) });
    }
    expect(policy(watched)).toEqual(policy(everything));
    expect(looks.toSorted()).toEqual(KEYS.toSorted());
  });

  it("does not change when its options do", () => {
    const options = { attempts: 5 };
    const made = policy(options);
    options.attempts = 9;
    expect(made.attempts).toBe(5);
  });

  it("is not fooled by what merely looks or inherits like one", () => {
    const made = policy({ attempts: 5 });
    expect(policy(Object.create(made, { attempts: { value: 7 } }) as PolicyOptions).attempts).toBe(7);
    expect(() => policy(Object.create(made, { attempts: { value: Number.NaN } }) as PolicyOptions)).toThrow("attempts");
    expect(policy(new Proxy(made, {}))).not.toBe(made);
    expect(policy({ ...made })).not.toBe(made);
  });
});

trap("F-018 options are never changed, and may be frozen", { cannot: "it changes nothing either" }, async (stage) => {
  const before = { ...everything };
  const frozen = Object.freeze({ ...everything });
  for (const options of [frozen, before, before]) {
    expect(await stage.clock.runUntil(stage.retry(() => "done", options, { clock: stage.clock }))).toBe("done");
  }
  expect(before).toEqual(everything);
});

trap("F-069 one policy serves runs that overlap, each with its own count", async ({ retry, clock }) => {
  const delays: Record<string, number[]> = { a: [], b: [], c: [] };
  const shared = policy({ attempts: 4, schedule: fixed(100) });
  const runs = Object.keys(delays).map((name) => {
    const onRetry = ({ delay }: { delay: number }): unknown => delays[name]!.push(delay);
    return retry(() => Promise.reject(new Error(name)), { ...shared, onRetry }, { clock });
  });
  const endings = await clock.runUntil(Promise.allSettled(runs));
  expect(delays).toEqual({ a: [100, 100, 100], b: [100, 100, 100], c: [100, 100, 100] });
  expect(endings.map((ending) => ending.status === "rejected" && ending.reason.message)).toEqual(["a", "b", "c"]);
});
