import type { Delivery } from "../transport/delivery.ts";
import { LeaseLostError } from "../transport/errors.ts";
import type { Far } from "./aside.ts";
import type { Hub } from "./hub.ts";

/** How often a held message is looked after where its lease is the connection's. */
const CONNECTION_BEAT = 15_000;
/** Renewals that fail are not repeated faster than this. */
const SHORTEST = 50;

/** Who is told of a lease. */
export interface LeaseWatch {
  /** Told at each beat, renewed or not: time to renew what else is held, and to see whether the task is still wanted. */
  beat(): void;
  /** Told once, when the message is no longer held. */
  lost(error: unknown): void;
}

// A class: one is made for each attempt, and most end before the first beat.
/**
 * Holds on to a delivery: its lease is renewed at half-time. It goes by how much time has passed, not by what the wall clock
 * says, for that of the broker may be another.
 */
export class Lease {
  readonly #hub: Hub;
  readonly #delivery: Delivery;
  readonly #watch: LeaseWatch;
  readonly #length: number;
  #until: number;
  #over = false;
  #timer: Far | undefined;

  constructor(hub: Hub, delivery: Delivery, watch: LeaseWatch) {
    const { clock, transport } = hub;
    const { lease } = transport.capabilities;
    this.#hub = hub;
    this.#delivery = delivery;
    this.#watch = watch;
    this.#length = lease === "connection" || delivery.leaseUntil === undefined ? Infinity : lease.default;
    this.#until = clock.now() + this.#length;
    this.#arm(Math.min(this.#length, Math.max(0, (delivery.leaseUntil ?? Infinity) - clock.wallNow())));
  }

  /** Lets go. */
  stop(): void {
    this.#over = true;
    this.#timer?.cancel();
  }

  #lose(error: unknown): void {
    if (this.#over) return;
    this.stop();
    this.#watch.lost(error);
  }

  #arm(left: number): void {
    if (this.#over) return;
    const wait = left === Infinity ? CONNECTION_BEAT : Math.max(left / 2, SHORTEST);
    this.#timer = this.#hub.aside.schedule(wait, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { clock, bus } = this.#hub;
    const { id, queue } = this.#delivery.envelope;
    const began = clock.now();
    if (began >= this.#until) return this.#lose(new LeaseLostError(id));
    this.#watch.beat();
    if (this.#delivery.extend !== undefined && this.#length < Infinity) {
      // An extension that hangs is worth no more than none.
      const cancel = clock.schedule(this.#until - began, () => this.#lose(new LeaseLostError(id)), true);
      this.#timer = { cancel };
      try {
        await this.#delivery.extend(this.#length);
        this.#until = began + this.#length;
      } catch (error) {
        if (error instanceof LeaseLostError) return this.#lose(error);
        if (!this.#over) bus.emit("error", { error, during: "extend", id, queue });
      }
      cancel();
    }
    this.#arm(this.#until - clock.now());
  }
}
