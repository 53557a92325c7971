import { describe, expect, it } from "vitest";
import { type CeleryOptions, fromCelery } from "../../src/compat/index.ts";
import { floor, schedule } from "../../src/core/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import { explain } from "../../src/policy/explain.ts";
import { checkSchedule } from "../../src/testing/laws.ts";
import { fail, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { ends, firstDelays } from "../support/draws.ts";

class ConnectionError extends Error {}
class TimeoutError extends Error {}

const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
const exact = { exact: true };

/**
 * Celery's own figures, in seconds: what `get_exponential_backoff_interval` of Celery 5.6.3 (`celery/utils/time.py`) gave for
 * the retries 0 to 11, with the factor and the maximum cast as `celery/app/autoretry.py` does.
 */
const FIGURES: readonly (readonly [backoff: number | true, most: number, seconds: readonly number[]])[] = [
  [true, 600, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]],
  [2, 600, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]],
  [5, 600, [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600]],
  [60, 3_600, [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600, 3_600, 3_600]],
  [0.5, 600, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]],
  [2.7, 600, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]],
  [3, 600.7, [3, 6, 12, 24, 48, 96, 192, 384, 600, 600, 600, 600]],
  [900, 600, [600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 600]],
  [1, 7, [1, 2, 4, 7, 7, 7, 7, 7, 7, 7, 7, 7]],
];

/** The same with `full_jitter`, where `random.randrange(n)` gives the whole part of n/2. */
const HALF_DRAWN: readonly (readonly [backoff: number | true, most: number, seconds: readonly number[]])[] = [
  [true, 600, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]],
  [5, 600, [3, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300, 300]],
  [60, 3_600, [30, 60, 120, 240, 480, 960, 1_800, 1_800, 1_800, 1_800, 1_800, 1_800]],
  [1, 1, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
];

const inSeconds = (delays: readonly number[]): number[] => delays.map((delay) => delay / 1_000);

describe("the figures of Celery", () => {
  it.each(FIGURES)("retry_backoff=%s, retry_backoff_max=%s", (retry_backoff, retry_backoff_max, seconds) => {
    const drawn = fromCelery({ retry_backoff, retry_backoff_max }, exact).schedule;
    const plain = fromCelery({ retry_backoff, retry_backoff_max, retry_jitter: false }, exact).schedule;
    expect(inSeconds(firstDelays(plain, 12))).toEqual(seconds);
    for (const [index, most] of seconds.entries()) {
      expect(drawn.bounds(index + 1)).toEqual({ min: 0, max: most * 1_000 });
      expect(ends(drawn, index + 1)).toEqual([0, Math.floor((most + 1) / 2) * 1_000, most * 1_000]);
    }
    expect(parseSchedule(plain.name).name).toBe(plain.name);
  });

  it.each(HALF_DRAWN)("retry_backoff=%s, retry_backoff_max=%s, drawn at a half", (backoff, most, seconds) => {
    const { schedule } = fromCelery({ retry_backoff: backoff, retry_backoff_max: most }, exact);
    expect(inSeconds(firstDelays(schedule, 12))).toEqual(seconds);
  });

  it("are each as likely as the other, 0 and the longest included", () => {
    const { schedule } = fromCelery({ retry_backoff: true }, exact);
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 5_000; draw++)
      counts[schedule.delay({ retry: 3, previousDelay: 0 }, () => (draw + 0.5) / 5_000) / 1_000]! += 1;
    expect(counts).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
  });

  it("keep the laws of a schedule, and are known to modifiers and to explain", () => {
    const policy = fromCelery({ autoretry_for: [Error], retry_backoff: 4, max_retries: 2 }, exact);
    checkSchedule(policy.schedule);
    checkSchedule(fromCelery({ retry_backoff: 0.5, retry_backoff_max: 0.25 }, exact).schedule);
    // A whole number of seconds from 0 to 4, and from 0 to 8.
    const { expected, approximate } = explain(policy);
    expect([Math.round(expected.delay / 200) * 200, approximate]).toEqual([6_000, true]);
    expect(ends(schedule(policy.schedule, floor("1s")), 1)).toEqual([1_000, 2_500, 4_000]);
    const none = fromCelery({ autoretry_for: [Error], retry_backoff: 1, retry_backoff_max: 0 }, exact);
    expect(explain(none)).toMatchObject({ expected: { delay: 0 }, approximate: false });
  });

  it("are named so that nobody takes them for the house's own notation", () => {
    const { name } = fromCelery({ retry_backoff: true }, exact).schedule;
    expect(name).toBe("celery exponential 1s x2, cap 10m, full jitter in whole seconds");
    expect(() => parseSchedule(name)).toThrow("expected a source");
  });
});

describe("fromCelery", () => {
  it("mends what is a quirk: fractions count, and a jitter draws from all milliseconds", () => {
    const { schedule } = fromCelery({ retry_backoff: 0.5, retry_backoff_max: 1.5 });
    expect(schedule.name).toBe("exponential 500ms x2, cap 1.5s, full jitter");
    expect(ends(schedule, 1)).toEqual([0, 250, 500]);
    expect(fromCelery({ retry_backoff: 2, retry_jitter: false }).schedule.name).toBe("exponential 2s x2, cap 10m");
    expect(fromCelery({ retry_backoff: 1.005 }).schedule.name).toBe("exponential 1.005s x2, cap 10m, full jitter");
  });

  it.each<[options: CeleryOptions, name: string, exactName: string]>([
    [{}, "fixed 3m", "fixed 3m"],
    [{ retry_backoff: false, default_retry_delay: 10 }, "fixed 10s", "fixed 10s"],
    [{ retry_backoff: 0, default_retry_delay: 0.25 }, "fixed 250ms", "fixed 250ms"],
    [{ default_retry_delay: 1.005 }, "fixed 1.005s", "fixed 1.005s"],
    [{ default_retry_delay: 10, retry_kwargs: { countdown: 5 } }, "fixed 5s", "fixed 5s"],
    [{ retry_jitter: true }, "fixed 3m, full jitter", "fixed 3m"],
    [
      { retry_backoff: 60, retry_jitter: false, default_retry_delay: 10, retry_kwargs: { countdown: 5 } },
      "exponential 1m x2, cap 10m",
      "exponential 1m x2, cap 10m",
    ],
  ])("takes the delay that goes before the others: %o", (options, name, exactName) => {
    expect(fromCelery(options).schedule.name).toBe(name);
    expect(fromCelery(options, exact).schedule.name).toBe(exactName);
  });

  it.each<[options: CeleryOptions, attempts: number]>([
    [{}, 4],
    [{ max_retries: 5 }, 6],
    [{ max_retries: 0 }, 1],
    [{ max_retries: null }, Infinity],
    [{ max_retries: Infinity }, Infinity],
    [{ max_retries: 2, retry_kwargs: { max_retries: 7 } }, 8],
    [{ max_retries: 2, retry_kwargs: { max_retries: null } }, 3],
    [{ max_retries: null, retry_kwargs: {} }, Infinity],
  ])("counts attempts, which are one more than retries: %o", (options, attempts) => {
    expect(fromCelery(options).attempts).toBe(attempts);
  });

  it("retries the errors of autoretry_for and their subclasses, but for those of dont_autoretry_for", () => {
    class RefusedError extends ConnectionError {}
    const judge = (options: CeleryOptions, error: unknown): unknown => fromCelery(options).retryIf?.(error, progress);
    const options = { autoretry_for: [ConnectionError, TimeoutError], dont_autoretry_for: [RefusedError] };
    expect(judge(options, new ConnectionError())).toBe(true);
    expect(judge(options, new TimeoutError())).toBe(true);
    expect(judge(options, new RefusedError())).toBe(false);
    expect(judge(options, new Error("busy"))).toBe(false);
    expect(judge({}, new Error("busy"))).toBe(false);
  });

  it("runs as the task would", async () => {
    const policy = fromCelery({
      autoretry_for: [ConnectionError],
      retry_backoff: 60,
      retry_jitter: false,
      max_retries: 5,
    });
    const lost = new ConnectionError();
    const run = await simulate(policy, [fail(lost), fail(lost), fail(lost), fail(lost), fail(lost), ok("saved")]);
    expect(run.timeline).toBe("x 1m x 2m x 4m x 8m x 10m o");
  });

  it("takes no notice of what happens to the lists afterwards", () => {
    const classes = [ConnectionError];
    const { retryIf } = fromCelery({ autoretry_for: classes });
    classes.pop();
    expect(retryIf?.(new ConnectionError(), progress)).toBe(true);
  });
});
