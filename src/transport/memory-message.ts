import type { Envelope } from "./envelope.ts";
import type { MemoryDelivery } from "./memory-delivery.ts";
import type { MemoryQueue } from "./memory-queue.ts";

// A class: a million of these may wait, and each has one shape.
/** A message in memory, wherever it stands. */
export class Message {
  readonly envelope: Envelope;
  readonly queue: MemoryQueue;
  /** Which came first. */
  readonly order: number;
  /** Deliveries so far. */
  count = 0;
  state: "ready" | "delayed" | "leased" | "gone" = "ready";
  /** When it is due, or when its lease is over, in milliseconds of the transport's monotonic clock. */
  at = 0;
  /** Its place in a heap, -1 outside. */
  place = -1;
  /** Who holds it. The delivery is its own fencing token: only the one that stands here can settle. */
  holder: MemoryDelivery | undefined = undefined;
  /** Whether it is the one of its key whose turn it is. */
  leads = false;
  /** Its neighbours in a line. */
  before: Message | undefined = undefined;
  after: Message | undefined = undefined;
  /** An older message of the same id, where both are known by id. */
  twin: Message | undefined = undefined;

  constructor(envelope: Envelope, queue: MemoryQueue, order: number) {
    this.envelope = envelope;
    this.queue = queue;
    this.order = order;
  }
}
