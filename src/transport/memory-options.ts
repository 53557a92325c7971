import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { Clock } from "../engine/clock.ts";
import { surroundings } from "../engine/env.ts";
import type { Envelope } from "./envelope.ts";

/** How a transport in memory is made. */
export interface MemoryTransportOptions {
  /** Where time comes from; the machine's unless given. */
  readonly clock?: Clock | undefined;
  /** For how long a delivery is held, unless its queue says so; `"30s"` unless given. */
  readonly lease?: Duration | undefined;
  /** How many messages a queue holds at most, leased ones included; 1 000 000 unless given. A full queue refuses with `QueueFullError`. */
  readonly limit?: number | undefined;
  /** How many dead letters a queue of them holds at most; 10 000 unless given. In a full one the oldest makes room for the new one. */
  readonly deadLetterLimit?: number | undefined;
  /** For how long a `dedupeKey` is remembered; `"2m"` unless given. A remembered key takes about 100 bytes. */
  readonly dedupeWindow?: Duration | undefined;
  /** How many priorities there are; 10 unless given. */
  readonly priorities?: number | undefined;
  /** Told of each dead letter that had to make room, and of its queue. */
  readonly onDrop?: ((dropped: Envelope, queue: string) => void) | undefined;
}

/** Options that have been checked; times in milliseconds. */
export interface MemorySettings {
  readonly clock: Clock;
  readonly lease: number;
  readonly limit: number;
  readonly deadLetterLimit: number;
  readonly dedupeWindow: number;
  readonly priorities: number;
  readonly onDrop: ((dropped: Envelope, queue: string) => void) | undefined;
}

const KEYS = ["clock", "lease", "limit", "deadLetterLimit", "dedupeWindow", "priorities", "onDrop"] as const;

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export function memorySettings(options: MemoryTransportOptions): MemorySettings {
  const read = optionsOf(options, "memory transport", KEYS);
  const { clock } = surroundings({ clock: read<Clock>("clock") });
  const [lease = 30_000, dedupeWindow = 120_000] = [read<Duration>("lease"), read<Duration>("dedupeWindow")];
  return {
    clock,
    lease: leaseOf(lease),
    limit: read<number>("limit", "a whole number ≥ 1, or Infinity", isLimit) ?? 1_000_000,
    deadLetterLimit: read<number>("deadLetterLimit", "a whole number ≥ 1, or Infinity", isLimit) ?? 10_000,
    dedupeWindow: toMillis(dedupeWindow, "dedupeWindow"),
    priorities: read<number>("priorities", "a whole number from 1 to 100", isPriorities) ?? 10,
    onDrop: read("onDrop", "a function", isFunction),
  };
}

/** A limit: a count, or none. */
export const isLimit = (value: unknown): boolean =>
  value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 1);
const isPriorities = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 100;

/** Milliseconds of a lease; @throws InvalidOptionError unless it is a duration > 0 */
export function leaseOf(value: Duration): number {
  const lease = toMillis(value, "lease");
  if (lease > 0) return lease;
  throw new InvalidOptionError("lease", "a duration > 0", value);
}
