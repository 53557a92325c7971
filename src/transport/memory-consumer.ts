import { onAbort } from "../engine/abort.ts";
import { tell } from "../engine/report.ts";
import type { Delivery } from "./delivery.ts";
import type { MemoryDelivery } from "./memory-delivery.ts";
import type { Consumer } from "./transport.ts";

/** After so many deliveries, everything else in the process gets a turn. */
const EAGER = 64;

/** What a consumer is told to do. */
export interface Orders {
  readonly onDelivery: (delivery: Delivery) => Promise<void>;
  readonly concurrency: number;
  readonly onError: (error: unknown) => void;
}

/** What a consumer needs of its transport. */
export interface Source {
  /** The next message that is due, if any. */
  readonly next: (letGo: () => void) => MemoryDelivery | undefined;
  /** Others get their turn. */
  readonly turn: () => Promise<void>;
  /** Told that there is nothing to do for now. */
  readonly idle: () => void;
  /** Told once that the consumer fetches no more and has nothing in hand. */
  readonly gone: () => void;
}

/** A consumer of one queue. It never fetches more than is worked on: in memory there is nothing to gain. */
export class MemoryConsumer implements Consumer {
  readonly #orders: Orders;
  readonly #source: Source;
  #isOpen = true;
  /** How many deliveries were asked for since the last turn. */
  #taken = 0;
  #turning: Promise<void> | undefined;
  #working = 0;
  #inHand = 0;
  #awake: (() => void) | undefined;
  /** Resolves when it is gone. */
  readonly #rest: Promise<void>;
  #rested: () => void = () => {};

  constructor(orders: Orders, source: Source) {
    this.#orders = orders;
    this.#source = source;
    this.#rest = new Promise((resolve) => (this.#rested = resolve));
    void this.#run();
  }

  /** Something may be due. */
  readonly wake = (): void => {
    const awake = this.#awake;
    this.#awake = undefined;
    awake?.();
  };

  async drain(options: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    const { signal } = options;
    if (this.#isOpen) {
      this.#isOpen = false;
      this.wake();
      this.#leaveIfDone();
    }
    if (signal === undefined) return this.#rest;
    await new Promise<void>((resolve, reject) => {
      const release = onAbort(signal, () => reject(signal.reason as Error));
      void this.#rest.then(() => (release(), resolve()));
    });
  }

  /** A loop, so that whatever it calls is called in the async context in which the consumer was made. */
  async #run(): Promise<void> {
    // Whoever consumes has the consumer in hand before the first delivery.
    await Promise.resolve();
    while (this.#isOpen) {
      const turn = this.#turn();
      if (turn !== undefined) await turn;
      const delivery = this.#working < this.#orders.concurrency ? this.#next() : undefined;
      if (delivery === undefined) await this.#sleep();
      else void this.#serve(delivery);
    }
  }

  /** What is to be waited for before the next delivery, when there have been so many. */
  #turn(): Promise<void> | undefined {
    if (this.#taken < EAGER) return this.#turning;
    this.#taken = 0;
    return (this.#turning = this.#source.turn().then(() => (this.#turning = undefined)));
  }

  #next(): MemoryDelivery | undefined {
    if (!this.#isOpen) return undefined;
    this.#taken++;
    return this.#source.next(this.#letGo);
  }

  #sleep(): Promise<void> {
    this.#source.idle();
    return new Promise((resolve) => (this.#awake = resolve));
  }

  /** One delivery, and those that come behind it: to begin anew for each costs as much as to hand it over. */
  async #serve(first: MemoryDelivery): Promise<void> {
    const { onDelivery, onError } = this.#orders;
    this.#working++;
    for (let delivery: MemoryDelivery | undefined = first; delivery !== undefined; delivery = this.#next()) {
      this.#inHand++;
      try {
        await onDelivery(delivery);
      } catch (error) {
        tell("onError", onError, () => error);
      }
      delivery.over();
      const turn = this.#turn();
      if (turn !== undefined) await turn;
    }
    this.#working--;
  }

  readonly #letGo = (): void => {
    this.#inHand--;
    if (!this.#isOpen) this.#leaveIfDone();
  };

  #leaveIfDone(): void {
    if (this.#inHand > 0) return;
    this.#source.gone();
    this.#rested();
  }
}
