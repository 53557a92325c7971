import { cap, exponential, fullJitter, type Random, schedule, seededRandom } from "ostinato";
import { createApp, isFinal, memoryBackend, type ResultBackend, type TaskRecord } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { type Delivery, LeaseLostError, memoryTransport, type Transport } from "ostinato/transport";

/** How much, and how badly. */
export interface Weather {
  readonly tasks: number;
  /** How likely each fault is, each time it could happen. */
  readonly faults: number;
  readonly seed: number;
}

/** What became of all the tasks. */
export interface Harvest {
  /** Tasks that were accepted. */
  readonly accepted: number;
  /** Accepted tasks by their state at the end. */
  readonly states: ReadonlyMap<string, number>;
  /** Ids that have had two final records, or attempts beyond the policy. */
  readonly wrong: readonly string[];
  /** How often each fault happened. */
  readonly faults: ReadonlyMap<string, number>;
}

const ATTEMPTS = 4;

/** Runs tasks in virtual time while everything around them fails now and then, and looks at how they ended. */
export async function soak({ tasks, faults, seed }: Weather): Promise<Harvest> {
  const clock = virtualClock();
  const random = seededRandom(seed);
  const happened = new Map<string, number>();
  const strikes = (fault: string): boolean => {
    if (random() >= faults) return false;
    happened.set(fault, (happened.get(fault) ?? 0) + 1);
    return true;
  };
  const memory = memoryBackend({ clock, records: Infinity });
  const watched = watching(memory, strikes);
  const transport = stormy(memoryTransport({ clock, deadLetterLimit: Infinity }), strikes);
  const app = createApp({ clock, random, transport, backend: watched.backend });
  const work = app.task(
    "work",
    async ({ sleep }, fate: number) => {
      if (fate % 3 === 0) await sleep(random() * 40_000);
      if (random() < faults || fate % 50 === 0) throw new Error("busy");
      return fate;
    },
    {
      policy: { attempts: ATTEMPTS, schedule: schedule(exponential("1s"), cap("1m"), fullJitter) },
      timeLimit: "2m",
    },
  );
  app.worker({ concurrency: 50, maxDeliveries: 30 }).start();
  const ids: string[] = [];
  const sending = (async () => {
    for (let n = 0; n < tasks; n++) {
      const sent = await work.enqueue({ args: [n], id: String(n) }).catch(() => undefined);
      if (sent !== undefined) ids.push(sent.id);
    }
  })();
  await clock.runUntil(sending);
  await clock.runUntil(app.idle());
  const states = new Map<string, number>();
  for (const id of ids) {
    const state = (await memory.get(id))?.state ?? "UNKNOWN";
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return { accepted: ids.length, states, wrong: watched.wrong(), faults: happened };
}

type Strikes = (fault: string) => boolean;

/** A transport whose every call may fail, before or behind the deed, and whose deliveries may come to nothing. */
function stormy(memory: ReturnType<typeof memoryTransport>, strikes: Strikes): Transport {
  const deed = async (name: string, work: () => Promise<void>, failure: () => Error): Promise<void> => {
    if (strikes(`${name} fails`)) throw failure();
    await work();
    if (strikes(`${name} is done, and its answer lost`)) throw failure();
  };
  const away = (): Error => new Error("the broker is away");
  const struck = (delivery: Delivery): Delivery => {
    const gone = (): Error => new LeaseLostError(delivery.envelope.id);
    return {
      envelope: delivery.envelope,
      deliveryCount: delivery.deliveryCount,
      leaseUntil: delivery.leaseUntil,
      ack: () => deed("ack", () => delivery.ack(), gone),
      release: (how) => deed("release", () => delivery.release(how), gone),
      retry: (next, how) => deed("retry", () => delivery.retry!(next, how), gone),
      deadLetter: (letter) => deed("dead letter", () => delivery.deadLetter!(letter), gone),
      extend: async (lease) => {
        if (strikes("extend fails")) throw away();
        return delivery.extend!(lease);
      },
    };
  };
  return {
    ...memory,
    isRetryable: () => true,
    publish: async (envelope, how) => {
      await deed("publish", () => memory.publish(envelope, how), away);
      // A second copy, which no key for doubles keeps away.
      if (strikes("a copy")) await memory.publish(envelope, { delay: how?.delay });
    },
    consume: (queue, onDelivery, how) =>
      memory.consume(
        queue,
        async (delivery) => {
          if (strikes("the worker dies")) return;
          await onDelivery(struck(delivery));
        },
        how,
      ),
  };
}

/** A backend that may fail, and knows whose records have gone wrong. */
function watching(memory: ResultBackend, strikes: Strikes) {
  const ends = new Map<string, number>();
  const wrong = new Set<string>();
  const look = (record: TaskRecord): void => {
    if (record.attempt > ATTEMPTS) wrong.add(record.id);
    if (!isFinal(record.state)) return;
    const count = (ends.get(record.id) ?? 0) + 1;
    ends.set(record.id, count);
    if (count > 1) wrong.add(record.id);
  };
  const backend: ResultBackend = {
    ...memory,
    get: async (id) => {
      if (strikes("get fails")) throw new Error("the backend is away");
      return memory.get(id);
    },
    set: async (id, record, how) => {
      if (strikes("set fails")) throw new Error("the backend is away");
      const kept = await memory.set(id, record, how);
      if (kept) look(record);
      if (strikes("set is done, and its answer lost")) throw new Error("the backend is away");
      return kept;
    },
  };
  return { backend, wrong: (): readonly string[] => [...wrong] };
}

/** A source of seeds for a run whose seed is told. */
export const freshSeed = (random: Random = Math.random): number => Math.floor(random() * 2 ** 31);
