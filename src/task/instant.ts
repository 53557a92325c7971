import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";

/** A moment: a `Date`, epoch milliseconds, or anything that tells `epochMilliseconds` as a `Temporal.Instant` does. */
export type Instant = Date | number | { readonly epochMilliseconds: number };

const EXPECTED = "a Date, epoch milliseconds or a Temporal.Instant";

/** The epoch milliseconds of a moment. @throws InvalidOptionError for anything else */
function toEpoch(value: Instant, option: string): number {
  const millis = typeof value === "number" ? value : epochOf(value);
  if (typeof millis === "number" && Number.isFinite(millis)) return millis;
  throw new InvalidOptionError(option, EXPECTED, value);
}

function epochOf(value: Exclude<Instant, number>): unknown {
  if (Object.prototype.toString.call(value) === "[object Date]") return (value as Date).getTime();
  return (Object(value) as { epochMilliseconds?: unknown }).epochMilliseconds;
}

/** What says when: after a delay, or at a moment; not both. */
export interface When {
  readonly delay?: Duration | undefined;
  readonly at?: Instant | undefined;
}

/**
 * The milliseconds to wait, from either; undefined where neither is given, 0 for a moment that has passed.
 *
 * @throws InvalidOptionError where both are given
 */
export function waitUntil({ delay, at }: When, wallNow: number): number | undefined {
  if (delay !== undefined && at !== undefined) throw new InvalidOptionError("at", "no at beside delay", at);
  if (at !== undefined) return Math.max(0, toEpoch(at, "at") - wallNow);
  return delay === undefined ? undefined : toMillis(delay, "delay");
}

/** The epoch milliseconds of an expiry: a duration from now, or a moment; a bare number is a duration. */
export function toExpiry(value: Duration | Exclude<Instant, number>, wallNow: number): number {
  const isMoment = typeof value === "object" && typeof (value as { total?: unknown }).total !== "function";
  return isMoment ? toEpoch(value as Instant, "expires") : wallNow + toMillis(value as Duration, "expires");
}
