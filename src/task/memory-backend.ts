import { type Duration, toLimit } from "../core/duration.ts";
import { optionsOf } from "../core/options.ts";
import type { Clock } from "../engine/clock.ts";
import { surroundings } from "../engine/env.ts";
import { ByAge } from "../transport/by-age.ts";
import { promised } from "../transport/promised.ts";
import type { ResultBackend } from "./backend.ts";
import { isOver, mayReplace, type TaskRecord } from "./record.ts";
import { type Feed, feed } from "./feed.ts";

/** How much a result backend in memory keeps, and for how long. */
export interface MemoryBackendOptions {
  /** Where time comes from; the machine's unless given. */
  readonly clock?: Clock | undefined;
  /** How long a final record is kept; a day unless given. */
  readonly expires?: Duration | undefined;
  /** How many records are kept; 100 000 unless given. Beyond that the oldest final one goes first, then the oldest of all. */
  readonly records?: number | undefined;
  /** The most bytes of a result; 1 MiB unless given. A larger one is left out, and the record says so. */
  readonly maxBytes?: number | undefined;
}

/** A record and when it may go. */
interface Kept {
  readonly record: TaskRecord;
  readonly until: number;
}

/**
 * Results in the memory of this process: what `createApp` uses unless told otherwise, and the reference for others.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import { memoryBackend } from "ostinato/tasks";
 *
 * await memoryBackend({ expires: "1h" }).get("no such task"); // => undefined
 * ```
 */
export function memoryBackend(options: MemoryBackendOptions = {}): ResultBackend {
  const read = optionsOf(options, "memoryBackend", ["clock", "expires", "records", "maxBytes"]);
  const { clock } = surroundings({ clock: read<Clock>("clock") });
  const [expires = "1d"] = [read<Duration>("expires")];
  const lifetime = toLimit(expires, "expires");
  const most = read<number>("records", "a number ≥ 1", isAtLeast(1)) ?? 100_000;
  const maxBytes = read<number>("maxBytes", "a number of bytes ≥ 0", isAtLeast(0)) ?? 2 ** 20;
  const open = new ByAge<TaskRecord>();
  const done = new ByAge<Kept>();
  const watchers = new Map<string, Set<Feed<TaskRecord>>>();

  const sweep = (): void => {
    const now = clock.now();
    for (let { oldest } = done; oldest !== undefined && oldest[1].until <= now; { oldest } = done)
      done.delete(oldest[0]);
    while (open.size + done.size > most) {
      const crowd = done.size > 0 ? done : open;
      crowd.delete(crowd.oldest![0]);
    }
  };
  const present = (id: string): TaskRecord | undefined => {
    sweep();
    return open.get(id) ?? done.get(id)?.record;
  };
  const keep = (id: string, record: TaskRecord): void => {
    if (isOver(record)) {
      open.delete(id);
      done.set(id, { record, until: clock.now() + lifetime });
    } else open.set(id, record);
    sweep();
    for (const watcher of watchers.get(id) ?? []) watcher.push(record, isOver(record));
  };

  return {
    get: (id) => promised(() => present(id)),
    set: (id, record, { expectedAttempt } = {}) =>
      promised(() => {
        if (!mayReplace(present(id), record, expectedAttempt)) return false;
        keep(id, trimmed(record, maxBytes));
        return true;
      }),
    watch: (id) => ({
      [Symbol.asyncIterator]: () => {
        const among = watchers.get(id) ?? new Set();
        watchers.set(id, among);
        const watcher = feed<TaskRecord>(() => {
          among.delete(watcher);
          if (among.size === 0 && watchers.get(id) === among) watchers.delete(id);
        });
        among.add(watcher);
        const now = present(id);
        if (now !== undefined) watcher.push(now, isOver(now));
        return watcher.iterator;
      },
    }),
    forget: async (id) => {
      open.delete(id);
      done.delete(id);
    },
  };
}

const trimmed = (record: TaskRecord, maxBytes: number): TaskRecord =>
  (record.result?.length ?? 0) > maxBytes ? { ...record, result: undefined, truncated: true } : record;

const isAtLeast =
  (least: number) =>
  (value: unknown): boolean =>
    typeof value === "number" && value >= least;
