import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromCelery, toBullMQ, toTemporal } from "../../src/compat/index.ts";
import { seriesOf } from "../../src/compat/series.ts";
import {
  cap,
  decorrelated,
  equalJitter,
  exponential,
  fixed,
  fullJitter,
  linear,
  phases,
  type Schedule,
  schedule,
  spread,
} from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { anySchedule } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

interface SeriesOptions {
  readonly base: number;
  readonly factor: number;
  readonly most: number;
  readonly share: number;
  readonly attempts: number;
}

const anySeries: fc.Arbitrary<SeriesOptions> = fc.record({
  base: fc.integer({ min: 1, max: 5_000 }),
  factor: fc.constantFrom(1, 1.25, 1.6, 2, 3, 10),
  most: fc.oneof(fc.integer({ min: 5_000, max: 500_000 }), fc.constant(Infinity)),
  share: fc.constantFrom(0, 0.2, 0.5, 1),
  attempts: fc.integer({ min: 2, max: 12 }),
});

const close = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-6 * Math.max(1, one);

/** What a system that knows nothing but the series would wait. */
const computed = (
  { base, factor, jitter }: { base: number; factor: number; jitter: number },
  most: number,
  retry: number,
  u: number,
): number => {
  const top = Math.min(base * factor ** (retry - 1), most);
  return top * (1 - jitter) + u * top * jitter;
};

const DRAWS = [0, 0.37, 0.5, HIGHEST_DRAW];

/** Whether a series says what a schedule does, for every retry and draw. */
function agrees(subject: Schedule, retries: number): boolean {
  const series = seriesOf(subject, retries);
  if (series === undefined) return true;
  return Array.from({ length: retries }, (_, index) => index + 1).every((retry) =>
    DRAWS.every((u) =>
      close(
        subject.delay({ retry, previousDelay: 0 }, () => u),
        computed(series, series.most, retry, u),
      ),
    ),
  );
}

describe("a series", () => {
  it("is found in every capped exponential with a spread, and says the same delays", () => {
    const found = ({ base, factor, most, share, attempts }: SeriesOptions): void => {
      const subject = schedule(exponential(base, factor), cap(most), spread(share));
      expect(seriesOf(subject, attempts - 1)).toBeDefined();
      expect(agrees(subject, attempts - 1)).toBe(true);
    };
    fc.assert(fc.property(anySeries, found), lawParameters(200));
  });

  it("is never found where it would say something else", () => {
    fc.assert(fc.property(anySchedule, fc.integer({ min: 1, max: 30 }), agrees), lawParameters(150));
  });

  it.each<[why: string, subject: Schedule]>([
    ["looks at the delay before", decorrelated("1s", "5s")],
    ["draws unevenly", { ...schedule(fixed("1s"), fullJitter), delay: (_, random) => 1_000 * random() ** 2 }],
    ["draws whole seconds", fromCelery({ retry_backoff: 4 }, { exact: true }).schedule],
    ["grows by steps", linear("1s")],
    ["draws more and more of it", phases([1, schedule(fixed("1s"), equalJitter)], schedule(fixed("1s"), fullJitter))],
  ])("is not found in a schedule that %s", (_why, subject) => {
    expect(seriesOf(subject, 5)).toBeUndefined();
  });

  it("becomes a RetryPolicy whose formula gives the schedule's delays", () => {
    const kept = ({ base, factor, most, attempts }: SeriesOptions): void => {
      const subject = schedule(exponential(base, factor), cap(most));
      const { initialInterval, backoffCoefficient, maximumInterval } = toTemporal({ schedule: subject, attempts });
      for (let retry = 1; retry < attempts; retry++) {
        const theirs = Math.min(Number(initialInterval) * backoffCoefficient! ** (retry - 1), Number(maximumInterval));
        expect(close(subject.bounds(retry).max, theirs)).toBe(true);
      }
    };
    fc.assert(fc.property(anySeries, kept), lawParameters(200));
  });

  it("becomes BullMQ's backoff, whose formula gives the schedule's delays", () => {
    const kept = ({ base, share, attempts }: SeriesOptions): void => {
      for (const factor of [1, 2]) {
        const subject = schedule(exponential(base, factor), spread(share));
        const { backoff } = toBullMQ({ schedule: subject, attempts });
        for (let retry = 1; retry < attempts; retry++) {
          const top = backoff!.delay * (backoff!.type === "exponential" ? 2 ** (retry - 1) : 1);
          const { min, max } = subject.bounds(retry);
          expect(close(max, top) && close(min, top * (1 - (backoff!.jitter ?? 0)))).toBe(true);
        }
      }
    };
    fc.assert(fc.property(anySeries, kept), lawParameters(100));
  });
});
