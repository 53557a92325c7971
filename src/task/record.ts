import type { EndReason, RecordedError } from "../transport/dead-letter.ts";
import type { Envelope } from "../transport/envelope.ts";
import { type FinalState, isFinal, mayFollow, type TaskState } from "./state.ts";

/** A state that can be recorded. */
export type RecordedState = Exclude<TaskState, "UNKNOWN">;

/** Who decided how long to wait: the policy's schedule, a hint of the failed side, or the task itself by `ctx.retry`. */
export type DelayFrom = "schedule" | "hint" | "task";

/** One step of a task's way. */
export interface HistoryEntry {
  readonly state: RecordedState;
  /** When, in epoch milliseconds. */
  readonly at: number;
  /** Which attempt it was about; 0 before the first. */
  readonly attempt: number;
  readonly error?: RecordedError | undefined;
  /** Milliseconds until the next attempt. */
  readonly delay?: number | undefined;
  readonly from?: DelayFrom | undefined;
  readonly reason?: EndReason | undefined;
}

/** What a result backend keeps of a task; plain data and bytes, times in epoch milliseconds. */
export interface TaskRecord extends HistoryEntry {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** How many attempts the policy allows; may be `Infinity`. 0 while no worker has said. */
  readonly attempts: number;
  /** Which delivery of the attempt's message it was; with `attempt` it tells old news from new. */
  readonly delivery: number;
  readonly firstSentAt: number;
  /** When the first, or the next, attempt is due. */
  readonly dueAt?: number | undefined;
  /** What the task returned, as the serializer made it; absent where it returned nothing. */
  readonly result?: Uint8Array | undefined;
  /** The result was too large to be kept. */
  readonly truncated?: boolean | undefined;
  /** The message of the next attempt, in `RETRY`: whoever finds the decision without the message can send it. */
  readonly next?: Envelope | undefined;
  /** The way so far, oldest first, this step included; the oldest are dropped beyond 100. */
  readonly history: readonly HistoryEntry[];
}

/** The record of a task that has ended. */
export type FinalRecord = TaskRecord & { readonly state: FinalState };

/** Whether a task has ended. */
export const isOver = (record: TaskRecord): record is FinalRecord => isFinal(record.state);

/** So many steps of a task's way are kept. */
const LONGEST_HISTORY = 100;

/** What a task is before anything has happened to it. */
export type Origin = Pick<TaskRecord, "id" | "task" | "queue" | "firstSentAt">;

/** What changes from one record of a task to the next. */
export type Change = HistoryEntry &
  Partial<Pick<TaskRecord, "attempts" | "delivery" | "dueAt" | "result" | "truncated" | "next">>;

/** The record that follows another; what the change does not say of attempts, delivery and last error stays. */
export function following(present: TaskRecord | undefined, origin: Origin, change: Change): TaskRecord {
  const { id, task, queue, firstSentAt } = origin;
  const { state, at, attempt, delay, from, reason } = change;
  const error = change.error ?? (state === "SUCCESS" ? undefined : present?.error);
  const isPlain = (change.error ?? delay ?? from ?? reason) === undefined;
  const step: HistoryEntry = isPlain
    ? { state, at, attempt }
    : { state, at, attempt, error: change.error, delay, from, reason };
  // A worker may be faster than the sender, whose record then comes too late: the sending is part of the way all the same.
  const before: readonly HistoryEntry[] =
    present?.history ?? (attempt > 0 ? [{ state: "PENDING", at: firstSentAt, attempt: 0 }] : []);
  const { attempts = present?.attempts ?? 0, delivery = present?.delivery ?? 0 } = change;
  const history = (before.length < LONGEST_HISTORY ? before : before.slice(1 - LONGEST_HISTORY)).concat(step);
  const { result, truncated, dueAt, next } = change;
  // One by one, where a spread takes several times as long; and in two shapes, for hundreds of thousands may be kept.
  const record = {
    id,
    task,
    queue,
    state,
    at,
    attempt,
    attempts,
    delivery,
    firstSentAt,
    error,
    result,
    truncated,
    history,
  };
  return isPlain && (dueAt ?? next) === undefined ? record : { ...record, delay, from, reason, dueAt, next };
}

/**
 * Whether a record may take the place of another, or of none: never that of a final one, never that of newer news, and only
 * along the table of states. A result backend asks it, in one step with the writing.
 *
 * @param expectedAttempt the attempt that the present record must be about, where that matters
 * @example
 * ```ts
 * import { mayReplace, type TaskRecord } from "ostinato/tasks";
 *
 * export const kept = (records: Map<string, TaskRecord>, next: TaskRecord): boolean => {
 *   if (!mayReplace(records.get(next.id), next)) return false;
 *   records.set(next.id, next);
 *   return true;
 * };
 * ```
 */
export function mayReplace(present: TaskRecord | undefined, next: TaskRecord, expectedAttempt?: number): boolean {
  if (present === undefined) return expectedAttempt === undefined || expectedAttempt === 0;
  if (expectedAttempt !== undefined && expectedAttempt !== present.attempt) return false;
  if (isOver(present) || next.attempt < present.attempt) return false;
  if (next.attempt === present.attempt && next.delivery < present.delivery) return false;
  return mayFollow(present.state, next.state);
}
