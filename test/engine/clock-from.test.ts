import { asapScheduler, asyncScheduler, type SchedulerLike, VirtualTimeScheduler } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import { clockFrom } from "../../src/engine/clock-from.ts";
import { scheduler as machine } from "../../src/engine/scheduler.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing } from "../retry/scene.ts";

afterEach(() => vi.restoreAllMocks());

const FRAMES: readonly (readonly [string, () => VirtualTimeScheduler])[] = [
  ["VirtualTimeScheduler", () => new VirtualTimeScheduler()],
  ["TestScheduler", () => Object.assign(new TestScheduler(() => {}), { maxFrames: Infinity })],
];

describe.each(FRAMES)("a clock from a %s", (_name, made) => {
  it("runs what is due, in the order of the times, then of coming (F-028)", () => {
    const frames = made();
    const clock = clockFrom(frames);
    const woken: string[] = [];
    for (const [name, delay] of [
      ["c", 20],
      ["a", 10],
      ["d", 20],
      ["b", 10],
    ] as const) {
      clock.schedule(delay, () => woken.push(`${name} at ${clock.now()}`));
    }
    frames.flush();
    expect(woken).toEqual(["a at 10", "b at 10", "c at 20", "d at 20"]);
  });

  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 33, 2 ** 33 + 0.5])("waits %d ms, in hops (F-001)", (delay) => {
    const frames = made();
    const clock = clockFrom(frames);
    const schedule = vi.spyOn(frames, "schedule");
    let woken: number | undefined;
    clock.schedule(delay, () => (woken = clock.now()));
    frames.flush();
    expect(woken).toBe(Math.ceil(delay));
    expect(schedule.mock.calls.every(([, hop]) => hop! <= 2 ** 31 - 1)).toBe(true);
  });

  it("can be taken back before it is due, and in the middle of its hops", () => {
    const frames = made();
    const clock = clockFrom(frames);
    let woken = 0;
    clock.schedule(10, () => woken++)();
    const cancel = clock.schedule(2 ** 33, () => woken++);
    clock.schedule(2 ** 32, cancel);
    frames.flush();
    expect(woken).toBe(0);
    expect(clock.now()).toBeLessThan(2 ** 33);
  });

  it("asks for whole milliseconds, rounded upward (F-012)", () => {
    const frames = made();
    const schedule = vi.spyOn(frames, "schedule");
    const clock = clockFrom(frames);
    for (const delay of [0, 0.4, 1.9, 5]) clock.schedule(delay, () => {});
    expect(schedule.mock.calls.map(([, delay]) => delay)).toEqual([0, 1, 2, 5]);
  });

  it.each([Number.NaN, -1, Infinity, "5" as never])("refuses a delay of %s, as every clock does", (delay) => {
    expect(() => clockFrom(made()).schedule(delay, () => {})).toThrow(InvalidOptionError);
  });
});

describe("the time of a clock from a scheduler", () => {
  it("does not go back when the scheduler's does, though its wall clock does (F-022)", () => {
    let reading = 100;
    const scheduler: SchedulerLike = { now: () => reading, schedule: asyncScheduler.schedule.bind(asyncScheduler) };
    const clock = clockFrom(scheduler);
    expect([clock.now(), clock.wallNow()]).toEqual([100, 100]);
    reading = 40;
    expect([clock.now(), clock.wallNow()]).toEqual([100, 40]);
    reading = 130;
    expect([clock.now(), clock.wallNow()]).toEqual([130, 130]);
  });

  it("stands still with Date.now, and yet what is due comes (F-022)", async () => {
    vi.spyOn(Date, "now").mockReturnValue(42);
    const clock = clockFrom(asyncScheduler);
    expect(await settle(failing([new Error("busy")], "done"), { schedule: fixed(5) }, { clock })).toEqual({
      ok: true,
      value: "done",
      attempts: 2,
      elapsed: 0,
    });
  });
});

describe("a clock from a scheduler serves a run", () => {
  const real: readonly (readonly [string, SchedulerLike])[] = [
    ["asyncScheduler", asyncScheduler],
    ["asapScheduler", asapScheduler],
    ["the scheduler of the machine", machine],
  ];

  it.each(real)("%s, for real", async (_name, scheduler) => {
    const clock = clockFrom(scheduler);
    const start = performance.now();
    expect(await retry(failing([1, 2], "done"), { schedule: fixed(15) }, { clock })).toBe("done");
    // The wall clock's whole milliseconds: each wait may look one shorter than it is.
    expect(performance.now() - start).toBeGreaterThanOrEqual(28);
  });

  it("a virtual clock as a scheduler, to the millisecond", async () => {
    const virtual = virtualClock();
    const clock = clockFrom(virtual);
    const run = settle(failing([1, 2], "done"), { schedule: fixed(2 ** 32) }, { clock });
    expect(await virtual.runUntil(run)).toMatchObject({ ok: true, elapsed: 2 ** 33 });
    expect(virtual.pending()).toEqual([]);
  });

  it("a caller that leaves takes the wait out of the scheduler", async () => {
    const virtual = virtualClock();
    const left = new Error("left");
    const controller = new AbortController();
    const env = { clock: clockFrom(virtual), signal: controller.signal };
    const run = retry(failing([new Error("busy")]), { schedule: fixed(2 ** 32) }, env);
    await virtual.advance(2 ** 31 + 10);
    controller.abort(left);
    await expect(run).rejects.toBe(left);
    expect(virtual.pending()).toEqual([]);
  });
});
