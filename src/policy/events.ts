import type { Failure, StopReason } from "./failure.ts";

/** What every hook is told. */
export interface RunEvent {
  /** The attempt it is about, from 1; 0 where the run ended before the first. */
  readonly attempt: number;
  /** How many attempts the policy allows. */
  readonly attempts: number;
  /** Milliseconds since the first attempt began. */
  readonly elapsed: number;
}

/** An attempt has failed and another will follow. */
export interface RetryEvent<T> extends RunEvent {
  readonly failure: Failure<T>;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
  /** Who asked for the delay. */
  readonly from: "schedule" | "hint";
}

/** The run has ended with a value. */
export interface SuccessEvent<T> extends RunEvent {
  readonly value: T;
}

/** The run has ended without a value. */
export interface GiveUpEvent<T> extends RunEvent {
  readonly failure: Failure<T>;
  readonly reason: StopReason;
}

/** An attempt that had been given up, by a time limit or an abort, has settled after all. */
export interface LateEvent<T> extends RunEvent {
  readonly settled: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };
}

/** The five things a run tells. Hooks observe: they are not awaited and what they throw changes nothing. */
export interface Hooks<in T = unknown> {
  /** Just before an attempt starts. */
  readonly onAttempt?: ((event: RunEvent) => void) | undefined;
  /** After a failure, before the wait. */
  readonly onRetry?: ((event: RetryEvent<T>) => void) | undefined;
  /** When the run has its value, before the caller sees it. */
  readonly onSuccess?: ((event: SuccessEvent<T>) => void) | undefined;
  /** When the run ends without a value, before the caller sees it. */
  readonly onGiveUp?: ((event: GiveUpEvent<T>) => void) | undefined;
  /** When an abandoned attempt settles after all; the run has gone on without it. */
  readonly onLate?: ((event: LateEvent<T>) => void) | undefined;
}
