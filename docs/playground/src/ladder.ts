import { duration } from "ostinato/schedule";

/** The round values that a slider stops at, in rising order. */
export type Ladder = readonly number[];

/** Text such as `"1s 2s 5s"` as a ladder of milliseconds. */
export const durations = (text: string): Ladder => text.split(" ").map(duration);

/** Whole numbers, or steps of a tenth and the like. */
export const figures = (from: number, to: number, step = 1): Ladder =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => Number((from + index * step).toFixed(6)));

/** The rung that lies nearest to a value which need not be one of them. */
export function rungOf(ladder: Ladder, value: number): number {
  const above = ladder.findIndex((rung) => rung >= value);
  if (above === -1) return ladder.length - 1;
  if (above === 0 || ladder[above] === value) return above;
  return value - ladder[above - 1]! < ladder[above]! - value ? above - 1 : above;
}

const MILLIS =
  "1ms 2ms 3ms 5ms 10ms 15ms 20ms 30ms 40ms 50ms 75ms 100ms 125ms 150ms 200ms 250ms 300ms 400ms 500ms 750ms";
const SECONDS =
  "1s 1.5s 2s 2.5s 3s 4s 5s 6s 8s 10s 12s 15s 20s 25s 30s 40s 45s 1m 90s 2m 3m 5m 10m 15m 20m 30m 1h 2h 6h 12h 1d";

/** From a millisecond to a day. */
export const TIMES: Ladder = durations(`${MILLIS} ${SECONDS}`);

/** The same, with no limit at the end. */
export const LIMITS: Ladder = [...TIMES, Infinity];

const S = 1_000;
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1_440, 10_080].map((minutes) => minutes * 60 * S);

/** Steps of time that are round to the eye, in milliseconds. */
export const STEPS: Ladder = [1, 2, 5, 10, 20, 50, 100, 200, 500, S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S, ...MINUTES];

/** From 0 in at most five round steps to beyond an instant. */
export function roundSteps(until: number): readonly number[] {
  const most = 5;
  const step = STEPS.find((each) => each * most >= until) ?? until / most;
  const count = Math.max(1, Math.min(most, Math.ceil(until / step)));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
