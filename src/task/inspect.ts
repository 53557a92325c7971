import type { RecordedError } from "../transport/dead-letter.ts";
import type { QueueCounts } from "../transport/transport.ts";
import type { Hub } from "./hub.ts";
import { queueOf } from "./hub.ts";
import type { TaskCounters } from "./counters.ts";
import type { DelayFrom } from "./record.ts";

/** An attempt that runs here; `startedAt` in epoch milliseconds. */
export interface ActiveAttempt {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly attempt: number;
  readonly startedAt: number;
}

/** A retry that waits, decided here; `dueAt` in epoch milliseconds. */
export interface WaitingRetry {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** The attempt that has failed. */
  readonly attempt: number;
  readonly dueAt: number;
  readonly delay: number;
  /** Who said how long to wait. */
  readonly from: DelayFrom;
  readonly error: RecordedError;
}

/** What this process knows of its tasks. */
export interface Inspection {
  readonly active: readonly ActiveAttempt[];
  /** Soonest first; 10 000 are remembered at most. */
  readonly waiting: readonly WaitingRetry[];
  /** Ids of messages that are in hand here and have not started. */
  readonly reserved: readonly string[];
  /** The tasks that can be run here, and their queues. */
  readonly registered: readonly { readonly task: string; readonly queue: string }[];
  /** By the name of the task; beyond 1 000 names, all others together under `"*"`. */
  readonly counters: ReadonlyMap<string, TaskCounters>;
  /** How many messages each queue of a registered task holds, as far as the transport tells. */
  readonly queues: ReadonlyMap<string, QueueCounts>;
}

const MOST_WAITING = 10_000;

/** Watches an app; answers with what looks at it. */
export function inspector(hub: Hub, counted: () => ReadonlyMap<string, TaskCounters>): () => Promise<Inspection> {
  const waiting = new Map<string, WaitingRetry>();
  const { bus, transport, underway } = hub;
  const gone = ({ id }: { readonly id: string }): void => void waiting.delete(id);
  bus.on("retry", ({ id, task, queue, attempt, dueAt, delay, from, error }) => {
    waiting.set(id, { id, task, queue, attempt, dueAt, delay, from, error: hub.describe(error) });
    if (waiting.size > MOST_WAITING) waiting.delete(waiting.keys().next().value!);
  });
  bus.on("started", gone);
  bus.on("success", gone);
  bus.on("failure", gone);
  bus.on("revoked", gone);
  bus.on("expired", gone);
  return async () => {
    const registered = [...hub.registered.keys()].map((task) => ({ task, queue: queueOf(hub, task) }));
    const names = [...new Set(registered.map(({ queue }) => queue))];
    const counts =
      transport.counts === undefined ? [] : await Promise.all(names.map((name) => transport.counts!(name)));
    const active = [...underway.running].map(({ id, task, queue, attempt, startedAt }) => ({
      id,
      task,
      queue,
      attempt,
      startedAt,
    }));
    const running = new Set(active.map(({ id }) => id));
    return {
      active,
      waiting: [...waiting.values()].toSorted((a, b) => a.dueAt - b.dueAt),
      reserved: [...underway.inHand].filter((id) => !running.has(id)),
      registered,
      counters: counted(),
      queues: new Map(names.flatMap((name, index) => (counts[index] === undefined ? [] : [[name, counts[index]]]))),
    };
  };
}
