import { formatMillis } from "../core/duration.ts";
import type { EndReason, RecordedError } from "../transport/dead-letter.ts";
import type { FinalState } from "./state.ts";

/**
 * A message asks for a task that no worker here knows.
 *
 * @example
 * ```ts
 * import { UnknownTaskError } from "ostinato/tasks";
 *
 * new UnknownTaskError("email.sned").code; // => "UNKNOWN_TASK"
 * ```
 */
export class UnknownTaskError extends Error {
  override readonly name = "UnknownTaskError";
  readonly code = "UNKNOWN_TASK";

  constructor(task: string) {
    super(`No task is registered under the name ${JSON.stringify(task.slice(0, 60))}`);
  }
}

/**
 * A message was delivered again and again, and nobody ever settled it: it may end the process it runs in.
 *
 * @example
 * ```ts
 * import { PoisonError } from "ostinato/tasks";
 *
 * new PoisonError(3).code; // => "POISON"
 * ```
 */
export class PoisonError extends Error {
  override readonly name = "PoisonError";
  readonly code = "POISON";

  constructor(deliveries: number) {
    super(`The message was delivered ${deliveries} times, and nobody has ever settled it`);
  }
}

/**
 * What `get` rejects with when a task has ended without a result.
 *
 * @example
 * ```ts
 * import { createApp, TaskFailedError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const failing = app.task("failing", () => Promise.reject(new Error("busy")), { policy: { attempts: 2 } });
 * app.worker().start();
 * const failed = await clock.runUntil((await failing.delay()).get().catch((error) => error));
 * failed instanceof TaskFailedError && [failed.reason, failed.attempts]; // => ["attempts", 2]
 * ```
 */
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

/**
 * The result is not there: not yet, in the time that was given, or not at all, because it was too large to be kept.
 *
 * @example
 * ```ts
 * import { createApp, ResultUnavailableError } from "ostinato/tasks";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * const app = createApp({ clock });
 * const nobody = app.task("nobody.works", () => "done");
 * const waited = await clock.runUntil((await nobody.delay()).get({ timeout: "1s" }).catch((error) => error));
 * waited instanceof ResultUnavailableError && waited.code; // => "RESULT_TIMEOUT"
 * ```
 */
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
