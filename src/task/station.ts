import type { RunningAttempt } from "./underway.ts";

/** What the attempts of one worker share. */
export interface Station {
  readonly maxDeliveries: number;
  /** What it runs at this moment. */
  readonly running: Set<RunningAttempt>;
}
