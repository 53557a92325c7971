import { describe, expect } from "vitest";
import { trap } from "../support/trap.ts";

// The time was read before `onAttempt` ran: a hook that blocked past the deadline was followed by an attempt.
describe("a hook that uses up the time just before an attempt", () => {
  trap("rule 6b is followed by no attempt at or after the deadline", async ({ retry, clock }) => {
    let calls = 0;
    let stall = 0;
    const stalled = { ...clock, now: () => clock.now() + stall, wallNow: () => clock.wallNow() + stall };
    const options = { totalTimeout: 100, onAttempt: () => void (stall += 100) };
    const run = retry(() => ++calls, options, { clock: stalled });
    await expect(clock.runUntil(run)).rejects.toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect(calls).toBe(0);
  });

  trap("rule 2g what is left of it is what the attempt is told and limited by", async ({ retry, clock }) => {
    let stall = 0;
    let told: number | undefined;
    const stalled = { ...clock, now: () => clock.now() + stall, wallNow: () => clock.wallNow() + stall };
    const options = { totalTimeout: 100, onAttempt: () => void (stall += 60) };
    const operation = ({ remaining }: { remaining: number }): Promise<never> => {
      told = remaining;
      return new Promise(() => {});
    };
    const run = retry(operation, options, { clock: stalled });
    await expect(clock.runUntil(run)).rejects.toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect({ told, now: clock.now() }).toEqual({ told: 40, now: 40 });
  });
});
