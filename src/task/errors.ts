import { formatMillis } from "../core/duration.ts";
import type { EndReason, RecordedError } from "../transport/dead-letter.ts";
import type { FinalState } from "./state.ts";

/** The soft time limit of an attempt has passed: its signal aborts with this, and it may still tidy up. */
export class SoftTimeLimitError extends Error {
  override readonly name = "SoftTimeLimitError";
  readonly code = "SOFT_TIME_LIMIT";
  /** The limit in milliseconds. */
  readonly limit: number;

  constructor(limit: number) {
    super(`The attempt has run for longer than its soft limit of ${formatMillis(limit)}`);
    this.limit = limit;
  }
}

/** The hard time limit of an attempt has passed: it was given up. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";
  readonly code = "TIME_LIMIT";
  /** The limit in milliseconds. */
  readonly limit: number;

  constructor(limit: number) {
    super(`The attempt was given up: it has run for longer than ${formatMillis(limit)}`);
    this.limit = limit;
  }
}

/** Why an attempt's signal aborts when what it does is no longer wanted. */
export class AttemptEndedError extends Error {
  override readonly name = "AttemptEndedError";
  /** The task was revoked, or the worker is being stopped. */
  readonly code: "REVOKED" | "WORKER_STOPPED";

  constructor(code: AttemptEndedError["code"]) {
    super(code === "REVOKED" ? "The task was revoked" : "The worker is being stopped; the task will be run again");
    this.code = code;
  }
}

/** Thrown by a task that wants to be tried again; made by `ctx.retry`, which has recorded the wish already. */
export class RetryRequestedError extends Error {
  override readonly name = "RetryRequestedError";
  readonly code = "RETRY_REQUESTED";

  /** @param options the `cause`: the error that led to it, where there was one */
  constructor(options?: ErrorOptions) {
    super("The task asked to be tried again", options);
  }
}

/** Thrown by a task that refuses its message; made by `ctx.reject`, which has recorded it already. */
export class TaskRejectedError extends Error {
  override readonly name = "TaskRejectedError";
  readonly code = "TASK_REJECTED";

  /** @param options the `cause`: the error that led to it, where there was one */
  constructor(options?: ErrorOptions) {
    super("The task refused its message", options);
  }
}

/** A message asks for a task that no worker here knows. */
export class UnknownTaskError extends Error {
  override readonly name = "UnknownTaskError";
  readonly code = "UNKNOWN_TASK";

  constructor(task: string) {
    super(`No task is registered under the name ${JSON.stringify(task.slice(0, 60))}`);
  }
}

/** A message was delivered again and again, and nobody ever settled it: it may end the process it runs in. */
export class PoisonError extends Error {
  override readonly name = "PoisonError";
  readonly code = "POISON";

  constructor(deliveries: number) {
    super(`The message was delivered ${deliveries} times, and nobody has ever settled it`);
  }
}

/** What `get` rejects with when a task has ended without a result. */
export class TaskFailedError extends Error {
  override readonly name = "TaskFailedError";
  readonly code = "TASK_FAILED";
  readonly id: string;
  readonly state: Exclude<FinalState, "SUCCESS">;
  readonly reason: EndReason;
  /** Attempts made. */
  readonly attempts: number;
  /** The last error, as it was recorded; absent where there was none. */
  readonly error: RecordedError | undefined;

  /** @param ended the final record of the task */
  constructor(ended: {
    readonly id: string;
    readonly task: string;
    readonly state: FinalState;
    readonly reason?: EndReason | undefined;
    readonly attempt: number;
    readonly error?: RecordedError | undefined;
  }) {
    const { id, task, state, reason = "rejected", attempt, error } = ended;
    const what = error === undefined ? "" : `: ${error.name}: ${error.message}`;
    super(
      `Task ${task} ended in ${state} (${reason}) after ${attempt} ${attempt === 1 ? "attempt" : "attempts"}${what}`,
    );
    this.id = id;
    this.state = state as Exclude<FinalState, "SUCCESS">;
    this.reason = reason;
    this.attempts = attempt;
    this.error = error;
  }
}

/** The result is not there: not yet, in the time that was given, or not at all, because it was too large to be kept. */
export class ResultUnavailableError extends Error {
  override readonly name = "ResultUnavailableError";
  readonly code: "RESULT_TIMEOUT" | "RESULT_TRUNCATED";
  readonly id: string;

  /** @param waited milliseconds, where time was what it lacked */
  constructor(id: string, waited?: number) {
    super(
      waited === undefined
        ? "The task has succeeded, but its result was too large to be kept"
        : `The task has not ended within ${formatMillis(waited)}`,
    );
    this.code = waited === undefined ? "RESULT_TRUNCATED" : "RESULT_TIMEOUT";
    this.id = id;
  }
}
