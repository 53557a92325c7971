import { Line } from "./memory-line.ts";
import type { Message } from "./memory-message.ts";

/** Keeps messages of one key in order: one of them leads, and the others wait until it is gone for good. */
export class Lanes {
  readonly #keyOf: (message: Message) => string | undefined;
  /** Who waits behind the one that leads. */
  readonly #lanes = new Map<string, Line>();

  constructor(keyOf: (message: Message) => string | undefined) {
    this.#keyOf = keyOf;
  }

  /** Whether it is this message's turn; if not, it waits here. */
  admits(message: Message): boolean {
    if (message.leads) return true;
    const key = this.#keyOf(message);
    if (key === undefined) return true;
    const lane = this.#lanes.get(key);
    if (lane !== undefined) {
      lane.push(message);
      return false;
    }
    this.#lanes.set(key, new Line());
    message.leads = true;
    return true;
  }

  /** A message is gone for good; answers with the one whose turn it is then. */
  next(message: Message): Message | undefined {
    const key = message.leads ? this.#keyOf(message)! : undefined;
    const lane = key === undefined ? undefined : this.#lanes.get(key);
    const next = lane?.shift();
    if (next !== undefined) next.leads = true;
    else if (key !== undefined) this.#lanes.delete(key);
    return next;
  }

  /** Puts a message in the place of one that leads, if they have the same key. */
  inherits(next: Message, from: Message): boolean {
    if (!from.leads || this.#keyOf(next) !== this.#keyOf(from)) return false;
    next.leads = true;
    from.leads = false;
    return true;
  }

  /** Takes a message out that waits its turn; answers whether it did. */
  withdraws(message: Message): boolean {
    const key = message.leads ? undefined : this.#keyOf(message);
    if (key === undefined) return false;
    this.#lanes.get(key)!.remove(message);
    return true;
  }

  *[Symbol.iterator](): Generator<Message> {
    for (const lane of this.#lanes.values()) yield* lane;
  }
}
