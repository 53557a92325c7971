import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "../../src/engine/clock.ts";
import { type CountedTimers, countTimers, freshScheduler } from "./counted-timers.ts";
import { uncaught } from "../support/host.ts";

let timers: CountedTimers;
let clock: Clock;

beforeAll(async () => {
  timers = countTimers();
  clock = (await freshScheduler()).systemClock;
});

afterAll(() => timers.restore());

const asleep = (delay: number): Promise<number> =>
  new Promise((resolve) => clock.schedule(delay, () => resolve(clock.now())));

// No naive loop here: it has no clock of its own to hold against this.
describe("the clock of the machine", () => {
  it("arms one RxJS timer for any number of sleepers, and none when nobody sleeps", async () => {
    expect(timers.live()).toBe(0);
    const back = Array.from({ length: 500 }, (_, index) => clock.schedule(60_000 + (index % 20), () => {}));
    const sleepers = Array.from({ length: 500 }, (_, index) => asleep(index % 20));
    expect(timers.live()).toBe(1);
    await Promise.all(sleepers);
    expect(timers.live()).toBe(1);
    for (const cancel of back) cancel();
    expect(timers.live()).toBe(0);
    await asleep(1);
    expect(timers.live()).toBe(0);
  });

  it("arms none when all were taken back", () => {
    const back = [10, 5, 1, 20].map((delay) => clock.schedule(delay, () => {}));
    expect(timers.live()).toBe(1);
    for (const cancel of back) cancel();
    expect(timers.live()).toBe(0);
  });

  it("arms it once for sleepers that come in the order of their times", () => {
    const before = timers.delays.length;
    const back = Array.from({ length: 1_000 }, (_, index) => clock.schedule(1_000 + index, () => {}));
    expect(timers.delays.length - before).toBe(1);
    for (const cancel of back.toReversed()) cancel();
    expect(timers.delays.length - before).toBe(1);
  });

  it("wakes sleepers of one delay in the order in which they came (F-028)", async () => {
    const woken: number[] = [];
    const sleepers = Array.from({ length: 100 }, (_, index) => asleep(5).then(() => woken.push(index)));
    await Promise.all(sleepers);
    expect(woken).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it("lets neighbours run when one throws, and tells of the error as any timer does (F-030)", async () => {
    const woken: string[] = [];
    const error = new Error("thrown in a scheduled function");
    const heard = await uncaught(async () => {
      clock.schedule(2, () => woken.push("a"));
      clock.schedule(2, () => {
        throw error;
      });
      clock.schedule(2, () => woken.push("b"));
      clock.schedule(6, () => woken.push("c"));
      await asleep(10);
    });
    expect(woken).toEqual(["a", "b", "c"]);
    expect(heard).toEqual([error]);
    expect(timers.live()).toBe(0);
  });

  it("never wakes before its time on the monotonic clock (F-013)", async () => {
    const sleepers = Array.from({ length: 600 }, async (_, index) => {
      await asleep(index / 4);
      const delay = 1 + (index % 5);
      const start = performance.now();
      await asleep(delay);
      return performance.now() - start - delay;
    });
    expect(Math.min(...(await Promise.all(sleepers)))).toBeGreaterThanOrEqual(0);
  });

  it.each([0.4, 1.9, 2.5])("never rounds a delay of %d ms down (F-012)", async (delay) => {
    for (let repeat = 0; repeat < 10; repeat++) {
      const start = performance.now();
      await asleep(delay);
      expect(performance.now() - start).toBeGreaterThanOrEqual(delay);
    }
  });

  it("arms no timer beyond 2^31 − 1 ms (F-001, F-002)", () => {
    const before = timers.delays.length;
    const back = [2 ** 31, 2 ** 33, 2 ** 53, Number.MAX_VALUE].map((delay) => clock.schedule(delay, () => {}));
    expect(timers.delays.slice(before)).toEqual([2 ** 31 - 1]);
    for (const cancel of back) cancel();
  });
});
