import { afterEach, describe, expect, it, vi } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { settle } from "../../src/retry/retry.ts";
import { type VirtualClock, virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing, rejection, turn } from "../retry/scene.ts";
import { trap } from "../support/trap.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const busy = new Error("busy");

afterEach(() => vi.restoreAllMocks());

/** A clock whose wall jumps at some moment, while its monotonic time goes on. */
const jumping = (clock: VirtualClock, at: number, by: number): VirtualClock => ({
  ...clock,
  wallNow: () => clock.wallNow() + (clock.now() >= at ? by : 0),
});

describe("the wall clock jumps", () => {
  trap("F-020 rule 6c back by an hour: the deadline stands", async ({ retry, clock }) => {
    const options = { schedule: exponential(20), attempts: 9, totalTimeout: 200 };
    const run = rejection(retry(failing([busy]), options, { clock: jumping(clock, 60, -HOUR) }));
    expect(await clock.runUntil(run)).toBe(busy);
    expect(clock.now()).toBeLessThan(400);
  });

  trap("F-021 rule 6c forward by an hour: the run is not cut short", async ({ retry, clock }) => {
    const operation = failing([busy, busy], "done");
    const options = { schedule: fixed(100), attempts: 5, totalTimeout: 1_000 };
    const run = retry(operation, options, { clock: jumping(clock, 60, HOUR) });
    expect(await clock.runUntil(run)).toBe("done");
  });

  it.each([-DAY, -HOUR, HOUR, DAY])(
    "F-020 F-021 by %d ms under the clock of the machine: nothing changes",
    async (by) => {
      const { now } = Date;
      const start = performance.now();
      vi.spyOn(Date, "now").mockImplementation(() => now() + (performance.now() - start > 20 ? by : 0));
      const outcome = await settle(failing([busy]), { schedule: fixed(15), attempts: 50, totalTimeout: 300 });
      expect(outcome).toMatchObject({ ok: false, reason: "deadline", error: busy });
      expect(outcome.attempts).toBeGreaterThan(2);
      expect(outcome.attempts).toBeLessThanOrEqual(20);
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );

  trap("F-022 and stands still: the clock of the machine goes on", { within: 1_000 }, async ({ retry }) => {
    vi.spyOn(Date, "now").mockReturnValue(42);
    const operation = failing([busy]);
    await rejection(retry(operation, { schedule: exponential(10), attempts: 6, totalTimeout: 100 }));
    expect(operation.calls).toBeLessThan(6);
  });

  trap("F-025 on waking from a suspend of two hours: the run goes on where it was", async ({ retry, clock }) => {
    const operation = failing([busy]);
    const options = { schedule: exponential(100), attempts: 4, totalTimeout: 1_000 };
    const run = rejection(retry(operation, options, { clock: jumping(clock, 150, 2 * HOUR) }));
    await clock.advance(250);
    expect(operation.calls).toBe(2);
    await clock.runUntil(run);
    expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 4, now: 700 });
  });

  it("F-025 and dates are read on the wall as it is then", async () => {
    const clock = virtualClock();
    const dates: number[] = [];
    const delayHint = (_: unknown, { wallNow }: { wallNow: number }): undefined => void dates.push(wallNow);
    const run = settle(
      failing([busy]),
      { schedule: fixed(100), attempts: 4, delayHint },
      { clock: jumping(clock, 150, HOUR) },
    );
    expect(await clock.runUntil(run)).toMatchObject({ attempts: 4, elapsed: 300 });
    expect(dates).toEqual([0, 100, HOUR + 200]);
  });
});

describe("the event loop stalls during a delay (F-024)", () => {
  const cannot = "a chain of timeouts has no ticks to miss";
  trap("the next attempt comes right after, and the delay after it is whole", { cannot }, async ({ retry }) => {
    const starts: number[] = [];
    const start = performance.now();
    const run = rejection(
      retry(() => (starts.push(performance.now() - start), Promise.reject(busy)), { schedule: fixed(20), attempts: 4 }),
    );
    let end = 0;
    void turn().then(() => {
      const begun = performance.now();
      while (performance.now() - begun < 200);
      end = performance.now() - start;
    });
    await run;
    const [first, second, third, fourth] = starts as [number, number, number, number];
    expect(end - first).toBeGreaterThanOrEqual(200);
    expect(second).toBeGreaterThanOrEqual(end);
    expect(third - second).toBeGreaterThanOrEqual(20);
    expect(fourth - third).toBeGreaterThanOrEqual(20);
  });
});
