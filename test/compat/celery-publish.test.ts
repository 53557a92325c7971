import { describe, expect, it } from "vitest";
import { type CeleryRetryPolicy, fromCeleryPublish } from "../../src/compat/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import { firstDelays } from "../support/draws.ts";

type Intervals = readonly [start: number, step: number, most: number];

/**
 * What `fxrange(start, start + max, step, repeatlast=True)` of kombu 5.6.2 (`kombu/utils/functional.py`) gave, in seconds;
 * `retry_over_time` sleeps for these.
 */
const KOMBU: readonly (readonly [...Intervals, seconds: readonly number[]])[] = [
  [3, 1, 6, [3, 4, 5, 6, 7, 8, 9, 9, 9, 9]],
  [0, 0.2, 1, [0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1]],
  [0, 0.3, 1, [0, 0.3, 0.6, 0.9, 0.9, 0.9, 0.9, 0.9]],
  [0, 100, 10, [0, 0, 0, 0, 0]],
  [0, 1, 0, [0, 1, 2, 3, 4]],
  [2, 2, 30, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 32, 32]],
  [0, 0.1, 0.3, [0, 0.1, 0.2, 0.2, 0.2, 0.2]],
  [0, 0.1, 0.8, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.8]],
  [1.5, 0, 5, [1.5, 1.5, 1.5, 1.5]],
];

/** The same intervals, never above `interval_max`. */
const CLAMPED: readonly (readonly [...Intervals, seconds: readonly number[]])[] = [
  [3, 1, 6, [3, 4, 5, 6, 6, 6]],
  [0, 0.2, 1, [0, 0.2, 0.4, 0.6, 0.8, 1, 1]],
  [0, 0.3, 1, [0, 0.3, 0.6, 0.9, 1, 1]],
  [0, 100, 10, [0, 10, 10]],
  [0, 1, 0, [0, 0, 0]],
  [8, 1, 5, [5, 5, 5]],
];

const delaysOf = (intervals: Intervals, count: number, exact: boolean): number[] => {
  const [interval_start, interval_step, interval_max] = intervals;
  const { schedule } = fromCeleryPublish({ interval_start, interval_step, interval_max }, { exact });
  expect(parseSchedule(schedule.name).name).toBe(schedule.name);
  return firstDelays(schedule, count).map((delay) => Math.round(delay * 1e6) / 1e9);
};

describe("fromCeleryPublish", () => {
  it.each(KOMBU)("exactly: start %s, step %s, max %s, as kombu waits", (start, step, most, seconds) => {
    expect(delaysOf([start, step, most], seconds.length, true)).toEqual(seconds);
  });

  it.each(CLAMPED)("mended: start %s, step %s, max %s", (start, step, most, seconds) => {
    expect(delaysOf([start, step, most], seconds.length, false)).toEqual(seconds);
  });

  it("finds the last of very many steps without taking them", () => {
    expect(delaysOf([0, 1e-6, 1e9], 3, true)).toEqual([0, 1e-6, 2e-6]);
  });

  it("has Celery's defaults", () => {
    const { attempts, totalTimeout, schedule } = fromCeleryPublish();
    expect({ attempts, totalTimeout, name: schedule.name }).toEqual({
      attempts: 4,
      totalTimeout: Infinity,
      name: "linear 0ms +200ms, cap 1s",
    });
  });

  it.each<[retryPolicy: CeleryRetryPolicy, attempts: number, totalTimeout: number]>([
    [{ max_retries: 0 }, 1, Infinity],
    [{ max_retries: null, timeout: 30 }, Infinity, 30_000],
    [{ timeout: 0 }, 4, Infinity],
    [{ timeout: null, retry_errors: null }, 4, Infinity],
  ])("bounds attempts and time: %o", (retryPolicy, attempts, totalTimeout) => {
    expect(fromCeleryPublish(retryPolicy)).toMatchObject({ attempts, totalTimeout });
  });

  it("retries a connection that failed, and what retry_errors adds", () => {
    class Flooded extends Error {}
    const lost = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    const judge = (retryPolicy: CeleryRetryPolicy, error: unknown): unknown =>
      fromCeleryPublish(retryPolicy).retryIf?.(error, { attempt: 1, elapsed: 0, previousDelay: 0 });
    expect(judge({}, lost)).toBe(true);
    expect(judge({}, new Flooded())).toBe(false);
    expect(judge({ retry_errors: [Flooded] }, new Flooded())).toBe(true);
    expect(judge({ retry_errors: [Flooded] }, lost)).toBe(true);
  });
});
