/** A law that every schedule keeps. */
export type ScheduleLaw =
  /** Every delay and both bounds are finite numbers ≥ 0, and asking for them never throws. */
  | "finite"
  /** The bounds are an interval: finite, ≥ 0, the lower end first. */
  | "bounds"
  /** A delay draws from `random` at most once. */
  | "one-draw"
  /** The same step and draw give the same delay, whatever was asked before. */
  | "reproducible"
  /** Every delay lies within its bounds, whatever the draw and the history. */
  | "bounded"
  /** A higher draw never gives a shorter delay. */
  | "monotone"
  /** The lowest draw reaches the lower bound and the highest draw the upper one, each with some history. */
  | "spanning"
  /** No delay is drawn far more often than its neighbours, as happens when the draw is clamped instead of its range. */
  | "no-atom"
  /** No part of the range is left out. */
  | "no-hole"
  /** A name that reads as notation gives the delays that the notation gives. */
  | "name";

/**
 * Thrown by `checkSchedule`: which law is broken, and where.
 *
 * @example
 * ```ts
 * import type { Schedule } from "ostinato";
 * import { checkSchedule, ScheduleLawError } from "ostinato/testing";
 *
 * const wrong: Schedule = { name: "wrong", delay: () => 2, bounds: () => ({ min: 0, max: 1 }) };
 * try {
 *   checkSchedule(wrong);
 * } catch (error) {
 *   error instanceof ScheduleLawError && [error.law, error.delay]; // => ["bounded", 2]
 * }
 * ```
 */
export class ScheduleLawError extends Error {
  override readonly name = "ScheduleLawError";
  readonly code = "SCHEDULE_LAW";
  readonly law: ScheduleLaw;
  /** The retry before which the delay comes. */
  readonly retry: number;
  /** The offending delay or bound, in milliseconds. */
  readonly delay: number;
  /** What makes the same check again. */
  readonly seed: number;

  /** @param options the `cause`: what the schedule threw, where it did */
  constructor(
    law: ScheduleLaw,
    at: { name: string; retry: number; delay: number; seed: number },
    complaint: string,
    options?: ErrorOptions,
  ) {
    super(`"${at.name}" breaks the law "${law}" at retry ${at.retry}: ${complaint} (seed ${at.seed})`, options);
    this.law = law;
    this.retry = at.retry;
    this.delay = at.delay;
    this.seed = at.seed;
  }
}
