import { describe, expect } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { TimeoutError } from "../../src/policy/errors.ts";
import { trap } from "../support/trap.ts";
import { failing, never, rejection, thisTurn } from "./scene.ts";

const busy = new Error("busy");

describe("a deadline is not slept up to", () => {
  trap("F-043 rule 6b a delay beyond it ends the run now, with the last error", async ({ retry, clock }) => {
    const operation = failing([busy]);
    const told: unknown[] = [];
    const options = {
      totalTimeout: 120,
      schedule: fixed(500),
      onGiveUp: ({ reason }: { reason: string }): void => void told.push(reason),
    };
    expect(await thisTurn(rejection(retry(operation, options, { clock })))).toBe(busy);
    expect(told).toEqual(["deadline"]);
    expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 1, now: 0 });
  });

  trap("T16 rule 6b no attempt starts at it or after it", async ({ retry, clock }) => {
    const starts: number[] = [];
    const operation = (): never => {
      starts.push(clock.now());
      throw busy;
    };
    // With delays of 60 and 120 ms the third attempt would start at 180, after it.
    const run = rejection(retry(operation, { totalTimeout: 100, schedule: exponential(60) }, { clock }));
    expect(await clock.runUntil(run)).toBe(busy);
    expect(starts).toEqual([0, 60]);
    expect(clock.now()).toBe(60);
  });

  trap("rule 6b a retry that would start exactly at it is not made", async ({ retry, clock }) => {
    const operation = failing([busy]);
    const run = rejection(retry(operation, { totalTimeout: 100, schedule: fixed(100) }, { clock }));
    expect(await clock.runUntil(run)).toBe(busy);
    expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 1, now: 0 });
  });

  trap(
    "rule 6b a retry one millisecond before it is made",
    { cannot: "it makes later ones too" },
    async ({ retry, clock }) => {
      const operation = failing([busy], "done");
      const run = retry(operation, { totalTimeout: 101, schedule: fixed(100) }, { clock });
      expect(await clock.runUntil(run)).toBe("done");
    },
  );

  trap("rule 6b a wait that took too long is not followed by an attempt", async ({ retry, clock }) => {
    const operation = failing([busy]);
    // A clock on which every wait takes 50 ms more, such as on a machine that is too busy.
    const late = { ...clock, schedule: (delay: number, run: () => void) => clock.schedule(delay + 50, run) };
    const run = rejection(retry(operation, { totalTimeout: 100, schedule: fixed(60) }, { clock: late }));
    expect(await clock.runUntil(run)).toBe(busy);
    expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 1, now: 110 });
  });

  trap("a total limit of 0 allows no call at all", async ({ retry, clock }) => {
    const operation = failing([], "done");
    const error = await clock.runUntil(rejection(retry(operation, { totalTimeout: 0 }, { clock })));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(operation.calls).toBe(0);
  });
});

describe("an attempt that is still running at the deadline", () => {
  trap("F-044 T17 ends there, in a TimeoutError that says which limit", async ({ retry, clock }) => {
    const run = rejection(retry(never, { totalTimeout: 100 }, { clock }));
    await clock.advance(99);
    expect(clock.pending()).toEqual([1]);
    await clock.advance(1);
    const error = await thisTurn(run);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ name: "TimeoutError", code: "TOTAL_TIMEOUT", limit: 100 });
    expect((error as Error).message).toBe("All attempts together took longer than 100ms");
    expect(Object.hasOwn(error as Error, "cause")).toBe(false);
  });

  trap("carries the failure before it as the cause", async ({ retry, clock }) => {
    let calls = 0;
    const operation = (): Promise<never> => (++calls === 1 ? Promise.reject(busy) : never());
    const run = rejection(retry(operation, { totalTimeout: 100, schedule: fixed(40) }, { clock }));
    const error = await clock.runUntil(run);
    expect(error).toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect((error as Error).cause).toBe(busy);
    expect(clock.now()).toBe(100);
  });

  trap("is not retried, whatever the predicate says", async ({ retry, clock }) => {
    let asked = 0;
    const options = { totalTimeout: 100, schedule: fixed(0), retryIf: () => ++asked > 0 };
    expect(await clock.runUntil(rejection(retry(never, options, { clock })))).toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect(asked).toBe(0);
  });

  trap("loses a tie: a value at the very deadline is too late", async ({ retry, clock }) => {
    const operation = (): Promise<string> => new Promise((resolve) => clock.schedule(100, () => resolve("done")));
    const run = rejection(retry(operation, { totalTimeout: 100 }, { clock }));
    expect(await clock.runUntil(run)).toMatchObject({ code: "TOTAL_TIMEOUT" });
  });

  trap("wins a tie against the attempt's own limit", async ({ retry, clock }) => {
    const run = rejection(retry(never, { attemptTimeout: 100, totalTimeout: 100 }, { clock }));
    expect(await clock.runUntil(run)).toMatchObject({ code: "TOTAL_TIMEOUT", limit: 100 });
    expect(clock.now()).toBe(100);
  });

  trap("cuts the last attempt short when it is nearer than the attempt's own limit", async ({ retry, clock }) => {
    const options = { attemptTimeout: 60, totalTimeout: 100, schedule: fixed(20) };
    const error = await clock.runUntil(rejection(retry(never, options, { clock })));
    expect(error).toMatchObject({ code: "TOTAL_TIMEOUT", cause: { code: "ATTEMPT_TIMEOUT", limit: 60 } });
    expect(clock.now()).toBe(100);
  });
});
