import { afterEach, describe, expect, it, vi } from "vitest";
import { freshScheduler } from "./counted-timers.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** A platform turned by hand, and the clock of the machine on it. */
async function scene() {
  let now = 0;
  const rings: (() => void)[] = [];
  const delays: number[] = [];
  const stopped: unknown[] = [];
  vi.stubGlobal("performance", { now: () => now });
  vi.stubGlobal("setInterval", (ring: () => void, delay: number) => (delays.push(delay), rings.push(ring)));
  vi.stubGlobal("clearInterval", (handle: unknown) => void stopped.push(handle));
  const { systemClock } = await freshScheduler();
  const woken: string[] = [];
  return {
    delays,
    stopped,
    woken,
    sleep: (delay: number) => systemClock.schedule(delay, () => woken.push(`${delay} at ${now}`)),
    ringAt: (time: number, timer: number) => {
      now = time;
      rings[timer]!();
    },
  };
}

// No naive loop here: it has no clock of its own to hold against this.
describe("the timer of a crowd", () => {
  it("is left armed while it rings for one millisecond after the other", async () => {
    const { delays, stopped, woken, sleep, ringAt } = await scene();
    for (const delay of [10, 10.5, 11, 12, 13]) sleep(delay);
    ringAt(10, 0);
    expect({ delays, stopped }).toEqual({ delays: [10, 1], stopped: [1] });
    for (const time of [11, 12, 13]) ringAt(time, 1);
    expect(woken).toEqual(["10 at 10", "10.5 at 11", "11 at 11", "12 at 12", "13 at 13"]);
    expect({ delays, stopped }).toEqual({ delays: [10, 1], stopped: [1, 2] });
  });

  it("is another where the next wait has another length", async () => {
    const { delays, stopped, woken, sleep, ringAt } = await scene();
    for (const delay of [10, 30, 35]) sleep(delay);
    ringAt(10, 0);
    ringAt(30, 1);
    ringAt(35, 2);
    expect({ delays, stopped, woken: woken.length }).toEqual({ delays: [10, 20, 5], stopped: [1, 2, 3], woken: 3 });
  });

  it("is another for a long wait, since an interval counts from before those who wake have taken their time", async () => {
    const { delays, stopped, sleep, ringAt } = await scene();
    for (const delay of [10, 20, 25, 30]) sleep(delay);
    for (const [timer, time] of [10, 20, 25, 30].entries()) ringAt(time, Math.min(timer, 2));
    expect({ delays, stopped }).toEqual({ delays: [10, 10, 5], stopped: [1, 2, 3] });
  });

  it("rings again at once where it rang early and woke nobody", async () => {
    const { delays, woken, sleep, ringAt } = await scene();
    sleep(10);
    ringAt(9.5, 0);
    ringAt(10, 1);
    expect({ delays, woken }).toEqual({ delays: [10, 1], woken: ["10 at 10"] });
  });

  it("does not hold back who comes meanwhile and is due before", async () => {
    const { delays, woken, sleep, ringAt } = await scene();
    for (const delay of [10, 11.5]) sleep(delay);
    ringAt(10, 0);
    sleep(0.5);
    ringAt(11, 2);
    expect({ delays, woken }).toEqual({ delays: [10, 2, 1], woken: ["10 at 10", "0.5 at 11"] });
  });

  it("takes no delay for one of a millisecond, as the platform does", async () => {
    const { delays, woken, sleep, ringAt } = await scene();
    sleep(0);
    ringAt(1, 0);
    expect({ delays, woken }).toEqual({ delays: [1], woken: ["0 at 1"] });
  });
});
