import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { timeLine } from "../../src/engine/time-line.ts";
import { type Faults, handTimers } from "./hand-timers.ts";

const LONGEST_TIMER = 2 ** 31 - 1;

function scene(faults?: Faults) {
  const timers = handTimers(faults);
  const line = timeLine(timers);
  const woken: string[] = [];
  const sleep = (delay: number, name = `${delay}`, unref?: boolean) =>
    line.schedule(delay, () => woken.push(`${name} at ${timers.now()}`), unref);
  return { timers, line, woken, sleep };
}

// No naive loop here: it has no clock of its own to hold against this.
describe("time line", () => {
  it("arms one alarm for many sleepers, for the earliest", () => {
    const { timers, sleep } = scene();
    for (const delay of [300, 100, 500, 200]) sleep(delay);
    expect(timers.armed).toMatchObject([{ delay: 100 }]);
  });

  it("leaves its alarm alone while the earliest stays the earliest", () => {
    const { timers, sleep } = scene();
    for (let delay = 100; delay < 200; delay++) sleep(delay);
    expect(timers.delays).toEqual([100]);
  });

  it("leaves its alarm alone however often others come and go, so that the sleeper is not starved", () => {
    const { timers, woken, sleep } = scene();
    sleep(10.5);
    for (let quarter = 0; quarter < 44; quarter++) {
      sleep(1_000)();
      timers.pass(0.25);
    }
    expect(woken).toEqual(["10.5 at 11"]);
    expect(timers.delays).toEqual([11]);
  });

  it("wakes each at its time, the first to come first among equals (F-028)", () => {
    const { timers, woken, sleep } = scene();
    sleep(20, "c");
    sleep(10, "a");
    sleep(20, "d");
    sleep(10, "b");
    timers.pass(30);
    expect(woken).toEqual(["a at 10", "b at 10", "c at 20", "d at 20"]);
  });

  it("arms nothing when nobody sleeps: before, after the last, and when all were taken back", () => {
    const { timers, sleep } = scene();
    expect(timers.armed).toEqual([]);
    sleep(10);
    timers.pass(10);
    expect(timers.armed).toEqual([]);
    const back = [sleep(10), sleep(20), sleep(30)];
    for (const cancel of back) cancel();
    expect(timers.armed).toEqual([]);
  });

  it("does not wake who was taken back, and lets it be taken back twice", () => {
    const { timers, woken, sleep } = scene();
    const cancel = sleep(10, "a");
    sleep(10, "b");
    cancel();
    cancel();
    timers.pass(20);
    expect(woken).toEqual(["b at 10"]);
  });

  it("lets a sleeper that wakes take back one that is due at the same time", () => {
    const { timers, line, woken, sleep } = scene();
    line.schedule(10, () => cancel());
    const cancel = sleep(10, "b");
    timers.pass(20);
    expect(woken).toEqual([]);
    expect(timers.armed).toEqual([]);
  });

  it("lets who is put to sleep by one that wakes have its turn later, also at no delay", () => {
    const { timers, line, woken, sleep } = scene();
    line.schedule(10, () => {
      woken.push("first");
      sleep(0, "again");
      woken.push("first is over");
    });
    sleep(10, "second");
    timers.pass(10);
    expect(woken).toEqual(["first", "first is over", "second at 10", "again at 10"]);
    expect(timers.delays).toEqual([10, 0]);
  });

  it("arms once for all that those who wake together put to sleep", () => {
    const { timers, line, woken } = scene();
    for (let each = 0; each < 100; each++) {
      line.schedule(10, () => line.schedule(50 + each, () => woken.push(`${timers.now()}`)));
    }
    timers.pass(10);
    expect(timers.delays).toEqual([10, 50]);
    timers.pass(50);
    expect(woken).toEqual(["60"]);
  });

  it("goes in hops where the delay is longer than a timer takes (F-001)", () => {
    const { timers, woken, sleep } = scene();
    sleep(2 ** 31, "a");
    sleep(2 ** 33, "b");
    timers.pass(2 ** 31 - 1);
    expect(woken).toEqual([]);
    timers.pass(2 ** 33);
    expect(woken).toEqual([`a at ${2 ** 31}`, `b at ${2 ** 33}`]);
    expect(Math.max(...timers.delays)).toBe(LONGEST_TIMER);
  });

  it("wakes a sleeper of minutes while another sleeps for years", () => {
    const { timers, woken, sleep } = scene();
    sleep(2 ** 40, "years");
    sleep(60_000, "minutes");
    timers.pass(60_000);
    expect(woken).toEqual(["minutes at 60000"]);
  });

  it.each([0.4, 1.9, 0.000_001, 1e-300])("rounds a delay of %d ms upward (F-012)", (delay) => {
    const { timers, sleep } = scene();
    sleep(delay);
    expect(timers.delays).toEqual([Math.ceil(delay)]);
  });

  it.each([0, 0.1, 460.695_5, 4_021.443_6, 16_326.267_8, 10_000_000.123_456])(
    "arms whole delays as they are, whatever its clock reads, such as %d",
    (reading) => {
      const timers = handTimers();
      const line = timeLine({ ...timers, read: () => reading });
      const delays = Array.from({ length: 200 }, (_, index) => 200 - index);
      for (const delay of delays) line.schedule(delay, () => {});
      expect(timers.delays).toEqual(delays);
    },
  );

  it("arms a delay whole though the readings have moved on meanwhile", () => {
    const timers = handTimers();
    let reading = 0;
    timeLine({ ...timers, read: () => (reading += 4) }).schedule(100, () => {});
    expect(timers.delays).toEqual([100]);
  });

  it.each([0.1, 0.93, 2, 5])("re-arms an alarm that rings %d ms early (F-013)", (early) => {
    const { timers, woken, sleep } = scene({ early: (delay) => (delay === 100 ? early : 0) });
    sleep(100, "a");
    timers.pass(99.999);
    expect(woken).toEqual([]);
    timers.pass(10);
    expect(woken).toEqual([`a at ${100 - early + Math.ceil(early)}`]);
  });

  it("counts the armed delay as passed where timers are faked and the readings are not", () => {
    const { timers, woken, sleep } = scene({ standing: true, slack: 0 });
    sleep(100, "a");
    timers.pass(100);
    sleep(200, "b");
    timers.pass(200);
    expect(woken).toEqual(["a at 100", "b at 300"]);
  });

  it.each([1, 2, 3, 4, 5])("counts an armed delay of %d ms as passed too, where it may be faked", (delay) => {
    const { timers, woken, sleep } = scene({ standing: true, slack: 0 });
    sleep(delay, "a");
    timers.pass(delay);
    expect(woken).toEqual([`a at ${delay}`]);
  });

  it.each([1, 2, 3, 4, 5])("does not take a timer of %d ms for a faked one where it cannot be", (delay) => {
    const { timers, woken, sleep } = scene({ early: (armed) => (timers.delays.length === 0 ? armed : 0) });
    sleep(delay, "a");
    timers.pass(delay * 2);
    expect(woken).toEqual([`a at ${delay}`]);
    expect(timers.delays).toEqual([delay, delay]);
  });

  it("keeps the process alive while anyone sleeps who should (F-026)", () => {
    const { timers, sleep } = scene();
    const kept = (): unknown => timers.armed.map((alarm) => alarm.kept);
    const leave = sleep(10, "unref", true);
    expect(kept()).toEqual([false]);
    const stay = sleep(1_000, "ref");
    expect(kept()).toEqual([true]);
    stay();
    expect(kept()).toEqual([false]);
    const earlier = sleep(5, "ref");
    expect(kept()).toEqual([true]);
    timers.pass(5);
    expect(kept()).toEqual([false]);
    earlier();
    leave();
    expect(kept()).toEqual([]);
  });

  it.each([Number.NaN, -1, Infinity, -Infinity, "10" as never, 10n as never, undefined as never])(
    "refuses a delay of %s and stays whole (F-005, F-006, F-007, F-008)",
    (delay) => {
      const { timers, woken, sleep } = scene();
      expect(() => sleep(delay)).toThrow(InvalidOptionError);
      expect(timers.armed).toEqual([]);
      sleep(10);
      timers.pass(10);
      expect(woken).toEqual(["10 at 10"]);
    },
  );
});

describe("the time of a time line", () => {
  it("is that of its readings", () => {
    const { timers, line } = scene();
    timers.pass(40);
    expect(line.now(0)).toBe(40);
  });

  it("does not go back when the readings do", () => {
    let reading = 1_000;
    const line = timeLine({ ...handTimers(), read: () => reading });
    expect(line.now(0)).toBe(1_000);
    reading = 10;
    expect(line.now(0)).toBe(1_000);
    reading = 1_010;
    expect(line.now(0)).toBe(1_010);
  });

  it("is never before the time it is told, and goes on from there", () => {
    const { timers, line } = scene();
    expect(line.now(500)).toBe(500);
    timers.pass(40);
    expect(line.now(500)).toBe(540);
  });

  it("may be set on without waking anyone early", () => {
    const { timers, line, woken, sleep } = scene();
    sleep(100, "a");
    line.now(1_000_000);
    timers.pass(99);
    expect(woken).toEqual([]);
    timers.pass(1);
    expect(woken).toEqual(["a at 100"]);
  });
});
