import { type Duration, toLimit } from "../core/duration.ts";
import { optionsOf } from "../core/options.ts";
import type { Clock } from "../engine/clock.ts";
import { surroundings } from "../engine/env.ts";
import { ByAge } from "../transport/by-age.ts";

/** What became of a claim: it is yours, it is done already, or someone else is at it. */
export type Claim = "claimed" | "busy" | { readonly done: Uint8Array | undefined };

/** Who may do what once: the port. Each operation is one step. */
export interface IdempotencyStore {
  /**
   * Claims a key for a time; whoever holds it already renews its claim by that.
   *
   * @param lease milliseconds after which the claim lapses, unless it is completed or renewed
   * @param owner who claims: a redelivered task must get its own claim again
   */
  claim(key: string, lease: number, owner: string): Promise<Claim>;
  /** Records that it is done, and its result; nothing happens where the owner no longer holds the claim. */
  complete(key: string, owner: string, result: Uint8Array | undefined): Promise<void>;
  /** Gives the claim back, so that another may try; nothing happens where the owner does not hold it. */
  release(key: string, owner: string): Promise<void>;
}

/** How much an idempotency store in memory keeps, and for how long. */
export interface MemoryIdempotencyOptions {
  /** Where time comes from; the machine's unless given. */
  readonly clock?: Clock | undefined;
  /** How long a key that is done is remembered; a day unless given. */
  readonly expires?: Duration | undefined;
  /** How many keys are remembered; 100 000 unless given. Beyond that the oldest that is done goes first. */
  readonly keys?: number | undefined;
}

type Entry =
  | { readonly kind: "held"; readonly owner: string; readonly until: number }
  | { readonly kind: "done"; readonly result: Uint8Array | undefined; readonly until: number };

/**
 * Claims in the memory of this process: what `createApp` uses unless told otherwise.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import { memoryIdempotency } from "ostinato/tasks";
 *
 * const store = memoryIdempotency();
 * await store.claim("order 7", 30_000, "task 1"); // => "claimed"
 * await store.claim("order 7", 30_000, "task 2"); // => "busy"
 * ```
 */
export function memoryIdempotency(options: MemoryIdempotencyOptions = {}): IdempotencyStore {
  const read = optionsOf(options, "memoryIdempotency", ["clock", "expires", "keys"]);
  const { clock } = surroundings({ clock: read<Clock>("clock") });
  const [expires = "1d"] = [read<Duration>("expires")];
  const lifetime = toLimit(expires, "expires");
  const most = read<number>("keys", "a number ≥ 1", (value) => typeof value === "number" && value >= 1) ?? 100_000;
  const held = new ByAge<Entry & { kind: "held" }>();
  const done = new ByAge<Entry & { kind: "done" }>();

  const sweep = (now: number): void => {
    for (let { oldest } = done; oldest !== undefined; { oldest } = done) {
      if (oldest[1].until > now && done.size <= most) break;
      done.delete(oldest[0]);
    }
    for (let { oldest } = held; oldest !== undefined && oldest[1].until <= now; { oldest } = held)
      held.delete(oldest[0]);
  };
  const holder = (key: string): string | undefined => {
    const entry = held.get(key);
    return entry !== undefined && entry.until > clock.now() ? entry.owner : undefined;
  };

  return {
    claim: async (key, lease, owner) => {
      const now = clock.now();
      sweep(now);
      const finished = done.get(key);
      if (finished !== undefined) return { done: finished.result };
      const present = holder(key);
      if (present !== undefined && present !== owner) return "busy";
      held.delete(key);
      held.set(key, { kind: "held", owner, until: now + lease });
      return "claimed";
    },
    complete: async (key, owner, result) => {
      if (held.get(key)?.owner !== owner) return;
      held.delete(key);
      done.set(key, { kind: "done", result, until: clock.now() + lifetime });
      sweep(clock.now());
    },
    release: async (key, owner) => {
      if (held.get(key)?.owner === owner) held.delete(key);
    },
  };
}
