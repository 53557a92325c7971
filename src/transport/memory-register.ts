import type { Envelope } from "./envelope.ts";
import type { Message } from "./memory-message.ts";
import type { PeekPage } from "./transport.ts";

/** Knows messages by id and in the order of their coming. It is made when someone first asks: few do. */
export class Register {
  readonly #byId = new Map<string, Message>();
  readonly #all = new Set<Message>();

  add(message: Message): void {
    const { id } = message;
    message.twin = this.#byId.get(id);
    this.#byId.set(id, message);
    this.#all.add(message);
  }

  delete(message: Message): void {
    this.#all.delete(message);
    const { id } = message;
    const newest = this.#byId.get(id);
    if (newest !== message) {
      let above = newest!;
      while (above.twin !== message) above = above.twin!;
      above.twin = message.twin;
    } else if (message.twin === undefined) this.#byId.delete(id);
    else this.#byId.set(id, message.twin);
    message.twin = undefined;
  }

  /** A message of that id that nobody holds. */
  waiting(id: string): Message | undefined {
    let message = this.#byId.get(id);
    while (message?.state === "leased") message = message.twin;
    return message;
  }

  /** Messages that nobody holds, from a place on; the cursor is the order of the last one shown. */
  page(limit: number, cursor: number): PeekPage {
    const items: Envelope[] = [];
    let last = cursor;
    for (const message of this.#all) {
      const { order, state } = message;
      if (order <= cursor || state === "leased") continue;
      if (items.length === limit) return { items, cursor: String(last) };
      items.push(message.envelope);
      last = order;
    }
    return { items };
  }
}
