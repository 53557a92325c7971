import type { DeadLetterInfo } from "./dead-letter.ts";
import type { Delivery } from "./delivery.ts";
import type { Envelope, PublishOptions } from "./envelope.ts";
import type { Message } from "./memory-message.ts";
import type { MemoryStore } from "./memory-store.ts";
import { promised } from "./promised.ts";

// A class: one is made for each delivery.
/** A message in someone's hand. */
export class MemoryDelivery implements Delivery {
  readonly envelope: Envelope;
  readonly deliveryCount: number;
  #leaseUntil: number;
  readonly #message: Message;
  readonly #store: MemoryStore;
  /** Called once, when it is no longer in that hand. */
  #letGo: (() => void) | undefined;

  constructor(message: Message, leaseUntil: number, store: MemoryStore, letGo: () => void) {
    this.envelope = message.envelope;
    this.deliveryCount = message.count;
    this.#leaseUntil = leaseUntil;
    this.#message = message;
    this.#store = store;
    this.#letGo = letGo;
  }

  get leaseUntil(): number {
    return this.#leaseUntil;
  }

  ack(): Promise<void> {
    return promised(() => this.#store.ack(this.#message, this));
  }

  release(options: { readonly delay?: number | undefined } = {}): Promise<void> {
    return promised(() => this.#store.release(this.#message, this, options.delay));
  }

  retry(next: Envelope, options: PublishOptions = {}): Promise<void> {
    return promised(() => this.#store.retry(this.#message, this, next, options));
  }

  deadLetter(letter: DeadLetterInfo): Promise<void> {
    return promised(() => this.#store.deadLetter(this.#message, this, letter));
  }

  async extend(lease: number): Promise<number> {
    return (this.#leaseUntil = this.#store.extend(this.#message, this, lease));
  }

  /** It is settled or lost, or whoever held it has finished. */
  over(): void {
    const letGo = this.#letGo;
    this.#letGo = undefined;
    letGo?.();
  }
}
