import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { policy } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");
const DAY = 86_400_000;

describe("a deadline is kept on monotonic time", () => {
  for (const [which, step] of [
    ["forward", DAY],
    ["back", -DAY],
  ] as const) {
    trap(`rule 6c the wall clock steps a day ${which} and changes nothing`, async ({ retry, clock }) => {
      let wall = 0;
      const stepping = { ...clock, wallNow: () => clock.wallNow() + wall };
      const starts: number[] = [];
      const operation = (): never => {
        starts.push(clock.now());
        if (starts.length === 2) wall = step;
        throw busy;
      };
      const options = { attempts: 5, totalTimeout: 800, schedule: fixed(100) };
      expect(await clock.runUntil(rejection(retry(operation, options, { clock: stepping })))).toBe(busy);
      // The naive loop doubles its delays: 0, 100, 300, 700 and, if it knew its deadline, no more.
      expect(starts.length).toBeGreaterThan(3);
      expect(starts.at(-1)).toBeLessThan(800);
    });
  }
});

describe("rule 6a the limit", () => {
  trap(
    "starts at the first call of a run, not when the function was wrapped",
    { cannot: "it reads the clock at the call too" },
    async ({ wrap, clock }) => {
      const save = wrap(failing([busy], "done"), { totalTimeout: 100, schedule: fixed(60) }, { clock });
      await clock.advance("1d");
      expect(await clock.runUntil(save())).toBe("done");
    },
  );

  trap("rule 6e is absent unless asked for", { cannot: "it has none either" }, async ({ retry, clock }) => {
    expect(policy().totalTimeout).toBe(Infinity);
    expect(policy().attemptTimeout).toBe(Infinity);
    const years = retry(failing([busy, busy], "done"), { schedule: fixed("3650d") }, { clock });
    expect(await clock.runUntil(years)).toBe("done");
    expect(clock.now()).toBe(2 * 3_650 * DAY);
  });
});

describe("rule 2g what remains of the time", () => {
  trap("is told to every attempt, and is never 0 or less", async ({ retry, clock }) => {
    const told: number[] = [];
    const operation = ({ remaining }: { remaining: number }): Promise<never> => {
      told.push(remaining);
      return new Promise((_, reject) => clock.schedule(30, () => reject(busy)));
    };
    const options = { attempts: 10, totalTimeout: 300, schedule: fixed(70) };
    expect(await clock.runUntil(rejection(retry(operation, options, { clock })))).toBe(busy);
    expect(told).toEqual([300, 200, 100]);
  });

  trap("is Infinity without a deadline", async ({ retry, clock }) => {
    expect(await clock.runUntil(retry(({ remaining }) => remaining, {}, { clock }))).toBe(Infinity);
    expect(await retry(({ remaining }) => remaining)).toBe(Infinity);
  });
});

describe("rule 6d rule 4f a stop is no number", () => {
  trap(
    "a delay of 0 means now, under a deadline too",
    { cannot: "0 is falsy, and it waits not at all" },
    async ({ retry, clock }) => {
      const operation = failing([busy, busy], "done");
      expect(await clock.runUntil(retry(operation, { totalTimeout: 1, schedule: fixed(0) }, { clock }))).toBe("done");
      expect(clock.now()).toBe(0);
    },
  );

  trap("a schedule cannot stop a run with -1", async ({ retry, clock }) => {
    const schedule = { name: "stop", delay: () => -1, bounds: () => ({ min: 0, max: 0 }) };
    const error = await clock.runUntil(rejection(retry(failing([busy]), { schedule }, { clock })));
    expect(error).toMatchObject({ code: "POLICY_FUNCTION", option: "schedule", failure: { error: busy } });
  });

  trap("Infinity as a limit means no limit", async ({ retry, clock }) => {
    const operation = ({ attempt }: { attempt: number }): Promise<string> =>
      attempt < 100 ? Promise.reject(busy) : Promise.resolve("done");
    const options = { attempts: Infinity, attemptTimeout: Infinity, totalTimeout: Infinity, schedule: fixed("1d") };
    expect(await clock.runUntil(retry(operation, options, { clock }))).toBe("done");
    expect(clock.now()).toBe(99 * DAY);
  });
});
