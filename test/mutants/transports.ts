import type { Consumer, Envelope, QueueSpec } from "ostinato/transport";
import { anyway, changed, delivering, type MakeTransport, whole } from "./transport-mutant.ts";

/** Transports that are wrong by one thing each in what becomes of messages. */
const MESSAGES: Readonly<Record<string, MakeTransport>> = {
  "loses what is released": delivering((right) => ({ release: () => right.ack() })),
  "ignores the delay of a message": changed((right) => ({
    publish: (envelope, how) => right.publish(envelope, { ...how, delay: undefined }),
  })),
  "ignores the delay of a release": delivering((right) => ({ release: () => right.release() })),
  "delivers early": changed((right) => ({
    publish: (envelope, how = {}) => right.publish(envelope, { ...how, delay: 0.9 * (how.delay ?? 0) }),
  })),
  "delivers late": changed((right) => ({
    publish: (envelope, how = {}) => right.publish(envelope, { ...how, delay: 1.1 * (how.delay ?? 0) }),
  })),
  "delivers again after ack": delivering((right) => ({ ack: () => right.release({ delay: 1_000 }) })),
  "delivers everything twice": changed((right) => ({
    publish: async (envelope, how) => {
      await right.publish(envelope, { ...how, dedupeKey: undefined });
      await right.publish(envelope, { ...how, dedupeKey: undefined });
    },
  })),
  "accepts who has lost the lease": delivering((right) => ({
    ack: () => anyway(right.ack()),
    release: (how) => anyway(right.release(how)),
  })),
  "lets who has lost the lease take the message away": changed((right) => ({
    consume: (queue, onDelivery, how) => {
      const latest = new Map<string, () => Promise<void>>();
      return right.consume(
        queue,
        (delivery) => {
          const { id } = delivery.envelope;
          latest.set(id, () => delivery.ack());
          const ack = (): Promise<void> => latest.get(id)!();
          return onDelivery(Object.assign(whole(delivery), { ack }));
        },
        how,
      );
    },
  })),
  "settles twice": delivering((right) => {
    let settled = false;
    const once = async (work: () => Promise<void>): Promise<void> => {
      if (!settled) await work();
      settled = true;
    };
    return { ack: () => once(() => right.ack()), release: (how) => once(() => right.release(how)) };
  }),
  "does not count": delivering(() => ({ deliveryCount: 1 })),
  "counts a release as an attempt": delivering(({ envelope, deliveryCount }) => ({
    envelope: { ...envelope, progress: { ...envelope.progress, attempt: deliveryCount! - 1 } },
  })),
  "loses a retry": delivering((right) => ({ retry: () => right.ack() })),
  "keeps the old copy of a retry": delivering((right, transport) => ({
    retry: async (next, how) => {
      await transport.publish(next, how);
      await right.release();
    },
  })),
  "retries without counting": delivering((right) => ({
    retry: (next, how) => right.retry!({ ...next, progress: right.envelope.progress }, how),
  })),
  "gives a retry another id": delivering((right) => ({
    retry: (next, how) => right.retry!({ ...next, id: `${next.id}'` }, how),
  })),
  "ignores the key of a message": changed((right) => ({
    publish: (envelope, how) => right.publish(envelope, { ...how, dedupeKey: undefined }),
  })),
  "drops by id instead of by key": changed((right) => ({
    publish: (envelope, how) => right.publish(envelope, { ...how, dedupeKey: envelope.task }),
  })),
  "forgets why a message is dead": delivering((right) => ({
    deadLetter: (letter) => right.deadLetter!({ ...letter, reason: "rejected" }),
  })),
  "loses the dead": delivering((right) => ({ deadLetter: () => right.ack() })),
  "sends on the caller's own bytes": changed((right) => {
    const sent = new Map<string, Envelope>();
    return {
      publish: (envelope, how) => (sent.set(envelope.id, envelope), right.publish(envelope, how)),
      consume: (queue, onDelivery, how) =>
        right.consume(
          queue,
          (delivery) => {
            const envelope = sent.get(delivery.envelope.id) ?? delivery.envelope;
            return onDelivery(Object.assign(whole(delivery), { envelope }));
          },
          how,
        ),
    };
  }),
  "loses a header": changed((right) => ({
    publish: (envelope, how) => {
      const headers = Object.assign({}, envelope.headers) as Record<string, string>;
      delete headers["__proto__"];
      return right.publish({ ...envelope, headers }, how);
    },
  })),
  "trims the names of queues": changed((right) => ({
    publish: (envelope, how) => right.publish({ ...envelope, queue: envelope.queue.trim() }, how),
    consume: (queue, ...rest) => right.consume(queue.trim(), ...rest),
  })),
};

/** With every queue of another kind than was asked for. */
const opening = (change: (spec: QueueSpec) => Partial<QueueSpec>): MakeTransport =>
  changed((right) => ({ open: (queues) => right.open(queues.map((spec) => ({ ...spec, ...change(spec) }))) }));

const draining = (change: (right: Consumer, queue: string) => Partial<Consumer>): MakeTransport =>
  changed((right) => ({
    consume: (queue, ...rest) => {
      const consumer = right.consume(queue, ...rest);
      return { drain: (how) => consumer.drain(how), ...change(consumer, queue) };
    },
  }));

/** Transports that are wrong by one thing each in how queues are kept and consumed. */
const QUEUES: Readonly<Record<string, MakeTransport>> = {
  "never lets a lease end": opening(() => ({ lease: "9999d" })),
  "lets a lease end early": opening(({ lease }) => ({ lease: Number(lease ?? 30_000) / 2 })),
  "keeps no order": opening(() => ({ ordering: "none" })),
  "delivers the dead for ever": opening(() => ({ maxDeliveries: Infinity })),
  "takes a message for dead too early": opening(({ maxDeliveries = Infinity }) => ({
    maxDeliveries: Math.max(1, maxDeliveries - 1),
  })),
  "extends nothing": delivering((right) => ({ extend: async (lease) => right.leaseUntil! + lease })),
  "extends what was lost": delivering((right) => ({ extend: (lease) => right.extend!(lease).catch(() => 1e15) })),
  "works on more at once than it may": changed((right) => ({
    consume: (queue, onDelivery, how) => right.consume(queue, onDelivery, { ...how, concurrency: how.concurrency * 2 }),
  })),
  "knows no priorities": changed((right) => ({
    publish: (envelope, how) => right.publish({ ...envelope, priority: 0 }, how),
  })),
  "tells nobody of a worker's failure": changed((right) => ({
    consume: (queue, onDelivery, how) => right.consume(queue, onDelivery, { ...how, onError: () => {} }),
  })),
  "drops what waits when it drains": changed((right) => ({
    consume: (queue, ...rest) => {
      const consumer = right.consume(queue, ...rest);
      return {
        drain: async (how) => {
          const { items } = await right.peek(queue, { limit: 1_000 });
          for (const { id } of items) await right.remove(queue, id);
          return consumer.drain(how);
        },
      };
    },
  })),
  "does not wait for what is in hand": draining((right) => ({
    drain: async (how) => void right.drain(how).catch(() => {}),
  })),
  "fetches on while it drains": draining(() => ({ drain: async () => {} })),
  "hears no signal when it drains": draining((right) => ({ drain: () => right.drain() })),
  "hangs when it is closed twice": changed((right) => {
    let closed = false;
    return {
      close: () => {
        if (closed) return new Promise(() => {});
        closed = true;
        return right.close();
      },
    };
  }),
  "swallows what goes wrong in sending": changed((right) => ({
    publish: (envelope, how) => anyway(right.publish(envelope, how)),
  })),
  "sends although the signal has aborted": changed((right) => ({
    publish: (envelope, how) => right.publish(envelope, { ...how, signal: undefined }),
  })),
  "takes no message away and says that it has": changed(() => ({ remove: async () => true })),
  "takes a message away and says that it has not": changed((right) => ({
    remove: async (queue, id) => !(await right.remove(queue, id)),
  })),
  "counts what is in hand as ready": changed((right) => ({
    counts: async (queue) => {
      const { ready = 0, delayed, leased = 0 } = await right.counts(queue);
      return { ready: ready + leased, delayed, leased: 0 };
    },
  })),
  "shows the first page for ever": changed((right) => ({
    peek: (queue, { limit }) => right.peek(queue, { limit }),
  })),
  "shows less than there is": changed((right) => ({
    peek: async (queue, how) => ({ items: (await right.peek(queue, how)).items }),
  })),
  "claims a retry that it has not": changed((right) => ({
    capabilities: { ...right.capabilities, atomicRetry: false },
  })),
};

/** Transports that are wrong by one thing each. */
export const WRONG_TRANSPORTS: Readonly<Record<string, MakeTransport>> = { ...MESSAGES, ...QUEUES };
