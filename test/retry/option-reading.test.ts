import { describe, expect, it } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { wrap as ours } from "../../src/retry/wrap.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");

/** The same options, that count how often each is read. */
function counted<Options extends object>(options: Options): { options: Options; reads: Record<string, number> } {
  const reads: Record<string, number> = {};
  const getters = Object.entries(options).map(([name, value]) => {
    const get = (): unknown => {
      reads[name] = (reads[name] ?? 0) + 1;
      return value;
    };
    return [name, { get, enumerable: true }] as const;
  });
  return { reads, options: Object.defineProperties({}, Object.fromEntries(getters)) as Options };
}

describe("options are read once", () => {
  trap("each of them, and of the environment, however many attempts follow", async ({ retry, clock }) => {
    const { signal } = new AbortController();
    const how = counted<PolicyOptions>({
      attempts: 4,
      schedule: fixed(10),
      totalTimeout: 10_000,
      attemptTimeout: 1_000,
      retryIf: () => true,
      onRetry: () => {},
    });
    const where = counted({ clock, signal, random: () => 0.5, unref: false });
    expect(await clock.runUntil(rejection(retry(failing([busy]), how.options, where.options)))).toBe(busy);
    expect(Object.values(how.reads)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(Object.values(where.reads)).toEqual([1, 1, 1, 1]);
  });

  trap(
    "a change after the start changes nothing",
    { cannot: "it takes its options apart at the start, too" },
    async ({ retry, clock }) => {
      const options = { attempts: 3, schedule: fixed(10) };
      const operation = failing([busy]);
      const run = rejection(retry(operation, options, { clock }));
      options.attempts = 100;
      options.schedule = fixed("1d");
      expect(await clock.runUntil(run)).toBe(busy);
      expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 3, now: 20 });
    },
  );

  it("a wrapped function keeps the options that it was made with", async () => {
    const clock = virtualClock();
    const options = { attempts: 2, schedule: fixed(10) };
    const env = { clock };
    const operation = failing([busy]);
    const save = ours(operation, options, env);
    options.attempts = 100;
    env.clock = virtualClock();
    expect(await clock.runUntil(rejection(save()))).toBe(busy);
    expect(operation.calls).toBe(2);
  });

  trap(
    "F-018 T13 rule 4e frozen options work, twice, and nothing is written to any",
    { cannot: "it writes to none either" },
    async ({ retry, clock }) => {
      const deep = Object.freeze({ attempts: 2, schedule: Object.freeze({ ...exponential(10) }), totalTimeout: 1_000 });
      const env = Object.freeze({ clock });
      const before = { ...deep };
      for (const _ of [1, 2]) {
        const operation = failing([busy]);
        expect(await clock.runUntil(rejection(retry(operation, deep, env)))).toBe(busy);
        expect(operation.calls).toBe(2);
      }
      expect(deep).toEqual(before);
      expect(env).toEqual({ clock });
    },
  );
});

describe("a policy", () => {
  it("is frozen, with its limits in milliseconds", () => {
    const patient = policy({ attempts: 5, totalTimeout: "1m", attemptTimeout: "1.5s" });
    expect(Object.isFrozen(patient)).toBe(true);
    expect(patient).toMatchObject({ attempts: 5, totalTimeout: 60_000, attemptTimeout: 1_500 });
  });

  trap(
    "rule 10c can be spread into another, and one option overridden",
    { cannot: "so can any object" },
    async (stage) => {
      const { retry, clock } = stage;
      const patient = policy({ attempts: 5, schedule: fixed(100) });
      const operation = failing([busy]);
      const hasty = { ...patient, schedule: fixed(1) };
      expect(await clock.runUntil(rejection(retry(operation, hasty, { clock })))).toBe(busy);
      expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 5, now: 4 });
      expect(patient.schedule.name).toBe(fixed(100).name);
    },
  );

  trap("serves a thousand runs at once, each as if it were alone", async ({ retry, clock }) => {
    const shared = policy({ attempts: 4, schedule: exponential(10), onRetry: () => {} });
    const run = (needed: number): Promise<number> =>
      retry(
        ({ attempt, idempotencyKey }) => {
          if (attempt < needed) throw busy;
          expect(idempotencyKey).toHaveLength(36);
          return clock.now();
        },
        shared,
        { clock },
      );
    const ends = await clock.runUntil(Promise.all(Array.from({ length: 1_000 }, (_, index) => run(1 + (index % 4)))));
    expect(ends).toEqual(Array.from({ length: 1_000 }, (_, index) => [0, 10, 30, 70][index % 4]));
  });
});
