import type { Clock } from "../../src/engine/clock.ts";

/** A clock made wrong. */
export type WrongClock = (clock: Clock) => Clock;

/** Clocks that are wrong by one thing each. */
export const WRONG_CLOCKS: Readonly<Record<string, WrongClock>> = {
  "wakes a millisecond late": (clock) => ({
    ...clock,
    schedule: (delay, run, unref) => clock.schedule(delay + 1, run, unref),
  }),
  "wakes a millisecond early": (clock) => ({
    ...clock,
    schedule: (delay, run, unref) => clock.schedule(Math.max(delay - 1, 0), run, unref),
  }),
  "stands still": (clock) => ({ ...clock, now: () => 0 }),
  "runs too fast": (clock) => ({ ...clock, now: () => 2 * clock.now() }),
  "never wakes": (clock) => ({ ...clock, schedule: () => () => {} }),
};
