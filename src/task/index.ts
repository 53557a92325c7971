/**
 * Tasks that are tried again: sent over a transport, run by workers, with results, time limits and dead letters.
 *
 * @module ostinato/tasks
 */
export { type App, createApp } from "./app.ts";
export type { AppOptions } from "./app-options.ts";
export type { ResultBackend } from "./backend.ts";
export type { Around, RetryRequest, TaskContext } from "./context.ts";
export type { TaskCounters } from "./counters.ts";
export type { DeadLetters, LetterPage, Which } from "./dead-letters.ts";
export {
  AttemptEndedError,
  RetryRequestedError,
  SoftTimeLimitError,
  TaskRejectedError,
  TimeLimitError,
} from "./attempt-errors.ts";
export { PoisonError, ResultUnavailableError, TaskFailedError, UnknownTaskError } from "./errors.ts";
export type { Listener, TaskEventName, TaskEvents, TaskNews } from "./events.ts";
export type { AttemptEvent, AttemptOutcome, FailedAttempt, LastAttempt, RetriedAttempt, TaskHooks } from "./hooks.ts";
export { type Claim, type IdempotencyStore, memoryIdempotency, type MemoryIdempotencyOptions } from "./idempotency.ts";
export type { ActiveAttempt, Inspection, WaitingRetry } from "./inspect.ts";
export type { Instant, When } from "./instant.ts";
export type { Letter, ReplayOptions } from "./letter.ts";
export type { FailureNote, Link, Named } from "./link.ts";
export { memoryBackend, type MemoryBackendOptions } from "./memory-backend.ts";
export type { CallOptions, EnqueueOptions, PublishPolicy, SendingOptions, TaskOptions, TaskPolicy } from "./options.ts";
export {
  type Change,
  type DelayFrom,
  type HistoryEntry,
  mayReplace,
  type RecordedState,
  type TaskRecord,
} from "./record.ts";
export { recordError, type RecordErrorOptions } from "./recorded-error.ts";
export type { AsyncResult, GetOptions, TaskInfo, TaskOutcome } from "./result.ts";
export { SerializationError } from "./serialization-error.ts";
export { json, type Serializer, type SerializerOptions, structured } from "./serializer.ts";
export { type FinalState, isFinal, mayFollow, type TaskState } from "./state.ts";
export type { Task } from "./task.ts";
export type { DrainOptions, Worker, WorkerOptions } from "./worker.ts";
