import { expect, it } from "vitest";
import { decide, fixed, policy, settle } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";

const failure = { kind: "error", error: new Error("busy") } as const;

it("without a deadline, no sum of delays is too long", () => {
  const progress = { attempt: 1, elapsed: 1e308, previousDelay: 0 };
  const endless = policy({ schedule: fixed(1.7e308) });
  expect(decide(endless, failure, progress, { wallNow: 0, random: () => 0.5 })).toMatchObject({ kind: "retry" });
  const outgrown = { ...progress, elapsed: Infinity };
  expect(decide(endless, failure, outgrown, { wallNow: 0, random: () => 0.5 })).toMatchObject({ kind: "retry" });
});

it.each(["retryIf", "onRetry"] as const)("a deadline is not slept up to, though %s took its time", async (slow) => {
  const clock = virtualClock();
  let late = 0;
  const slowClock = { now: () => clock.now() + late, wallNow: () => 0, schedule: clock.schedule };
  const takesTime = (): true => {
    late = 150;
    return true;
  };
  const options = { totalTimeout: 200, schedule: fixed(180), [slow]: takesTime };
  const run = settle(() => Promise.reject(failure.error), options, { clock: slowClock });
  expect(await clock.runUntil(run)).toMatchObject({ reason: "deadline", attempts: 1, elapsed: 150 });
  expect(clock.now()).toBe(0);
});
