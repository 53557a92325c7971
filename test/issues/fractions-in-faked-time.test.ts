import { afterEach, expect, it, vi } from "vitest";
import { fixed, settle } from "../../src/index.ts";
import { systemClock } from "../../src/engine/scheduler.ts";

afterEach(() => void vi.useRealTimers());

it("time that is faked after genuine time has passed has whole milliseconds all the same", async () => {
  while (Number.isInteger(systemClock.now())) await new Promise((resolve) => setTimeout(resolve, 1));
  vi.useFakeTimers();
  const remaining: number[] = [];
  const run = settle(
    (attempt) => {
      remaining.push(attempt.remaining);
      throw new Error("busy");
    },
    { attempts: 3, schedule: fixed("190ms"), totalTimeout: "8s" },
  );
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await run).toMatchObject({ ok: false, attempts: 3, elapsed: 380 });
  expect(remaining).toEqual([8_000, 7_810, 7_620]);
});
