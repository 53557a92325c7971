/**
 * A delivery was settled already, or its lease was lost and the message is someone else's now.
 *
 * @example
 * ```ts
 * import { LeaseLostError } from "ostinato/transport";
 *
 * new LeaseLostError("m-1").code; // => "LEASE_LOST"
 * ```
 */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly code = "LEASE_LOST";
  /** The message's id. */
  readonly id: string;

  /** @param options the `cause`: what the broker answered, where it did */
  constructor(id: string, options?: ErrorOptions) {
    super(`The lease of message ${shown(id)} is over: it was settled already, or it took too long`, options);
    this.id = id;
  }
}

/**
 * A queue has no room for another message; to be tried again later.
 *
 * @example
 * ```ts
 * import { policy } from "ostinato";
 * import { QueueFullError } from "ostinato/transport";
 *
 * export const whenThereIsRoom = policy({ retryIf: (error) => error instanceof QueueFullError });
 * ```
 */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";
  readonly code = "QUEUE_FULL";
  readonly queue: string;
  /** How many messages it holds at most. */
  readonly limit: number;

  constructor(queue: string, limit: number) {
    super(`Queue ${shown(queue)} is full: it holds ${limit} messages at most`);
    this.queue = queue;
    this.limit = limit;
  }
}

/**
 * The transport was closed; it takes and delivers nothing any more.
 *
 * @example
 * ```ts
 * import { TransportClosedError } from "ostinato/transport";
 *
 * new TransportClosedError().code; // => "TRANSPORT_CLOSED"
 * ```
 */
export class TransportClosedError extends Error {
  override readonly name = "TransportClosedError";
  readonly code = "TRANSPORT_CLOSED";

  constructor() {
    super("The transport is closed");
  }
}

const LONGEST = 60;

/** Ids and names are opaque and may be huge. */
const shown = (text: string): string => JSON.stringify(text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
