import type { Clock } from "ostinato";
import { type Delivery, memoryTransport, type MemoryTransport, type Transport } from "ostinato/transport";

/** Makes a transport on a clock. */
export type MakeTransport = (clock: Clock) => Transport;

/** A transport that is right, but for what is changed. */
export const changed =
  (change: (right: MemoryTransport, clock: Clock) => Partial<Transport>): MakeTransport =>
  (clock) => {
    const right = memoryTransport({ clock });
    return { ...right, ...change(right, clock) };
  };

/** A transport whose deliveries are right, but for what is changed. */
export const delivering = (change: (right: Delivery, transport: MemoryTransport) => Partial<Delivery>): MakeTransport =>
  changed((right) => ({
    consume: (queue, onDelivery, how) =>
      right.consume(queue, (delivery) => onDelivery(Object.assign(whole(delivery), change(delivery, right))), how),
  }));

/** A delivery as an object of its own, whose members can be replaced. */
export const whole = (right: Delivery): Delivery => ({
  envelope: right.envelope,
  deliveryCount: right.deliveryCount,
  get leaseUntil() {
    return right.leaseUntil;
  },
  ack: () => right.ack(),
  release: (options) => right.release(options),
  retry: (next, options) => right.retry!(next, options),
  deadLetter: (letter) => right.deadLetter!(letter),
  extend: (lease) => right.extend!(lease),
});

/** Does something, and says that it went well. */
export const anyway = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => {},
    () => {},
  );
