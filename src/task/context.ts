import type { Duration } from "../core/duration.ts";
import type { RecordedError } from "../transport/dead-letter.ts";
import type { RetryRequestedError, TaskRejectedError } from "./attempt-errors.ts";
import type { When } from "./instant.ts";

/** How a task wants to be tried again; what is left out is the policy's. */
export interface RetryRequest<Args extends readonly unknown[] = readonly unknown[]> extends When {
  /** Why; recorded, and what the task fails with where no attempt is left. */
  readonly error?: unknown;
  /** Arguments for the next attempt and those after it; held to the task's where the context is `ctx: TaskContext<[page: number]>`. */
  readonly args?: Args | undefined;
  /** How many attempts this decision allows in all; the next one goes by the policy again. */
  readonly attempts?: number | undefined;
  /** The queue that the next attempt goes to. */
  readonly queue?: string | undefined;
  readonly priority?: number | undefined;
}

/** What a task is told of the attempt it is in, and what it can do about it; times in milliseconds. */
export interface TaskContext<Args extends readonly unknown[] = readonly unknown[]> {
  /** Who the task is; it stays the same over retries. */
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** Which attempt, from 1. */
  readonly attempt: number;
  /** How many attempts the policy allows; may be `Infinity`. */
  readonly attempts: number;
  /** Whether no retry can follow for want of attempts. */
  readonly isLast: boolean;
  /** Aborts when the soft time limit passes, when the lease is lost, when the task is revoked, and when the worker is stopped. */
  readonly signal: AbortSignal;
  /** To the deadline of `totalTimeout`, from the start of the attempt; `Infinity` without one. */
  readonly remaining: number;
  /** From the start of the first attempt to the start of this one. */
  readonly elapsed: number;
  /** The delay before this attempt; 0 before the first. */
  readonly previousDelay: number;
  /** What the attempt before failed with, as it was recorded; undefined before the first. */
  readonly previousError: RecordedError | undefined;
  /** The caller's key, or else the task's id: for servers that recognise repeats. */
  readonly idempotencyKey: string;
  /** When the task was first sent, in epoch milliseconds. */
  readonly firstSentAt: number;
  /** How often this message was delivered, this time included. */
  readonly delivery: number;
  /** What the caller sent along. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Asks for another attempt. It *records* the wish: however the function then ends, the attempt ends in `RETRY`, so that a
   * `catch` further up cannot lose it. Throw what it answers. Where no attempt is left, the task fails with `error`.
   *
   * @throws InvalidOptionError for an option that cannot be used, and for `delay` beside `at`
   */
  retry(this: void, request?: RetryRequest<Args>): RetryRequestedError;
  /** Refuses the message for good, whatever the policy says: reason `rejected`. It is recorded as `retry` is; throw what it answers. */
  reject(this: void, error?: unknown): TaskRejectedError;
  /**
   * Gives this attempt other time limits, from now on.
   *
   * @param hard the time after which it is given up; the present one stays unless given
   * @throws InvalidOptionError for a hard limit below the soft one, or beyond the lease where that cannot be extended
   */
  limit(this: void, soft: Duration, hard?: Duration): void;
  /** Waits on the app's clock; rejects with the signal's reason when that aborts. */
  sleep(this: void, duration: Duration): Promise<void>;
  /** The promise, or a rejection with the signal's reason when that aborts first: for work that knows no signals. */
  race<T>(this: void, work: PromiseLike<T>): Promise<T>;
}

/** What goes around an attempt: a unit of work, a transaction, a tracing span. What it answers is the attempt's result. */
export type Around = (ctx: TaskContext, next: () => Promise<unknown>) => unknown;
