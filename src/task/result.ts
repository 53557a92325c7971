import { type Duration, toMillis } from "../core/duration.ts";
import { optionsOf } from "../core/options.ts";
import type { Hub } from "./hub.ts";
import { ResultUnavailableError, TaskFailedError } from "./errors.ts";
import { awaited } from "./awaited.ts";
import type { HistoryEntry, TaskRecord } from "./record.ts";
import { revoke } from "./revoke.ts";
import { isFinal, type TaskState } from "./state.ts";

/** What is known of a task: its record, without the bytes. */
export type TaskInfo = Omit<TaskRecord, "result" | "next" | "history">;

/** How long to wait for a result, and what to do with a failure. */
export interface GetOptions {
  /** How long to wait; without end unless given, and 0 looks once. */
  readonly timeout?: Duration | undefined;
}

/** How a task ended, without throwing. */
export type TaskOutcome<Result> =
  | { readonly ok: true; readonly value: Result; readonly attempts: number }
  | { readonly ok: false; readonly error: TaskFailedError; readonly attempts: number };

/** A task that was sent, from anywhere: where it stands, and what came of it. */
export interface AsyncResult<Result = unknown> {
  readonly id: string;
  /** Where it stands; `UNKNOWN` where nothing is recorded, or not any more. */
  state(): Promise<TaskState>;
  /** Whether it has ended, in whatever state. */
  ready(): Promise<boolean>;
  /**
   * Waits for the end, through retries, and answers with the result.
   *
   * Rejects with a `TaskFailedError` when it has ended without one, and with a `ResultUnavailableError` when it has not
   * ended in time or its result was too large to be kept. `propagate: false`: answers with the outcome instead of the first.
   */
  get(options?: GetOptions & { readonly propagate?: true | undefined }): Promise<Result>;
  /** The same, with a failure as an answer. */
  get(options: GetOptions & { readonly propagate: boolean }): Promise<TaskOutcome<Result>>;
  /** What is recorded: in `RETRY` the last error, the attempt, when the next is due and who said so; undefined for an unknown id. */
  info(): Promise<TaskInfo | undefined>;
  /** Its way so far, oldest first. */
  history(): Promise<readonly HistoryEntry[]>;
  /** What is recorded now, and each change; ends behind the last. */
  changes(): AsyncIterable<TaskInfo>;
  /**
   * Takes it back: a message that waits is removed, an attempt that runs has its signal aborted, here at once and elsewhere
   * when its worker next renews the lease. Answers whether it was in time: what has ended stays as it is.
   */
  revoke(): Promise<boolean>;
  /** Drops what is recorded. The id is unknown from then on, but not free: a broker or a store that tells doubles may know it yet. */
  forget(): Promise<void>;
}

/** The result under an id, whether or not there is one. */
export function asyncResult<Result>(hub: Hub, id: string): AsyncResult<Result> {
  const { backend } = hub;
  const state = async (): Promise<TaskState> => (await backend.get(id))?.state ?? "UNKNOWN";
  const get = async (options: GetOptions & { readonly propagate?: boolean | undefined } = {}): Promise<never> => {
    const read = optionsOf(options, "get", ["timeout", "propagate"]);
    const given = read<Duration>("timeout");
    const timeout = given === undefined || given === Infinity ? Infinity : toMillis(given, "timeout");
    const propagate = read<boolean>("propagate", "true or false", (value) => typeof value === "boolean") ?? true;
    const ended = await awaited(hub, id, timeout);
    if (ended === undefined) throw new ResultUnavailableError(id, timeout);
    const attempts = ended.attempt;
    if (ended.state === "SUCCESS") {
      const value = valueOf(hub, ended);
      return (propagate ? value : { ok: true, value, attempts }) as never;
    }
    const error = new TaskFailedError(ended);
    if (propagate) throw error;
    return { ok: false, error, attempts } as never;
  };
  return {
    id,
    state,
    get,
    ready: async () => isFinal(await state()),
    info: async () => {
      const record = await backend.get(id);
      return record && infoOf(record);
    },
    history: async () => (await backend.get(id))?.history ?? [],
    async *changes() {
      for await (const record of backend.watch(id)) yield infoOf(record);
    },
    revoke: () => revoke(hub, id),
    forget: () => backend.forget(id),
  };
}

const infoOf = (record: TaskRecord): TaskInfo => {
  const { result: _result, next: _next, history: _history, ...info } = record;
  return info;
};

/** @throws ResultUnavailableError where the result was too large to be kept */
export function valueOf(hub: Hub, record: TaskRecord): unknown {
  if (record.truncated === true) throw new ResultUnavailableError(record.id);
  return record.result === undefined ? undefined : hub.serializer.decode(record.result);
}
