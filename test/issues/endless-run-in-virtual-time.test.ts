import { expect, it } from "vitest";
import { fixed, settle } from "../../src/index.ts";
import { StandstillError, virtualClock } from "../../src/testing/index.ts";

it("a run that never ends and never waits is a standstill, not a hang", async () => {
  const clock = virtualClock();
  const busy = new Error("busy");
  const failing = (): Promise<never> => Promise.reject(busy);
  void settle(failing, { attempts: Infinity, schedule: fixed(0), totalTimeout: "1m" }, { clock });
  const standstill = await clock.advance("1h").catch((error: unknown) => error);
  expect(standstill).toBeInstanceOf(StandstillError);
  expect(standstill).toHaveProperty("message", expect.stringContaining("goes on without any delay"));
}, 60_000);

it("many sleepers of one instant are none", async () => {
  const clock = virtualClock();
  let woken = 0;
  for (let count = 0; count < 20_000; count++) clock.schedule(10, () => void woken++);
  await clock.advance(10);
  expect(woken).toBe(20_000);
}, 60_000);
