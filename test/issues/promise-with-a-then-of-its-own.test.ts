import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { trap } from "../support/trap.ts";

const busy = new Error("busy");
const throwing = (): never => {
  throw busy;
};
const bent = (bend: PropertyDescriptor): Promise<string> =>
  Object.defineProperty(Promise.resolve("done"), "then", { ...bend, configurable: true });
const around = { cannot: "await goes around a then of the promise's own" };

// A promise of the platform was taken as it came: its own then threw out of `retry`, and no attempt followed.
describe("a promise with a then of its own", () => {
  for (const [what, bend] of [
    ["throws", { value: throwing }],
    ["cannot be read", { get: throwing }],
  ] as const) {
    trap(`F-056 that ${what} is a failed attempt, on the machine's clock`, around, async ({ retry }) => {
      let calls = 0;
      const operation = (): Promise<string> => (calls++, bent(bend));
      await expect(retry(operation, { schedule: fixed(0) })).rejects.toBe(busy);
      expect(calls).toBe(3);
    });

    trap(`F-056 that ${what} is a failed attempt, in a watched run`, around, async ({ retry, clock }) => {
      const run = retry(() => bent(bend), { schedule: fixed(10), attemptTimeout: 100 }, { clock });
      await expect(clock.runUntil(run)).rejects.toBe(busy);
      expect({ now: clock.now(), pending: clock.pending() }).toEqual({ now: 20, pending: [] });
    });
  }

  trap("F-056 that never calls back is cut short by the limits", around, async ({ retry, clock }) => {
    const run = retry(() => bent({ value: () => {} }), { attempts: 1, attemptTimeout: 100 }, { clock });
    await expect(clock.runUntil(run)).rejects.toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });
});
