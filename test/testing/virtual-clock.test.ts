import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { virtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import { turn } from "../support/host.ts";

/** What wakes on a clock, and when. */
function noted(clock: VirtualClock) {
  const woken: string[] = [];
  const sleep = (delay: number, name = `${delay}`) =>
    clock.schedule(delay, () => void woken.push(`${name} at ${clock.now()}`));
  return { woken, sleep };
}

const asleep = (clock: VirtualClock, delay: number): Promise<void> =>
  new Promise((resolve) => clock.schedule(delay, resolve));

// No naive loop here: it has no clock of its own to hold against this.
describe("virtual clock", () => {
  it("stands until it is told to move", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    sleep(0);
    sleep(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect({ woken, now: clock.now() }).toEqual({ woken: [], now: 0 });
  });

  it("begins at 0, or at the wall clock's time that it is given, and moves both", async () => {
    const clock = virtualClock({ wallNow: 1_700_000_000_000 });
    expect([clock.now(), clock.wallNow()]).toEqual([0, 1_700_000_000_000]);
    await clock.advance("1.5s");
    expect([clock.now(), clock.wallNow()]).toEqual([1_500, 1_700_000_001_500]);
    expect(virtualClock().wallNow()).toBe(0);
  });

  it("runs what falls due in the order of times, then of coming (F-028)", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    for (const [name, delay] of [
      ["d", 20],
      ["a", 10],
      ["e", 20],
      ["b", 10],
      ["f", 31],
      ["c", 10],
    ] as const) {
      sleep(delay, name);
    }
    await clock.advance(30);
    expect(woken).toEqual(["a at 10", "b at 10", "c at 10", "d at 20", "e at 20"]);
    expect(clock.now()).toBe(30);
  });

  it("keeps fractions of milliseconds", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    for (const delay of [0.4, 0.2, 1e-9]) sleep(delay);
    await clock.advance(0.3);
    expect(woken).toEqual(["1e-9 at 1e-9", "0.2 at 0.2"]);
  });

  it("runs what was put to sleep on the way", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    clock.schedule(10, () => sleep(0, "at once"));
    clock.schedule(10, () => sleep(5, "later"));
    await clock.advance(15);
    expect(woken).toEqual(["at once at 10", "later at 15"]);
  });

  it("lets promises settle between any two timers, and before the first and after the last (F-031, rule 9a)", async () => {
    const clock = virtualClock();
    let loops = 0;
    void (async () => {
      for (;;) {
        loops++;
        await asleep(clock, 10);
      }
    })();
    await clock.advance(100);
    expect(loops).toBe(11);
  });

  it("lets long chains of promises settle", async () => {
    const clock = virtualClock();
    let settled = false;
    void (async () => {
      await asleep(clock, 10);
      for (let link = 0; link < 1_000; link++) await Promise.resolve();
      await asleep(clock, 0);
      settled = true;
    })();
    await clock.advance(10);
    expect(settled).toBe(true);
  });

  it("tells what is scheduled, from now on and soonest first", async () => {
    const clock = virtualClock();
    const { sleep } = noted(clock);
    for (const delay of [300, 100, 200]) sleep(delay);
    await clock.advance(50);
    expect(clock.pending()).toEqual([50, 150, 250]);
  });

  it("lets what is scheduled be taken back, also twice, also by what is due at the same time", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    const first = sleep(10, "first");
    clock.schedule(20, () => second());
    const second = sleep(20, "second");
    first();
    first();
    await clock.advance(30);
    expect(woken).toEqual([]);
    expect(clock.pending()).toEqual([]);
  });

  it("takes 2^31 ms and more for what they are (F-001)", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    sleep(2 ** 33);
    sleep(2 ** 31);
    await clock.advance(2 ** 34);
    expect(woken).toEqual([`${2 ** 31} at ${2 ** 31}`, `${2 ** 33} at ${2 ** 33}`]);
  });

  it("never goes back, though it is moved from two places at once", async () => {
    const clock = virtualClock();
    const seen: number[] = [];
    const look = (): void => void seen.push(clock.now());
    for (const delay of [10, 15, 40, 80]) {
      clock.schedule(delay, () => {
        look();
        void turn().then(look);
      });
    }
    await Promise.all([clock.advance(100), clock.advance(20).then(look)]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen).toContain(80);
    expect(clock.now()).toBe(100);
  });

  it("is one of many: each has a time of its own", async () => {
    const [one, other] = [virtualClock(), virtualClock()];
    const [first, second] = [noted(one), noted(other)];
    first.sleep(10);
    second.sleep(10);
    await one.advance(10);
    expect([first.woken, second.woken]).toEqual([["10 at 10"], []]);
    expect([one.now(), other.now()]).toEqual([10, 0]);
  });
});

describe("an error in a scheduled function (F-030)", () => {
  it("comes out of advance, once the others have run", async () => {
    const clock = virtualClock();
    const { woken, sleep } = noted(clock);
    const errors = [new Error("first"), new Error("second")];
    for (const [index, error] of errors.entries()) {
      clock.schedule(10 + index, () => {
        throw error;
      });
    }
    sleep(20, "b");
    sleep(30, "c");
    await expect(clock.advance(100)).rejects.toBe(errors[0]);
    expect(woken).toEqual(["b at 20", "c at 30"]);
    expect(clock.now()).toBe(100);
    await clock.advance(1);
  });

  it("comes out of runUntil, at its time", async () => {
    const clock = virtualClock();
    const error = new Error("thrown");
    clock.schedule(10, () => {
      throw error;
    });
    await expect(clock.runUntil(asleep(clock, 20))).rejects.toBe(error);
    expect(clock.now()).toBe(10);
    await clock.runUntil(asleep(clock, 5));
    expect(clock.now()).toBe(15);
  });

  it("may be anything that can be thrown", async () => {
    const clock = virtualClock();
    clock.schedule(1, () => {
      throw undefined;
    });
    await expect(clock.advance(1)).rejects.toBeUndefined();
  });
});

describe("what makes no sense is refused", () => {
  it.each([-1, Number.NaN, Infinity, "soon", "5 parsecs", null, undefined, {}, 5n])("advance(%s)", async (duration) => {
    const clock = virtualClock();
    await expect(clock.advance(duration as never)).rejects.toBeInstanceOf(InvalidOptionError);
    expect(clock.now()).toBe(0);
  });

  it.each([
    [{ wallNow: Number.NaN }, "wallNow"],
    [{ wallNow: "1970" }, "wallNow"],
    [{ wallNow: Infinity }, "wallNow"],
    [{ patience: -1 }, "patience"],
    [{ patience: Infinity }, "patience"],
    [{ patience: null }, "patience"],
    [{ patience: "for ever" }, "patience"],
    [{ pace: 2 }, "virtual clock"],
    [null, "virtual clock"],
    ["1970", "virtual clock"],
  ])("virtualClock(%o)", (options, option) => {
    expect(() => virtualClock(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }));
  });
});
