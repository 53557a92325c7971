import { InvalidOptionError } from "../core/invalid-option.ts";
import { tell } from "../engine/report.ts";
import { type DeadLetterInfo, deadLetterTo } from "./dead-letter.ts";
import type { Envelope } from "./envelope.ts";
import { QueueFullError } from "./errors.ts";
import { Heap } from "./memory-heap.ts";
import { Message } from "./memory-message.ts";
import type { MemorySettings } from "./memory-options.ts";
import { MemoryQueue } from "./memory-queue.ts";
import type { Register } from "./memory-register.ts";
import { type QueueRules, usualRules } from "./memory-rules.ts";

/** All queues in memory, with room for so many messages, and who is delayed or leased in any of them. */
export class MemoryStock {
  readonly delays: Heap = new Heap();
  readonly leases: Heap = new Heap();
  readonly #settings: MemorySettings;
  readonly #queues = new Map<string, MemoryQueue>();
  /** Told that something is due earlier than all else. */
  readonly #onEarlier: () => void;
  #issued = 0;

  constructor(settings: MemorySettings, onEarlier: () => void) {
    this.#settings = settings;
    this.#onEarlier = onEarlier;
  }

  /** When something is to happen by itself: a delay or a lease is over. */
  get nextAt(): number {
    return Math.min(this.delays.first?.at ?? Infinity, this.leases.first?.at ?? Infinity);
  }

  known(name: string): MemoryQueue | undefined {
    return this.#queues.get(name);
  }

  queue(name: string): MemoryQueue {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const { lease, priorities, dedupeWindow } = this.#settings;
    const made = new MemoryQueue(name, usualRules(name, lease), priorities, dedupeWindow);
    this.#queues.set(name, made);
    return made;
  }

  /** Keeps a queue by these rules from now on. */
  arrange(name: string, rules: QueueRules): void {
    const queue = this.queue(name);
    if (queue.size > 0 && rules.ordering !== queue.rules.ordering)
      throw new InvalidOptionError("ordering", `"${queue.rules.ordering}", for messages wait there`, rules.ordering);
    queue.arrange(rules);
    this.queue(rules.deadLetters).holdsDead = true;
  }

  /** @param from the message whose place it takes, where there is one */
  admit(envelope: Envelope, queue: MemoryQueue, delay: number, now: number, from?: Message): void {
    const message = new Message(envelope, queue, this.#issued++);
    queue.admit(message, from);
    this.place(message, delay, now);
  }

  place(message: Message, delay: number, now: number): void {
    const { queue } = message;
    if (delay === 0) return queue.enter(message);
    message.at = now + delay;
    queue.moved(message, "delayed");
    this.delays.add(message);
    if (this.delays.first === message) this.#onEarlier();
  }

  /** @throws QueueFullError where there is no room, and nobody who has to make some */
  makeRoom(queue: MemoryQueue): void {
    const { limit, deadLetterLimit, onDrop } = this.#settings;
    const most = queue.holdsDead ? deadLetterLimit : limit;
    if (queue.size < most) return;
    const oldest = queue.holdsDead ? queue.longestDue() : undefined;
    if (oldest === undefined) throw new QueueFullError(queue.name, most);
    this.discard(oldest);
    const drop = onDrop && ((dropped: Envelope) => onDrop(dropped, queue.name));
    tell("onDrop", drop, () => oldest.envelope);
  }

  /** A message is dead; it is for the caller to take it from where it was. */
  bury({ envelope, queue }: Message, letter: DeadLetterInfo, now: number): void {
    const grave = this.queue(queue.rules.deadLetters);
    grave.holdsDead = true;
    this.makeRoom(grave);
    this.admit(deadLetterTo(grave.name, envelope, letter), grave, 0, now);
  }

  /** A message that nobody holds goes. */
  discard(message: Message): void {
    if (message.state === "delayed") this.delays.remove(message);
    else message.queue.withdraw(message);
    message.queue.leave(message);
  }

  register(queue: MemoryQueue): Register {
    return queue.register(() => this.#elsewhere(queue));
  }

  /** Nobody holds anything any more, and nothing is left. */
  clear(): void {
    for (const message of this.leases) message.holder = undefined;
    this.#queues.clear();
    this.delays.clear();
    this.leases.clear();
  }

  *#elsewhere(queue: MemoryQueue): Generator<Message> {
    for (const heap of [this.delays, this.leases])
      for (const message of heap) if (message.queue === queue) yield message;
  }
}
