import type { Envelope } from "./envelope.ts";
import type { MemoryDelivery } from "./memory-delivery.ts";
import type { MemoryQueue } from "./memory-queue.ts";
import { packed, unpacked } from "./packed.ts";

// A class: a million of these may wait, and each has one shape. It holds what an envelope has, as it would arrive over a wire:
// a copy. The envelope is made for whoever looks; to keep one beside all this takes half as much again.
/** A message in memory, wherever it stands. */
export class Message {
  readonly id: string;
  readonly queue: MemoryQueue;
  /** Which came first. */
  readonly order: number;
  readonly orderingKey: string | undefined;
  readonly priority: number | undefined;
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
  readonly #task: string;
  readonly #progress: Envelope["progress"];
  readonly #notBefore: number | undefined;
  readonly #expiresAt: number | undefined;
  readonly #headers: Envelope["headers"];
  readonly #body: string | Uint8Array;

  constructor(envelope: Envelope, queue: MemoryQueue, order: number) {
    const { id, task, progress, notBefore, expiresAt, headers, body, orderingKey, priority } = envelope;
    this.id = id;
    this.queue = queue;
    this.order = order;
    this.orderingKey = orderingKey;
    this.priority = priority;
    this.#task = task;
    this.#progress = { ...progress };
    this.#notBefore = notBefore;
    this.#expiresAt = expiresAt;
    this.#headers = { ...headers };
    this.#body = packed(body);
  }

  /** What was sent, as a copy of its own. */
  get envelope(): Envelope {
    return {
      id: this.id,
      task: this.#task,
      queue: this.queue.name,
      progress: { ...this.#progress },
      notBefore: this.#notBefore,
      expiresAt: this.#expiresAt,
      headers: { ...this.#headers },
      body: unpacked(this.#body),
      orderingKey: this.orderingKey,
      priority: this.priority,
    };
  }

  get attempts(): number {
    return this.#progress.attempt;
  }
}
