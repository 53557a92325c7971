import type { Duration } from "../core/duration.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Delivery } from "./delivery.ts";
import type { Envelope, PublishOptions } from "./envelope.ts";

/** A queue, as a worker wants it to be. */
export interface QueueSpec {
  readonly name: string;
  /** The queue that its dead letters go to. */
  readonly deadLetters?: string | undefined;
  /** A message that comes back after so many deliveries is dead, of `"poison"`; where `capabilities.maxDeliveries` is `"native"`. */
  readonly maxDeliveries?: number | undefined;
  /** For how long a delivery is held. */
  readonly lease?: Duration | undefined;
  readonly ordering?: "none" | "queue" | "key" | undefined;
}

/** How messages are consumed. */
export interface ConsumeOptions {
  /** How many deliveries are worked on at once, at most. */
  readonly concurrency: number;
  /** How many more the transport may hold ready; 0 unless given. Their leases run. */
  readonly prefetch?: number | undefined;
  /** Told of what goes wrong between the broker and the worker; the consumer goes on. */
  onError(error: unknown): void;
}

/** A consumer at work. */
export interface Consumer {
  /**
   * Fetches no more, and resolves when nothing is in hand: each delivery is settled, its lease is over, or its `onDelivery` has
   * ended. A second call waits for the same.
   *
   * @param options `signal`: ends the waiting, which then rejects with its reason; what is in hand stays there
   */
  drain(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** How many messages a queue holds, as far as the broker tells. */
export interface QueueCounts {
  readonly ready?: number | undefined;
  readonly delayed?: number | undefined;
  readonly leased?: number | undefined;
}

/** Some of the messages that wait in a queue. */
export interface PeekPage {
  readonly items: Envelope[];
  /** Where the next page begins; absent at the end. */
  readonly cursor?: string | undefined;
}

/** What a broker must do to carry tasks, at least once each; `transportContract` of `ostinato/testing` holds it to that. */
export interface Transport {
  readonly capabilities: Capabilities;
  /** Makes the queues as they are wanted, and what else must be there before the first message. */
  open?(queues: readonly QueueSpec[]): Promise<void>;
  /** Sends a message; resolves when the broker has taken it, and rejects where it has not or nobody can tell. */
  publish(envelope: Envelope, options?: PublishOptions): Promise<void>;
  /**
   * Calls `onDelivery` with each message of a queue that is due.
   *
   * A delivery that is still unsettled when `onDelivery` has settled stays leased; one that rejects is told to `onError`.
   */
  consume(queue: string, onDelivery: (delivery: Delivery) => Promise<void>, options: ConsumeOptions): Consumer;
  /**
   * Drains every consumer and lets go of the broker; a second call waits for the same. What is in hand can still be settled, and
   * sent on, meanwhile; after that, nothing.
   */
  close(): Promise<void>;
  /** Takes back a message that waits; answers whether there was one. One that is leased is not taken back. */
  remove?(queue: string, id: string): Promise<boolean>;
  /** Counts the messages of a queue: those ready, those not due yet, and those that are leased. */
  counts?(queue: string): Promise<QueueCounts>;
  /** Shows messages that wait, without leasing them. */
  peek?(queue: string, options: { readonly limit: number; readonly cursor?: string | undefined }): Promise<PeekPage>;
  /** Which errors of `publish` are worth another try; all of them where this is absent. */
  isRetryable?(error: unknown): boolean;
}
