import { InvalidOptionError } from "ostinato";
import {
  type Capabilities,
  type Delivery,
  memoryTransport,
  type MemoryTransportOptions,
  type PublishOptions,
  type Transport,
} from "ostinato/transport";

/** Fifteen minutes, in milliseconds. */
export const LONGEST_DELAY = 900_000;

/**
 * A transport that can do the least that is useful, about what a plain cloud queue can: no delay beyond a quarter of an hour,
 * counts that may be wrong, no `retry`, `deadLetter` or `extend`, no dedupe, no order, no priorities, nothing to look at.
 */
export function limitedTransport(options: MemoryTransportOptions = {}): Transport {
  const whole = memoryTransport({ ...options, priorities: 1, dedupeWindow: 0 });
  const lease = whole.capabilities.lease as Exclude<Capabilities["lease"], "connection">;
  return {
    capabilities: {
      durable: false,
      maxPublishDelay: LONGEST_DELAY,
      maxReleaseDelay: LONGEST_DELAY,
      delayResolution: 1_000,
      delayPerMessage: true,
      lease,
      deliveryCount: "approximate",
      maxDeliveries: "none",
      atomicRetry: false,
      dedupeWindow: 0,
      ordering: "none",
      priorities: 1,
      push: false,
    },
    open: (queues) => whole.open(queues.map(({ name, lease }) => ({ name, lease }))),
    publish: async (envelope, { delay, signal }: PublishOptions = {}) =>
      whole.publish(envelope, { delay: allowed(delay), signal }),
    consume: (queue, onDelivery, how) => whole.consume(queue, (delivery) => onDelivery(limited(delivery)), how),
    close: () => whole.close(),
    isRetryable: (error) => whole.isRetryable(error),
  };
}

function allowed(delay = 0): number {
  if (delay <= LONGEST_DELAY) return delay;
  throw new InvalidOptionError("delay", `at most ${LONGEST_DELAY} milliseconds`, delay);
}

const limited = (whole: Delivery): Delivery => ({
  envelope: whole.envelope,
  deliveryCount: approximate(whole.envelope.id, whole.deliveryCount!),
  leaseUntil: whole.leaseUntil,
  ack: () => whole.ack(),
  release: async ({ delay } = {}) => whole.release({ delay: allowed(delay) }),
});

/** Of some messages a delivery goes uncounted. */
const approximate = (id: string, count: number): number => (id.length % 2 === 0 ? Math.max(1, count - 1) : count);
