import type { DeadLetterInfo } from "./dead-letter.ts";
import type { Envelope, PublishOptions } from "./envelope.ts";
import { LeaseLostError } from "./errors.ts";
import { MemoryDelivery } from "./memory-delivery.ts";
import type { Message } from "./memory-message.ts";
import { leaseOf, type MemorySettings } from "./memory-options.ts";
import type { MemoryQueue } from "./memory-queue.ts";
import type { MemoryStock } from "./memory-stock.ts";
import { checkEnvelope, delayOf } from "./wire.ts";

/** What becomes of messages: they are sent, lent, and settled by whoever holds them, or come back. */
export class MemoryStore {
  readonly #settings: MemorySettings;
  readonly #stock: MemoryStock;

  constructor(settings: MemorySettings, stock: MemoryStock) {
    this.#settings = settings;
    this.#stock = stock;
  }

  get #now(): number {
    return this.#settings.clock.now();
  }

  publish(envelope: Envelope, { delay, dedupeKey, signal }: PublishOptions): void {
    checkEnvelope(envelope, this.#settings.priorities);
    const wait = delayOf(delay);
    signal?.throwIfAborted();
    const [now, queue] = [this.#now, this.#stock.queue(envelope.queue)];
    if (queue.dedupe.has(dedupeKey, now)) return;
    this.#stock.makeRoom(queue);
    queue.dedupe.add(dedupeKey, now);
    this.#stock.admit(envelope, queue, wait, now);
  }

  /** @param letGo called once, when the delivery is settled, its lease is over, or whoever held it has finished */
  lend(queue: MemoryQueue, letGo: () => void): MemoryDelivery | undefined {
    const message = queue.take();
    if (message === undefined) return undefined;
    const { lease } = queue.rules;
    message.count++;
    message.at = this.#now + lease;
    queue.moved(message, "leased");
    this.#stock.leases.add(message);
    const delivery = new MemoryDelivery(message, this.#settings.clock.wallNow() + lease, this, letGo);
    message.holder = delivery;
    return delivery;
  }

  ack(message: Message, by: MemoryDelivery): void {
    this.#settle(message, by);
    message.queue.leave(message);
  }

  release(message: Message, by: MemoryDelivery, delay: number | undefined): void {
    const wait = delayOf(delay);
    this.#settle(message, by);
    this.#comeBack(message, wait, this.#now);
  }

  retry(message: Message, by: MemoryDelivery, next: Envelope, { delay, dedupeKey, signal }: PublishOptions): void {
    checkEnvelope(next, this.#settings.priorities);
    const wait = delayOf(delay);
    signal?.throwIfAborted();
    checkHolder(message, by);
    const [now, queue] = [this.#now, this.#stock.queue(next.queue)];
    if (queue.dedupe.has(dedupeKey, now)) return this.ack(message, by);
    if (queue !== message.queue) this.#stock.makeRoom(queue);
    queue.dedupe.add(dedupeKey, now);
    this.#settle(message, by);
    this.#stock.admit(next, queue, wait, now, message);
    message.queue.leave(message);
  }

  deadLetter(message: Message, by: MemoryDelivery, letter: DeadLetterInfo): void {
    checkHolder(message, by);
    this.#stock.bury(message, letter, this.#now);
    this.ack(message, by);
  }

  /** @returns the new end of the lease, in epoch milliseconds */
  extend(message: Message, by: MemoryDelivery, lease: number): number {
    const longer = leaseOf(lease);
    checkHolder(message, by);
    this.#stock.leases.remove(message);
    message.at = this.#now + longer;
    this.#stock.leases.add(message);
    return this.#settings.clock.wallNow() + longer;
  }

  /** Makes what is due ready, and takes back what was held for too long. */
  sweep(now: number): void {
    const { delays, leases } = this.#stock;
    for (let next = delays.first; next !== undefined && next.at <= now; next = delays.first) {
      delays.remove(next);
      this.#stock.place(next, 0, now);
    }
    for (let next = leases.first; next !== undefined && next.at <= now; next = leases.first) {
      leases.remove(next);
      next.holder?.over();
      next.holder = undefined;
      this.#comeBack(next, 0, now);
    }
  }

  #settle(message: Message, by: MemoryDelivery): void {
    checkHolder(message, by);
    this.#stock.leases.remove(message);
    message.holder = undefined;
    by.over();
  }

  /** A message was given back or lost; it is delivered again, unless that has happened too often. */
  #comeBack(message: Message, delay: number, now: number): void {
    const { count: deliveries, queue, attempts } = message;
    if (deliveries < queue.rules.maxDeliveries) return this.#stock.place(message, delay, now);
    const at = this.#settings.clock.wallNow();
    try {
      this.#stock.bury(message, { reason: "poison", attempts, deliveries, at }, now);
      queue.leave(message);
    } catch {
      // No room among the dead: it stays as if someone held it, and is tried again after that time.
      message.at = now + queue.rules.lease;
      this.#stock.leases.add(message);
    }
  }
}

function checkHolder(message: Message, by: MemoryDelivery): void {
  if (message.holder !== by) throw new LeaseLostError(message.id);
}
