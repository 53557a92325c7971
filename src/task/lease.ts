import type { Delivery } from "../transport/delivery.ts";
import { LeaseLostError } from "../transport/errors.ts";
import type { Hub } from "./hub.ts";

/** How often a held message is looked after where its lease is the connection's. */
const CONNECTION_BEAT = 15_000;
/** Renewals that fail are not repeated faster than this. */
const SHORTEST = 50;

/** Who is told of a lease. */
export interface LeaseWatch {
  /** Told at each beat, renewed or not: time to renew what else is held, and to see whether the task is still wanted. */
  readonly beat: () => void;
  /** Told once, when the message is no longer held. */
  readonly lost: (error: unknown) => void;
}

/**
 * Holds on to a delivery: its lease is renewed at half-time. It goes by how much time has passed, not by what the wall clock
 * says, for that of the broker may be another.
 *
 * @returns what lets go
 */
export function leased(hub: Hub, delivery: Delivery, { beat, lost }: LeaseWatch): () => void {
  const { clock, transport, bus } = hub;
  const { lease } = transport.capabilities;
  const length = lease === "connection" || delivery.leaseUntil === undefined ? Infinity : lease.default;
  const { id, queue } = delivery.envelope;
  let over = false;
  let cancel = (): void => {};
  const first = Math.min(length, Math.max(0, (delivery.leaseUntil ?? Infinity) - clock.wallNow()));
  let until = clock.now() + length;

  const stop = (): void => {
    over = true;
    cancel();
  };
  const lose = (error: unknown): void => {
    if (over) return;
    stop();
    lost(error);
  };
  const arm = (left: number): void => {
    if (over) return;
    cancel = clock.schedule(
      left === Infinity ? CONNECTION_BEAT : Math.max(left / 2, SHORTEST),
      () => void renew(),
      true,
    );
  };
  const renew = async (): Promise<void> => {
    const began = clock.now();
    if (began >= until) return lose(new LeaseLostError(id));
    beat();
    if (delivery.extend !== undefined && length < Infinity) {
      // An extension that hangs is worth no more than none.
      cancel = clock.schedule(until - began, () => lose(new LeaseLostError(id)), true);
      try {
        await delivery.extend(length);
        until = began + length;
      } catch (error) {
        if (error instanceof LeaseLostError) return lose(error);
        if (!over) bus.emit("error", { error, during: "extend", id, queue });
      }
      cancel();
    }
    arm(until - clock.now());
  };

  arm(first);
  return stop;
}
