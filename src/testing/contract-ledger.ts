import type { EndReason } from "../transport/dead-letter.ts";
import { must, TransportContractError } from "./contract-error.ts";
import type { Held } from "./contract-hand.ts";

/** One copy of a message, as it must be with the transport. */
export interface Copy {
  readonly id: string;
  readonly attempt: number;
  /** Its own, which it bears in a header: no other copy has it, not even of the same message. */
  readonly mark: string;
  state: "waiting" | "held" | "gone" | "dead";
  /** When it is due, or when its lease is over, in milliseconds of the clock that never goes back. */
  at: number;
  /** Deliveries so far. */
  count: number;
  /** The last delivery of it. */
  held: Held | undefined;
  reason: EndReason | undefined;
}

/** What a transport says of its exactness, in milliseconds. */
export interface Exactness {
  readonly lease: number;
  /** By how much it may be early or late. */
  readonly early: number;
  readonly late: number;
  readonly countsExactly: boolean;
  /** After so many deliveries a message that comes back is dead. */
  readonly maxDeliveries: number;
}

/** The model: what was sent, and what has become of each copy. It is told of all that happens, and complains of what must not. */
export class Ledger {
  readonly #copies = new Map<string, Copy>();
  readonly #exact: Exactness;
  /** By how much the wall clock has jumped, up and down; a transport may go by it. */
  drift = 0;

  constructor(exact: Exactness) {
    this.#exact = exact;
  }

  sent(id: string, attempt: number, mark: string, due: number): void {
    this.#copies.set(mark, {
      id,
      attempt,
      mark,
      state: "waiting",
      at: due,
      count: 0,
      held: undefined,
      reason: undefined,
    });
  }

  those(...states: readonly Copy["state"][]): readonly Copy[] {
    return [...this.#copies.values()].filter(({ state }) => states.includes(state));
  }

  /** A delivery has come; answers with the copy that it is. */
  came(held: Held): Copy {
    const { id, progress, headers } = held.delivery.envelope;
    const copy = this.#copies.get(headers["mark"] ?? "");
    if (copy === undefined) throw new TransportContractError(`"${id}" comes, though nobody has sent it`);
    must(copy.id === id && copy.attempt === progress.attempt, `"${id}" comes with the header of "${copy.id}"`);
    must(isLive(copy.state), `"${id}" comes again after it was settled`);
    const isEarly = copy.at > held.at + this.#exact.early + this.drift;
    must(!isEarly, `"${id}" comes ${copy.state === "held" ? "while somebody holds it" : "before it is due"}`);
    this.#mustCount(copy, held);
    must(copy.count < this.#exact.maxDeliveries, `"${id}" comes more often than its queue allows`);
    copy.state = "held";
    copy.at = held.at + this.#exact.lease;
    copy.count++;
    copy.held = held;
    return copy;
  }

  /** Whether a delivery can surely be settled, surely not, or maybe. */
  canSettle(copy: Copy, held: Held, now: number): "yes" | "no" | "maybe" {
    if (copy.held !== held || copy.state !== "held") return "no";
    return now < copy.at - this.#exact.early - this.drift ? "yes" : "maybe";
  }

  /** A copy was given back; where it has come too often it is dead. */
  released(copy: Copy, due: number): void {
    copy.at = due;
    copy.held = undefined;
    copy.state = "waiting";
    if (copy.count >= this.#exact.maxDeliveries) this.died(copy, "poison");
  }

  died(copy: Copy, reason: EndReason): void {
    copy.state = "dead";
    copy.reason = reason;
  }

  /** Complains of whatever should have come by now. */
  check(now: number): void {
    for (const copy of this.#copies.values()) {
      if (!isLive(copy.state) || copy.at + this.#exact.late + this.drift >= now) continue;
      if (copy.state === "held" && copy.count >= this.#exact.maxDeliveries) this.died(copy, "poison");
      else must(false, `"${copy.id}" is ${copy.state} and does not come, ${now - copy.at} ms after it was due`);
    }
  }

  #mustCount({ id, count }: Copy, { delivery }: Held): void {
    const said = delivery.deliveryCount;
    if (this.#exact.countsExactly) must(said === count + 1, `delivery ${count + 1} of "${id}" is counted as ${said}`);
  }
}

const isLive = (state: Copy["state"]): boolean => state === "waiting" || state === "held";
