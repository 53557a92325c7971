import type { Failure } from "../policy/failure.ts";
import type { EndReason } from "../transport/dead-letter.ts";
import type { DelayFrom } from "./record.ts";

/** What every hook of a task is told; times in milliseconds. */
export interface AttemptEvent<Args extends readonly unknown[] = readonly unknown[]> {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly args: Args;
  /** Which attempt, from 1. */
  readonly attempt: number;
  /** How many attempts the policy allows. */
  readonly attempts: number;
  /** Since the first attempt began. */
  readonly elapsed: number;
  /** What the caller sent along. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What went wrong with an attempt. */
export interface FailedAttempt {
  readonly failure: Failure;
  /** The very error, without a mark; for a rejected result, an error that carries it. */
  readonly error: unknown;
}

/** Another attempt will follow. */
export interface RetriedAttempt extends FailedAttempt {
  /** Until the next attempt. */
  readonly delay: number;
  readonly from: DelayFrom;
}

/** No attempt will follow. */
export interface LastAttempt extends FailedAttempt {
  readonly reason: EndReason;
}

/** How an attempt ended. */
export type AttemptOutcome<Result = unknown> =
  | { readonly state: "SUCCESS"; readonly value: Result }
  | ({ readonly state: "RETRY" } & RetriedAttempt)
  | ({ readonly state: "FAILURE" } & LastAttempt);

/**
 * What a task tells. Hooks observe: they are not awaited, and what they throw is reported and changes nothing.
 *
 * They are told once the end is recorded, and before the message is settled: `onSuccess`, `onRetry` or `onFailure`, then
 * `onExhausted` where it was for want of retries, then `afterAttempt`.
 */
export interface TaskHooks<Args extends readonly unknown[] = readonly unknown[], Result = unknown> {
  /** Just before an attempt starts. */
  readonly beforeStart?: ((event: AttemptEvent<Args>) => void) | undefined;
  /** When the task has its result. */
  readonly onSuccess?: ((event: AttemptEvent<Args> & { readonly value: Result }) => void) | undefined;
  /** When an attempt has failed and another will follow. */
  readonly onRetry?: ((event: AttemptEvent<Args> & RetriedAttempt) => void) | undefined;
  /** When the task has failed for good, whatever the reason. */
  readonly onFailure?: ((event: AttemptEvent<Args> & LastAttempt) => void) | undefined;
  /** When it has failed for want of retries: attempts, time or budget are used up, or the hint is too long. */
  readonly onExhausted?: ((event: AttemptEvent<Args> & LastAttempt) => void) | undefined;
  /** After every attempt, however it ended. */
  readonly afterAttempt?:
    | ((event: AttemptEvent<Args> & { readonly outcome: AttemptOutcome<Result> }) => void)
    | undefined;
}

/** The names of the hooks. */
export const HOOKS = ["beforeStart", "onSuccess", "onRetry", "onFailure", "onExhausted", "afterAttempt"] as const;

/** The ends that are for want of retries. */
export const EXHAUSTED: ReadonlySet<EndReason> = new Set<EndReason>([
  "attempts",
  "deadline",
  "budget",
  "hint-too-long",
]);
