import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { isCount } from "../policy/count.ts";
import type { Delivery } from "../transport/delivery.ts";
import type { Consumer } from "../transport/transport.ts";
import { type Hub, deadLettersOf } from "./hub.ts";
import { Lease } from "./lease.ts";
import { type Letter, letterOf, type ReplayOptions } from "./letter.ts";
import { acknowledge, giveBack, pauseFor } from "./settlement.ts";

/** Which letters: one, some, or all. */
export type Which = string | readonly string[] | { readonly all: true };

/** A part of a list of letters. */
export interface LetterPage {
  readonly letters: readonly Letter[];
  /** Where the next part begins; absent at the end. */
  readonly cursor?: string | undefined;
}

/** The dead letters of one queue. How many are kept, and which make room, is the transport's rule. */
export interface DeadLetters {
  /** Some of them, oldest first: 100 unless `limit` is given. Rejects where the transport cannot show what waits. */
  list(options?: { readonly limit?: number | undefined; readonly cursor?: string | undefined }): Promise<LetterPage>;
  /** Sends letters again, by their ids; answers with how many there were. `{ all: true }` means every letter. */
  replay(which: Which, options?: ReplayOptions): Promise<number>;
  /** Drops letters, by their ids; answers with how many there were. */
  discard(which: Which): Promise<number>;
  /**
   * Hands every letter to a handler, as they come. When it resolves the letter is gone; when it rejects the letter stays, and
   * is handed over again after a while: a second at first, a minute at most.
   */
  consume(handler: (letter: Letter) => unknown, options?: { readonly concurrency?: number | undefined }): Consumer;
}

const PAGE = 100;

/** The dead letters of a queue. */
export function deadLetters(hub: Hub, queue: string): DeadLetters {
  const { transport, bus } = hub;
  const name = deadLettersOf(queue);
  const list: DeadLetters["list"] = async (options = {}) => {
    const read = optionsOf(options, "list", ["limit", "cursor"]);
    const limit = read<number>("limit", "a whole number ≥ 1", isCount) ?? PAGE;
    const cursor = read<string>("cursor");
    if (transport.peek === undefined || transport.remove === undefined)
      throw new InvalidOptionError("transport", "one that can show and remove what waits", transport);
    const page = await transport.peek(name, { limit, ...(cursor !== undefined && { cursor }) });
    const letters = page.items.map((message) =>
      letterOf(hub, message, async () => void (await transport.remove!(name, message.id))),
    );
    return { letters, cursor: page.cursor };
  };
  const each = async (which: Which, work: (letter: Letter) => Promise<unknown>): Promise<number> => {
    const wanted = wantedBy(which);
    const found: Letter[] = [];
    // All are looked up first: what is replayed may soon lie here again.
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page: LetterPage = await list(cursor === undefined ? {} : { cursor });
      found.push(...page.letters.filter(({ id }) => wanted(id)));
      ({ cursor } = page);
    }
    for (const letter of found) await work(letter);
    return found.length;
  };
  const handed = async (delivery: Delivery, handler: (letter: Letter) => unknown): Promise<void> => {
    const lease = new Lease(hub, delivery, { beat: () => {}, lost: () => {} });
    try {
      await handler(letterOf(hub, delivery.envelope, async () => {}));
    } catch (error) {
      bus.emit("error", { error, during: "dead-letter handler", id: delivery.envelope.id, queue: name });
      return giveBack(hub, delivery, pauseFor(delivery));
    } finally {
      lease.stop();
    }
    await acknowledge(hub, delivery);
  };
  return {
    list,
    replay: (which, options) => each(which, (letter) => letter.replay(options)),
    discard: (which) => each(which, (letter) => letter.discard()),
    consume: (handler, options = {}) => {
      if (!isFunction(handler)) throw new InvalidOptionError("handler", "a function", handler);
      const read = optionsOf(options, "consume", ["concurrency"]);
      const concurrency = read<number>("concurrency", "a whole number ≥ 1", Number.isSafeInteger) ?? 1;
      return transport.consume(name, (delivery) => handed(delivery, handler), {
        concurrency,
        onError: (error) => bus.emit("error", { error, during: "consume", queue: name }),
      });
    },
  };
}

function wantedBy(which: Which): (id: string) => boolean {
  if (typeof which === "string") return (id) => id === which;
  if (Array.isArray(which)) {
    const ids = new Set(which as readonly string[]);
    return (id) => ids.has(id);
  }
  const read = optionsOf(which, "letters", ["all"]);
  if (read<boolean>("all") === true) return () => true;
  throw new InvalidOptionError("letters", "an id, a list of ids, or { all: true }", which);
}
