import { firstValueFrom, mergeMap, of, retry as retryOf, throwError, timer } from "rxjs";
import { type RunHelpers, TestScheduler } from "rxjs/testing";
import { describe, expect, it, vi } from "vitest";
import { exponential, sequence } from "../../src/core/sources.ts";
import { clockFrom } from "../../src/engine/clock-from.ts";
import { scheduler, systemClock } from "../../src/engine/scheduler.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { turn } from "../retry/scene.ts";
import { freshScheduler } from "./counted-timers.ts";

const marbles = (run: (helpers: RunHelpers) => void): void =>
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run);

const busy = new Error("busy");

describe("inside TestScheduler.run", () => {
  it("the scheduler of the machine runs in its frames", () => {
    marbles(({ expectObservable }) => {
      expectObservable(timer(100, scheduler)).toBe("100ms (a|)", { a: 0 });
      expectObservable(timer(2 ** 31 + 5, scheduler)).toBe(`${2 ** 31 + 5}ms (a|)`, { a: 0 });
    });
  });

  it("timers that begin at different frames do not disturb each other", () => {
    marbles(({ expectObservable }) => {
      const later = timer(30).pipe(mergeMap(() => timer(100, scheduler)));
      expectObservable(later).toBe("130ms (a|)", { a: 0 });
      expectObservable(timer(100, scheduler)).toBe("100ms (a|)", { a: 0 });
      expectObservable(timer(1, scheduler)).toBe("-(a|)", { a: 0 });
    });
  });

  it("so they do where other timers are faked as well", () => {
    vi.useFakeTimers();
    try {
      marbles(({ expectObservable }) => {
        const later = timer(30).pipe(mergeMap(() => timer(100, scheduler)));
        expectObservable(later).toBe("130ms (a|)", { a: 0 });
        expectObservable(timer(100, scheduler)).toBe("100ms (a|)", { a: 0 });
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it("so they do where all timers are numbers, however much genuine time passes meanwhile", async () => {
    let frames: TestScheduler | undefined;
    vi.stubGlobal("setInterval", () => 1);
    vi.stubGlobal("performance", { now: () => ((frames?.frame ?? 0) > 0 ? 3 : 0) });
    try {
      const fresh = await freshScheduler();
      for (let frame = 1; frame <= 30; frame++) {
        frames = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
        frames.run(({ expectObservable }) => {
          expectObservable(timer(frame, fresh.scheduler)).toBe(`${frame}ms (a|)`, { a: 0 });
        });
      }
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("a retry whose notifier is spaced by a schedule of ours shows its delays", () => {
    const waits = exponential("5ms");
    marbles(({ cold, expectObservable }) => {
      const source = cold("a#");
      const retried = source.pipe(
        retryOf({
          count: 2,
          delay: (_, retry) =>
            timer(
              waits.delay({ retry, previousDelay: 0 }, () => 0),
              scheduler,
            ),
        }),
      );
      expectObservable(retried).toBe("a 5ms a 10ms a#");
    });
  });

  it("does not touch what sleeps for real", async () => {
    const start = performance.now();
    const woken = new Promise<number>((resolve) => {
      systemClock.schedule(40, () => resolve(performance.now() - start));
    });
    marbles(({ expectObservable }) => expectObservable(timer(5_000, scheduler)).toBe("5s (a|)", { a: 0 }));
    expect(await woken).toBeGreaterThanOrEqual(40);
  });
});

describe("a TestScheduler as the clock of a run", () => {
  /** Runs its frames between turns of the event loop, in which promises settle. */
  async function flushed<T>(frames: TestScheduler, run: Promise<T>): Promise<T> {
    let over = false;
    const settled = (): void => void (over = true);
    run.then(settled, settled);
    frames.maxFrames = Infinity;
    for (; !over; await turn()) frames.flush();
    return run;
  }
  const made = (): TestScheduler => new TestScheduler(() => {});

  it("makes attempts at the very frames: 0, 100, 300, 700", async () => {
    const frames = made();
    const starts: number[] = [];
    const failing = (): Promise<never> => (starts.push(frames.now()), Promise.reject(busy));
    const run = settle(failing, { attempts: 4, schedule: sequence(100, 200, 400) }, { clock: clockFrom(frames) });
    expect(await flushed(frames, run)).toMatchObject({ attempts: 4, elapsed: 700, error: busy });
    expect(starts).toEqual([0, 100, 300, 700]);
  });

  it("ends attempts and runs at their limits", async () => {
    const frames = made();
    const options = { attempts: 9, attemptTimeout: 100, totalTimeout: 250, schedule: sequence(20) };
    const run = retry(() => new Promise(() => {}), options, { clock: clockFrom(frames) });
    await expect(flushed(frames, run)).rejects.toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect(frames.now()).toBe(250);
  });

  it("needs no scheduler for an operation that is an Observable's promise", async () => {
    const frames = made();
    let calls = 0;
    const source = () => (++calls < 3 ? throwError(() => busy) : of("done"));
    const run = retry(() => firstValueFrom(source()), { schedule: sequence("1h") }, { clock: clockFrom(frames) });
    expect(await flushed(frames, run)).toBe("done");
    expect(frames.now()).toBe(7_200_000);
  });
});
