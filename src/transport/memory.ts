import type { Capabilities } from "./capabilities.ts";
import { QueueFullError, TransportClosedError } from "./errors.ts";
import { MemoryConsumer } from "./memory-consumer.ts";
import { ordersOf, pageOf } from "./memory-inputs.ts";
import { type MemorySettings, memorySettings, type MemoryTransportOptions } from "./memory-options.ts";
import { Pulse } from "./memory-pulse.ts";
import type { MemoryQueue } from "./memory-queue.ts";
import { queueRules } from "./memory-rules.ts";
import { MemoryStock } from "./memory-stock.ts";
import { MemoryStore } from "./memory-store.ts";
import { promised } from "./promised.ts";
import type { Transport } from "./transport.ts";

/** The transport in memory has all that a transport may have. */
export type MemoryTransport = Required<Transport>;

/**
 * A transport in the memory of one process: the reference of the port, for tests and for work that may end with the process.
 *
 * Any delay, exact delivery counts, `retry` and `deadLetter` in one step, dead letters in a queue of their own
 * (`"<queue>.dead"` unless its `QueueSpec` says otherwise). First deliveries come first in, first out; a message that comes
 * again goes behind those that are due. Every method that fails rejects; `consume` throws.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import { type Delivery, type Envelope, memoryTransport } from "ostinato/transport";
 *
 * const transport = memoryTransport();
 * const progress = { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt: Date.now() };
 * const mail: Envelope = {
 *   id: "7",
 *   task: "mail",
 *   queue: "mails",
 *   progress,
 *   notBefore: undefined,
 *   expiresAt: undefined,
 *   headers: {},
 *   body: new TextEncoder().encode('["Ada"]'),
 * };
 * await transport.publish(mail);
 * const read = await new Promise<string>((resolve) => {
 *   const onDelivery = async (delivery: Delivery) => {
 *     resolve(new TextDecoder().decode(delivery.envelope.body));
 *     await delivery.ack();
 *   };
 *   transport.consume("mails", onDelivery, { concurrency: 1, onError: console.error });
 * });
 * read; // => '["Ada"]'
 * await transport.close();
 * ```
 */
export function memoryTransport(options: MemoryTransportOptions = {}): MemoryTransport {
  const settings = memorySettings(options);
  const { clock } = settings;
  const stock = new MemoryStock(settings, () => pulse.attend());
  const store = new MemoryStore(settings, stock);
  const pulse = new Pulse(clock, stock, (now) => store.sweep(now));
  let closing: Promise<void> | undefined;
  let isClosed = false;

  const mustBeOpen = (): void => {
    if (isClosed) throw new TransportClosedError();
  };
  /** The queue as it is at this moment. */
  const present = (name: string): MemoryQueue | undefined => {
    mustBeOpen();
    store.sweep(clock.now());
    return stock.known(name);
  };
  const shut = async (): Promise<void> => {
    await Promise.all([...pulse.consumers].map((consumer) => consumer.drain()));
    isClosed = true;
    stock.clear();
  };

  return {
    capabilities: capabilitiesOf(settings),
    open: (queues) =>
      promised(() => {
        mustBeOpen();
        for (const { name, rules } of queues.map((spec) => queueRules(spec, settings.lease)))
          stock.arrange(name, rules);
      }),
    publish: (envelope, how = {}) =>
      promised(() => {
        mustBeOpen();
        store.publish(envelope, how);
      }),
    consume: (name, onDelivery, how) => {
      if (closing !== undefined) throw new TransportClosedError();
      const orders = ordersOf(onDelivery, how);
      const queue = stock.queue(name);
      store.sweep(clock.now());
      const consumer = new MemoryConsumer(orders, {
        next: (letGo) => {
          const delivery = store.lend(queue, letGo);
          if (delivery !== undefined) pulse.attend();
          return delivery;
        },
        turn: () => pulse.turn(),
        idle: () => pulse.attend(),
        gone: () => {
          queue.listeners.delete(consumer.wake);
          pulse.consumers.delete(consumer);
          pulse.attend();
        },
      });
      queue.listeners.add(consumer.wake);
      pulse.consumers.add(consumer);
      return consumer;
    },
    close: () => (closing ??= shut()),
    remove: async (name, id) => {
      const queue = present(name);
      const message = queue && stock.register(queue).waiting(id);
      if (message !== undefined) stock.discard(message);
      return message !== undefined;
    },
    counts: async (name) => {
      const { ready = 0, delayed = 0, leased = 0 } = present(name)?.counts ?? {};
      return { ready, delayed, leased };
    },
    peek: async (name, how) => {
      const { limit, after } = pageOf(how);
      const queue = present(name);
      return queue === undefined ? { items: [] } : stock.register(queue).page(limit, after);
    },
    isRetryable: (error) => error instanceof QueueFullError,
  };
}

const capabilitiesOf = ({ lease, dedupeWindow, priorities }: MemorySettings): Capabilities => ({
  durable: false,
  maxPublishDelay: Infinity,
  maxReleaseDelay: Infinity,
  delayResolution: 10,
  delayPerMessage: true,
  lease: { default: lease, max: Infinity },
  deliveryCount: "exact",
  maxDeliveries: "native",
  atomicRetry: true,
  dedupeWindow,
  ordering: "key",
  priorities,
  push: false,
});
