import type { RunningAttempt } from "./underway.ts";

/** What the attempts of one worker share. */
export interface Station {
  readonly maxDeliveries: number;
  /** Aborts when the worker begins nothing more. */
  readonly leaving: AbortSignal;
  /** What it runs at this moment. */
  readonly running: Set<RunningAttempt>;
}
