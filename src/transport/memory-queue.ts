import { Dedupe } from "./memory-dedupe.ts";
import { Lanes } from "./memory-lanes.ts";
import { Line } from "./memory-line.ts";
import type { Message } from "./memory-message.ts";
import type { QueueRules } from "./memory-rules.ts";
import { Register } from "./memory-register.ts";

/** One queue: who is due, in which order, and how many there are. Who is delayed or leased stands in the broker's heaps. */
export class MemoryQueue {
  readonly name: string;
  readonly dedupe: Dedupe;
  /** Who is to be woken when something is due here. */
  readonly listeners: Set<() => void> = new Set();
  /** Whether dead letters lie here: then the oldest makes room for a new one. */
  holdsDead = false;
  readonly counts = { ready: 0, delayed: 0, leased: 0, gone: 0 };
  rules: QueueRules;
  #lanes: Lanes | undefined;
  #register: Register | undefined;
  /** By priority, the highest last. */
  readonly #lines: readonly Line[];

  constructor(name: string, rules: QueueRules, priorities: number, dedupeWindow: number) {
    this.name = name;
    this.dedupe = new Dedupe(dedupeWindow);
    this.#lines = Array.from({ length: priorities }, () => new Line());
    this.rules = rules;
    this.#lanes = lanesFor(rules);
  }

  /** Keeps it by other rules from now on; whoever changes its order must know that it is empty. */
  arrange(rules: QueueRules): void {
    if (rules.ordering !== this.rules.ordering) this.#lanes = lanesFor(rules);
    this.rules = rules;
  }

  get size(): number {
    return this.counts.ready + this.counts.delayed + this.counts.leased;
  }

  moved(message: Message, to: Message["state"]): void {
    this.counts[message.state]--;
    this.counts[to]++;
    message.state = to;
  }

  /** A message is new here; in the place of another, where one is given that goes. */
  admit(message: Message, from?: Message): void {
    this.counts.ready++;
    this.#register?.add(message);
    if (from?.queue === this) this.#lanes?.inherits(message, from);
  }

  /** A message is due. */
  enter(message: Message): void {
    this.moved(message, "ready");
    if (this.#lanes?.admits(message) ?? true) this.#offer(message);
  }

  /** The message whose turn it is. */
  take(): Message | undefined {
    for (let priority = this.#lines.length - 1; priority >= 0; priority--) {
      const message = this.#lines[priority]!.shift();
      if (message !== undefined) return message;
    }
    return undefined;
  }

  /** The message that has been due for longest, or nearly. */
  longestDue(): Message | undefined {
    const heads = this.#lines.flatMap(({ first }) => first ?? []);
    return heads.reduce<Message | undefined>(
      (old, next) => (old !== undefined && old.order < next.order ? old : next),
      undefined,
    );
  }

  /** A message that was due is withdrawn. */
  withdraw(message: Message): void {
    if (!(this.#lanes?.withdraws(message) ?? false)) this.#line(message).remove(message);
  }

  /** A message is gone for good. */
  leave(message: Message): void {
    this.moved(message, "gone");
    this.#register?.delete(message);
    const next = this.#lanes?.next(message);
    if (next !== undefined) this.#offer(next);
  }

  /** Who is due, and who waits for its key. */
  *waiting(): Generator<Message> {
    for (const line of this.#lines) yield* line;
    if (this.#lanes !== undefined) yield* this.#lanes;
  }

  /** @param others who is delayed or leased here */
  register(others: () => Iterable<Message>): Register {
    if (this.#register !== undefined) return this.#register;
    const all = [...this.waiting(), ...others()].toSorted((a, b) => a.order - b.order);
    this.#register = new Register();
    for (const message of all) this.#register.add(message);
    return this.#register;
  }

  #offer(message: Message): void {
    this.#line(message).push(message);
    for (const wake of this.listeners) wake();
  }

  #line({ priority = 0 }: Message): Line {
    return this.#lines[priority]!;
  }
}

function lanesFor({ ordering }: QueueRules): Lanes | undefined {
  if (ordering === "none") return undefined;
  return new Lanes(ordering === "queue" ? () => "" : ({ orderingKey }) => orderingKey);
}
