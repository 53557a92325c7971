import type { Delivery } from "../transport/delivery.ts";
import type { Consumer, Transport } from "../transport/transport.ts";
import type { ContractTime } from "./contract-time.ts";

/** A delivery as it came, and what ends the work on it. */
export interface Held {
  readonly delivery: Delivery;
  /** When it came, on the clock that never goes back. */
  readonly at: number;
  /** Its `onDelivery` ends. */
  readonly done: () => void;
}

/** A consumer that holds what it is given until it is told what to do. */
export interface Hand {
  readonly consumer: Consumer;
  /** All that has come, oldest first. */
  readonly held: readonly Held[];
  readonly errors: readonly unknown[];
  /** The most that were worked on at once. */
  readonly most: () => number;
}

/** How a hand works. */
export interface HandOptions {
  readonly concurrency?: number;
  /** What is done with each delivery; the work ends with it. Unless given, each is held. */
  readonly serve?: (delivery: Delivery) => Promise<void>;
}

/** Begins to consume a queue. */
export function hand(transport: Transport, time: ContractTime, queue: string, options: HandOptions = {}): Hand {
  const { concurrency = 50, serve } = options;
  const held: Held[] = [];
  const errors: unknown[] = [];
  let working = 0;
  let most = 0;
  const onDelivery = async (delivery: Delivery): Promise<void> => {
    most = Math.max(most, ++working);
    let done = (): void => {};
    const over = new Promise<void>((resolve) => (done = resolve));
    held.push({ delivery, at: time.now(), done });
    try {
      await (serve === undefined ? over : serve(delivery));
    } finally {
      working--;
    }
  };
  const onError = (error: unknown): void => void errors.push(error);
  const consumer = transport.consume(queue, onDelivery, { concurrency, onError });
  return { consumer, held, errors, most: () => most };
}
