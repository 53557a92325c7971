import {
  asyncScheduler,
  debounceTime,
  delay,
  from,
  interval,
  mergeMap,
  observeOn,
  of,
  retry as retryOf,
  scheduled,
  type SchedulerLike,
  subscribeOn,
  take,
  throwError,
  timeout,
  timer,
} from "rxjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { scheduler as machine, schedulerFrom } from "../../src/engine/scheduler.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

/** A scheduler whose time the test moves on. */
interface Stage {
  readonly scheduler: SchedulerLike;
  readonly advance: (millis: number) => Promise<unknown>;
}

const STAGES: Readonly<Record<string, () => Stage>> = {
  "the scheduler of the machine": () => {
    vi.useFakeTimers();
    return { scheduler: machine, advance: (millis) => vi.advanceTimersByTimeAsync(millis) };
  },
  "the virtual clock": () => {
    const clock = virtualClock({ wallNow: 1_000_000 });
    return { scheduler: clock, advance: (millis) => clock.advance(millis) };
  },
  "a scheduler made from a clock": () => {
    const clock = virtualClock();
    return { scheduler: schedulerFrom(clock), advance: (millis) => clock.advance(millis) };
  },
};

// No naive loop here: it has no clock of its own to hold against this.
describe.each(Object.entries(STAGES))("%s under RxJS operators", (_name, staged) => {
  let scheduler: SchedulerLike;
  let advance: Stage["advance"];
  let start: number;
  let seen: string[];

  beforeEach(() => {
    ({ scheduler, advance } = staged());
    start = scheduler.now();
    seen = [];
  });
  afterEach(() => vi.useRealTimers());

  const see = (what: unknown): void => void seen.push(`${String(what)} at ${scheduler.now() - start}`);
  const observer = {
    next: see,
    error: (error: unknown) => see(error instanceof Error ? error.name : error),
    complete: () => see("end"),
  };

  it("timer: once, in time", async () => {
    timer(1_000, scheduler).subscribe(observer);
    await advance(999);
    expect(seen).toEqual([]);
    await advance(1);
    expect(seen).toEqual(["0 at 1000", "end at 1000"]);
  });

  it.each([2 ** 31, 2 ** 33])("timer: %d ms are no instant (F-001)", async (millis) => {
    timer(millis, scheduler).subscribe(observer);
    await advance(millis - 1);
    expect(seen).toEqual([]);
    await advance(1);
    expect(seen).toEqual([`0 at ${millis}`, `end at ${millis}`]);
  });

  it("timer: again and again", async () => {
    timer(5, 10, scheduler).pipe(take(3)).subscribe(observer);
    await advance(100);
    expect(seen).toEqual(["0 at 5", "1 at 15", "2 at 25", "end at 25"]);
  });

  it("timer: at a date, and at once for a date that is past", async () => {
    timer(new Date(start + 500), scheduler).subscribe(observer);
    timer(new Date(start - 500), scheduler).subscribe({ next: () => see("past") });
    await advance(1_000);
    expect(seen).toEqual(["past at 0", "0 at 500", "end at 500"]);
  });

  it("timer: Infinity never comes (F-006)", async () => {
    timer(Infinity, scheduler).subscribe(observer);
    await advance(1_000_000_000);
    expect(seen).toEqual([]);
  });

  it("timer: NaN is refused (F-005)", () => {
    timer(Number.NaN, scheduler).subscribe(observer);
    expect(seen).toEqual(["InvalidOptionError at 0"]);
  });

  it.each([-1, -1_000, -Infinity])("a delay of %d is none (F-007)", async (millis) => {
    scheduler.schedule(see, millis, "now");
    expect(seen).toEqual([]);
    await advance(0);
    await advance(1);
    expect(seen.map((mark) => mark.slice(0, 3))).toEqual(["now"]);
  });

  it("interval, until it is left", async () => {
    const subscription = interval(10, scheduler).subscribe(observer);
    await advance(35);
    subscription.unsubscribe();
    await advance(100);
    expect(seen).toEqual(["0 at 10", "1 at 20", "2 at 30"]);
  });

  it("delay, for some time and to a date", async () => {
    of("a").pipe(delay(50, scheduler)).subscribe(observer);
    of("b")
      .pipe(delay(new Date(start + 20), scheduler))
      .subscribe(see);
    await advance(100);
    expect(seen).toEqual(["b at 20", "a at 50", "end at 50"]);
  });

  it("observeOn and subscribeOn", async () => {
    of("a").pipe(observeOn(scheduler, 20)).subscribe(observer);
    of("b").pipe(subscribeOn(scheduler, 10)).subscribe(see);
    expect(seen).toEqual([]);
    await advance(50);
    expect(seen).toEqual(["b at 10", "a at 20", "end at 20"]);
  });

  it("debounceTime and timeout", async () => {
    from([10, 15, 80, Infinity])
      .pipe(
        mergeMap((millis) => timer(millis, scheduler)),
        debounceTime(30, scheduler),
        timeout({ each: 60, scheduler }),
      )
      .subscribe(observer);
    await advance(200);
    expect(seen).toEqual(["0 at 45", "TimeoutError at 105"]);
  });

  it("scheduled: one by one, in order", async () => {
    scheduled(["a", "b", "c"], scheduler).subscribe({ next: (each) => seen.push(each) });
    for (let turn = 0; turn < 5; turn++) await advance(1);
    expect(seen).toEqual(["a", "b", "c"]);
  });

  it("retry, with a notifier that takes a scheduler", async () => {
    const source = throwError(() => (see("call"), new Error("busy")));
    source.pipe(retryOf({ count: 3, delay: (_, n) => timer(100 * 2 ** (n - 1), scheduler) })).subscribe(observer);
    await advance(1_000);
    expect(seen).toEqual(["call at 0", "call at 100", "call at 300", "call at 700", "Error at 700"]);
  });

  it("an action puts itself to sleep again, with its state", async () => {
    scheduler.schedule<number>(
      function (state) {
        see(state);
        if (state < 3) this.schedule(state + 1, 10 * state);
      },
      10,
      1,
    );
    await advance(100);
    expect(seen).toEqual(["1 at 10", "2 at 20", "3 at 40"]);
  });

  it("an action that is put to sleep anew before it ran keeps the last word only", async () => {
    const action = scheduler.schedule(see, 10, "first") as ReturnType<SchedulerLike["schedule"]> & {
      schedule: (state: unknown, delay: number) => unknown;
    };
    action.schedule("second", 30);
    await advance(100);
    expect(seen).toEqual(["second at 30"]);
    action.schedule("third", Infinity);
    await advance(100);
    expect(seen).toHaveLength(1);
  });

  it("an action that was left does not run, nor sleep again", async () => {
    const kept: { again?: () => unknown } = {};
    const action = scheduler.schedule<string>(
      function (state) {
        see(state);
        kept.again = () => this.schedule("late", 5);
      },
      10,
      "once",
    );
    scheduler.schedule(see, 20, "left").unsubscribe();
    await advance(15);
    action.unsubscribe();
    kept.again!();
    await advance(100);
    expect(seen).toEqual(["once at 10"]);
  });

  it("a delay that is left out is none", async () => {
    scheduler.schedule(see);
    await advance(1);
    expect(seen).toHaveLength(1);
  });
});

describe("RxJS's own scheduler", () => {
  it("takes 2^31 ms and Infinity for an instant, which is why ours stands before it", async () => {
    vi.useFakeTimers();
    let fired = 0;
    for (const millis of [2 ** 31, Infinity, Number.NaN]) timer(millis, asyncScheduler).subscribe(() => fired++);
    await vi.advanceTimersByTimeAsync(2);
    vi.useRealTimers();
    expect(fired).toBe(3);
  });
});

describe("a refused delay", () => {
  it("is told from the place that asks", () => {
    expect(() => machine.schedule(() => {}, Number.NaN)).toThrow(InvalidOptionError);
    expect(() => machine.schedule(() => {}, Number.NaN)).toThrow("delay: expected milliseconds, got NaN");
  });
});
