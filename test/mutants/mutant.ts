import type { Bounds, Schedule } from "../../src/core/index.ts";
import type { ScheduleLaw } from "../../src/testing/laws.ts";

/** A wrong schedule, and the law that it breaks. */
export interface Mutant {
  readonly breaks: ScheduleLaw;
  /** Made anew each time: some remember. */
  readonly make: () => Schedule;
}

/** A mutant without memory. */
export const mutant = (
  breaks: ScheduleLaw,
  name: string,
  delay: Schedule["delay"],
  bounds: (retry: number) => Bounds,
): Mutant => ({ breaks, make: () => ({ name, delay, bounds }) });

/** 100 ms, doubling, as the formula says it. */
export const doubled = (retry: number): number => Math.min(100 * 2 ** (retry - 1), Number.MAX_VALUE);

/** 100 ms, doubling, up to 10 s. */
export const capped = (retry: number): number => Math.min(doubled(retry), 10_000);

/** From nothing to the longest. */
export const upTo = (max: number): Bounds => ({ min: 0, max });
export const exactly = (delay: number): Bounds => ({ min: delay, max: delay });
