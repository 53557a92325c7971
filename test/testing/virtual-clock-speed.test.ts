import { type SchedulerLike, VirtualTimeScheduler } from "rxjs";
import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

/** The milliseconds of work in the quickest of three, whatever else the machine has to do. */
function fastest(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    run();
    return process.cpuUsage(start).user / 1_000;
  });
  return Math.min(...times);
}

/** Puts many to sleep, in no order. */
function crowd(scheduler: SchedulerLike, size: number): void {
  for (let each = 0; each < size; each++) scheduler.schedule(() => {}, (each * 7_919) % 100_003);
}

// No naive loop here: it has no clock of its own to hold against this.
describe("a virtual clock", () => {
  it("takes a hundred thousand sleepers in less than half a second (F-032, rule 9d)", () => {
    expect(fastest(() => crowd(virtualClock(), 100_000))).toBeLessThan(500);
  });

  it("wakes them in order", async () => {
    const clock = virtualClock();
    const woken: number[] = [];
    for (let each = 0; each < 20_000; each++) {
      const delay = (each * 7_919) % 5_003;
      clock.schedule(delay, () => woken.push(delay));
    }
    await clock.advance(5_003);
    expect(woken).toHaveLength(20_000);
    expect(woken).toEqual(woken.toSorted((a, b) => a - b));
  });

  // Each takes a real turn: a million take some seconds, and more where coverage is counted.
  const retries = process.env["LAWS"] === "deep" ? 1_000_000 : 20_000;
  it(`comes to the end of ${retries} retries`, async () => {
    const clock = virtualClock();
    const busy = new Error("busy");
    const failing = (): Promise<never> => Promise.reject(busy);
    const run = settle(failing, { attempts: retries + 1, schedule: fixed("1s") }, { clock });
    expect(await clock.runUntil(run)).toMatchObject({ attempts: retries + 1, elapsed: retries * 1_000 });
  });
});

describe("RxJS's own virtual time", () => {
  it("sorts all its actions at every one, which is why ours has a heap", () => {
    const [few, many] = [500, 4_000].map((size) => fastest(() => crowd(new VirtualTimeScheduler(), size)));
    expect(many).toBeGreaterThan(8 * few!);
  });
});
