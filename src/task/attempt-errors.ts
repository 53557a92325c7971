import { formatMillis } from "../core/duration.ts";

/**
 * The soft time limit of an attempt has passed: its signal aborts with this, and it may still tidy up.
 *
 * @example
 * ```ts
 * import { createApp, SoftTimeLimitError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const slow = app.task(
 *   "slow",
 *   ({ signal }) => new Promise<string>((resolve) => {
 *     signal.addEventListener("abort", () => resolve(signal.reason instanceof SoftTimeLimitError ? "half done" : ""));
 *   }),
 *   { softTimeLimit: "5s" },
 * );
 * app.worker().start();
 * await clock.runUntil((await slow.delay()).get()); // => "half done"
 * ```
 */
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

/**
 * The hard time limit of an attempt has passed: it was given up.
 *
 * @example
 * ```ts
 * import { createApp, TimeLimitError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const deaf = app.task("deaf", () => new Promise<never>(() => {}), { timeLimit: "5s", policy: { attempts: 1 } });
 * app.worker().start();
 * const failed = await clock.runUntil((await deaf.delay()).get().catch((error) => error));
 * failed.error.name === TimeLimitError.name; // => true
 * ```
 */
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

/**
 * Why an attempt's signal aborts when what it does is no longer wanted.
 *
 * @example
 * ```ts
 * import { AttemptEndedError } from "ostinato/tasks";
 *
 * new AttemptEndedError("REVOKED").message; // => "The task was revoked"
 * ```
 */
export class AttemptEndedError extends Error {
  override readonly name = "AttemptEndedError";
  /** The task was revoked, or the worker is being stopped. */
  readonly code: "REVOKED" | "WORKER_STOPPED";

  constructor(code: AttemptEndedError["code"]) {
    super(code === "REVOKED" ? "The task was revoked" : "The worker is being stopped; the task will be run again");
    this.code = code;
  }
}

/**
 * Thrown by a task that wants to be tried again; made by `ctx.retry`, which has recorded the wish already.
 *
 * @example
 * ```ts
 * import { createApp, RetryRequestedError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const again = app.task("again", (ctx) => {
 *   if (ctx.attempt > 1) return "done";
 *   const request = ctx.retry({ delay: "10m" });
 *   request instanceof RetryRequestedError; // => true
 *   throw request;
 * });
 * app.worker().start();
 * await clock.runUntil((await again.delay()).get()); // => "done"
 * ```
 */
export class RetryRequestedError extends Error {
  override readonly name = "RetryRequestedError";
  readonly code = "RETRY_REQUESTED";

  /** @param options the `cause`: the error that led to it, where there was one */
  constructor(options?: ErrorOptions) {
    super("The task asked to be tried again", options);
  }
}

/**
 * Thrown by a task that refuses its message; made by `ctx.reject`, which has recorded it already.
 *
 * @example
 * ```ts
 * import { createApp, TaskRejectedError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const picky = app.task("picky", (ctx) => {
 *   const refusal = ctx.reject(new Error("not mine"));
 *   refusal instanceof TaskRejectedError; // => true
 *   throw refusal;
 * });
 * app.worker().start();
 * const failed = await clock.runUntil((await picky.delay()).get().catch((error) => error));
 * failed.reason; // => "rejected"
 * ```
 */
export class TaskRejectedError extends Error {
  override readonly name = "TaskRejectedError";
  readonly code = "TASK_REJECTED";

  /** @param options the `cause`: the error that led to it, where there was one */
  constructor(options?: ErrorOptions) {
    super("The task refused its message", options);
  }
}
