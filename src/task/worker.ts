import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { isCount } from "../policy/count.ts";
import type { Consumer } from "../transport/transport.ts";
import { type Hub, queueOf } from "./hub.ts";
import { asName } from "./names.ts";
import { opened } from "./open-queues.ts";
import { processed } from "./process.ts";
import { refuseUnworkable } from "./workable.ts";
import type { Station } from "./station.ts";

/** What a worker works on, and how much at once. */
export interface WorkerOptions {
  /** The queues; those of the tasks that are registered when it starts, unless given. */
  readonly queues?: readonly string[] | undefined;
  /** How many tasks of each queue run at once, at most; 1 unless given. */
  readonly concurrency?: number | undefined;
  /** How many messages of each queue are held ready besides, at most; 0 unless given. */
  readonly prefetch?: number | undefined;
  /** A message that was delivered more often, and of which nobody ever said what became of it, is poison; 10 unless given. */
  readonly maxDeliveries?: number | undefined;
}

/** How long a worker may take to stop. */
export interface DrainOptions {
  /** After this, attempts that still run are given back unharmed: their signals abort, and they cost nothing. No limit unless given. */
  readonly timeout?: Duration | undefined;
}

/** Something that works on queues. */
export interface Worker {
  /**
   * Begins to work; answers with the worker. A second call does nothing.
   *
   * @throws InvalidOptionError where the transport cannot do what a registered task needs
   */
  start(): Worker;
  /**
   * Begins nothing more, and resolves when what is in hand is settled. What waits, waits on; nothing is lost or done twice. A task
   * that waits for this waits for itself.
   */
  drain(options?: DrainOptions): Promise<void>;
}

/** A worker that has not started yet. */
export function worker(hub: Hub, options: WorkerOptions = {}): Worker {
  const read = optionsOf(options, "worker", ["queues", "concurrency", "prefetch", "maxDeliveries"]);
  const given = read<readonly string[]>("queues", "a list of names", Array.isArray)?.map((name) =>
    asName(name, "queues"),
  );
  const concurrency = read<number>("concurrency", "a whole number ≥ 1", Number.isSafeInteger) ?? 1;
  const prefetch = read<number>("prefetch", "a whole number ≥ 0", Number.isSafeInteger) ?? 0;
  if (concurrency < 1) throw new InvalidOptionError("concurrency", "a whole number ≥ 1", concurrency);
  if (prefetch < 0) throw new InvalidOptionError("prefetch", "a whole number ≥ 0", prefetch);
  const maxDeliveries = read<number>("maxDeliveries", "a whole number ≥ 1, or Infinity", isCount) ?? 10;
  const leaving = new AbortController();
  const station: Station = { maxDeliveries, leaving: leaving.signal, running: new Set() };
  let consuming: Promise<readonly Consumer[]> | undefined;

  const consumed = async (queues: readonly string[]): Promise<readonly Consumer[]> => {
    if (!(await opened(hub, queues, maxDeliveries, leaving.signal))) return [];
    return queues.flatMap((queue) => {
      const onError = (error: unknown): void => hub.bus.emit("error", { error, during: "consume", queue });
      try {
        return hub.transport.consume(queue, (delivery) => processed(hub, delivery, station), {
          concurrency,
          prefetch,
          onError,
        });
      } catch (error) {
        onError(error);
        return [];
      }
    });
  };
  const self: Worker = {
    start: () => {
      if (consuming !== undefined || leaving.signal.aborted) return self;
      const queues = given ?? [...new Set([...hub.registered.keys()].map((task) => queueOf(hub, task)))];
      refuseUnworkable(hub, queues);
      consuming = consumed(queues);
      return self;
    },
    drain: async (how = {}) => {
      const readDrain = optionsOf(how, "drain", ["timeout"]);
      const timeout = readDrain<Duration>("timeout");
      const grace = timeout === undefined || timeout === Infinity ? undefined : toMillis(timeout, "timeout");
      leaving.abort();
      const consumers = (await consuming) ?? [];
      const stop = (): void => {
        for (const running of station.running) running.end("stopped");
      };
      const cancel = grace === undefined ? undefined : hub.clock.schedule(grace, stop);
      await Promise.all(consumers.map((consumer) => consumer.drain()));
      cancel?.();
    },
  };
  return self;
}
