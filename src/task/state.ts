/**
 * Where a task stands.
 *
 * `UNKNOWN`: nothing is recorded under this id. `PENDING`: sent. `SCHEDULED`: sent, and not due yet. `STARTED`: an attempt is
 * under way. `RETRY`: an attempt has failed and another will follow. The other four are final.
 */
export type TaskState =
  | "UNKNOWN"
  | "PENDING"
  | "SCHEDULED"
  | "STARTED"
  | "RETRY"
  | "SUCCESS"
  | "FAILURE"
  | "REVOKED"
  | "EXPIRED";

const FINAL: readonly FinalState[] = ["SUCCESS", "FAILURE", "REVOKED", "EXPIRED"];
const UNFINISHED: readonly TaskState[] = ["PENDING", "SCHEDULED", "STARTED", "RETRY"];
/** A task may end from anywhere: it is revoked, expires, is poison, or its result is there already. */
const ONWARD: readonly TaskState[] = ["STARTED", ...FINAL];

/** Which states may follow which. A worker may be the first to record anything, and a redelivered attempt starts again. */
const TABLE: Readonly<Record<TaskState, readonly TaskState[]>> = {
  UNKNOWN: [...UNFINISHED, ...FINAL],
  PENDING: ONWARD,
  SCHEDULED: ONWARD,
  STARTED: ["RETRY", ...ONWARD],
  RETRY: ONWARD,
  SUCCESS: [],
  FAILURE: [],
  REVOKED: [],
  EXPIRED: [],
};

/** The states that are final: nothing follows them. */
export type FinalState = "SUCCESS" | "FAILURE" | "REVOKED" | "EXPIRED";

/**
 * Whether nothing can follow a state.
 *
 * @example
 * ```ts
 * import { isFinal } from "ostinato/tasks";
 *
 * isFinal("RETRY"); // => false
 * isFinal("REVOKED"); // => true
 * ```
 */
export const isFinal = (state: TaskState): state is FinalState => TABLE[state].length === 0;

/**
 * Whether one state may follow another.
 *
 * @example
 * ```ts
 * import { mayFollow } from "ostinato/tasks";
 *
 * mayFollow("RETRY", "STARTED"); // => true
 * mayFollow("FAILURE", "RETRY"); // => false
 * ```
 */
export const mayFollow = (before: TaskState, after: TaskState): boolean => TABLE[before].includes(after);
