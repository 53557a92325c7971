import type { Message } from "./memory-message.ts";

/** Messages in a line: first come, first served. They are linked to each other, so that any can leave at once. */
export class Line {
  #first: Message | undefined;
  #last: Message | undefined;

  get first(): Message | undefined {
    return this.#first;
  }

  push(message: Message): void {
    message.before = this.#last;
    if (this.#last === undefined) this.#first = message;
    else this.#last.after = message;
    this.#last = message;
  }

  shift(): Message | undefined {
    const first = this.#first;
    if (first !== undefined) this.remove(first);
    return first;
  }

  remove(message: Message): void {
    const { before, after } = message;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    message.before = undefined;
    message.after = undefined;
  }

  *[Symbol.iterator](): Generator<Message> {
    for (let message = this.#first; message !== undefined; message = message.after) yield message;
  }
}
