import type { Clock, Random } from "ostinato";
import { isFinal, type ResultBackend, type TaskRecord } from "ostinato/tasks";
import { type Consumer, type Delivery, LeaseLostError, type Transport } from "ostinato/transport";

/** Whether a fault happens now. */
export type Strikes = (fault: string, rarely?: number) => boolean;

/** A process: everything that it calls may fail, and once it is dead nothing of it is heard any more. */
export interface Process {
  readonly clock: Clock;
  readonly random: Random;
  readonly strikes: Strikes;
  readonly consumers: Consumer[];
  isAlive: boolean;
}

/** Ends a process: what it held is held until its leases are over, and it fetches no more. */
export function kill(process: Process): void {
  process.isAlive = false;
  for (const consumer of process.consumers) void consumer.drain({ signal: AbortSignal.abort() }).catch(() => {});
}

const never = (): Promise<never> => new Promise(() => {});
const away = (): Error => new Error("it is away");

/** Does something as a process would: it may fail before or behind the deed, or take long; and the process may end meanwhile. */
async function called<T>(by: Process, name: string, work: () => Promise<T>, failure: () => Error = away): Promise<T> {
  const { clock, random, strikes } = by;
  if (!by.isAlive) return never();
  if (strikes(`${name} fails`)) throw failure();
  if (strikes(`${name} is slow`, 5)) await new Promise<void>((go) => clock.schedule(random() * 20_000, go));
  const answer = await work();
  if (!by.isAlive) return never();
  if (strikes(`${name} is done, and its answer lost`)) throw failure();
  return answer;
}

/** A clock that falls silent when its process ends. */
export const mortal = (clock: Clock, isAlive: () => boolean): Clock => ({
  now: () => clock.now(),
  wallNow: () => clock.wallNow(),
  schedule: (delay, run) => clock.schedule(delay, () => isAlive() && run()),
});

/** A transport as a process has it. */
export function stormyTransport(transport: Transport, by: Process, onDelivery: () => void): Transport {
  const struck = (whole: Delivery): Delivery => {
    const gone = (): Error => new LeaseLostError(whole.envelope.id);
    return {
      envelope: whole.envelope,
      deliveryCount: whole.deliveryCount,
      leaseUntil: whole.leaseUntil,
      ack: () => called(by, "ack", () => whole.ack(), gone),
      release: (how) => called(by, "release", () => whole.release(how), gone),
      ...(whole.retry && { retry: (next, how) => called(by, "retry", () => whole.retry!(next, how), gone) }),
      ...(whole.deadLetter && {
        deadLetter: (letter) => called(by, "dead letter", () => whole.deadLetter!(letter), gone),
      }),
      ...(whole.extend && { extend: (lease) => called(by, "extend", () => whole.extend!(lease)) }),
    };
  };
  return {
    ...transport,
    isRetryable: () => true,
    publish: async (envelope, how = {}) => {
      await called(by, "publish", () => transport.publish(envelope, how));
      // A second copy, which no key for doubles keeps away.
      if (by.strikes("a copy")) await transport.publish(envelope, { delay: how.delay });
    },
    consume: (queue, serve, how) => {
      const consumer = transport.consume(
        queue,
        async (delivery) => {
          onDelivery();
          if (!by.isAlive || by.strikes("a delivery comes to nothing")) return;
          await serve(struck(delivery));
        },
        how,
      );
      by.consumers.push(consumer);
      return consumer;
    },
  };
}

/** A result backend as a process has it. */
export const stormyBackend = (backend: ResultBackend, by: Process): ResultBackend => ({
  ...backend,
  get: (id) => called(by, "get", () => backend.get(id)),
  set: (id, record, how) => called(by, "set", () => backend.set(id, record, how)),
});

/** A backend that knows whose records have gone wrong: two final ones, or attempts beyond the policy. */
export function watched(backend: ResultBackend, attempts: number) {
  const ends = new Map<string, number>();
  const wrong = new Set<string>();
  const look = ({ id, attempt, state }: TaskRecord): void => {
    if (attempt > attempts) wrong.add(id);
    if (!isFinal(state)) return;
    const count = (ends.get(id) ?? 0) + 1;
    ends.set(id, count);
    if (count > 1) wrong.add(id);
  };
  const watching: ResultBackend = {
    ...backend,
    set: async (id, record, how) => {
      const kept = await backend.set(id, record, how);
      if (kept) look(record);
      return kept;
    },
  };
  return { backend: watching, wrong, ended: () => ends.size };
}
