import type { Duration } from "../core/duration.ts";
import type { Schedule } from "../core/schedule.ts";
import type { RetryBudget } from "./budget.ts";
import { checkedPolicy } from "./checked-policy.ts";
import type { Hooks } from "./events.ts";
import type { Failure, Hint, Progress } from "./failure.ts";
import type { Route } from "./route.ts";

/** How to retry, as data: every option may be left out, and `undefined` means left out. */
export interface PolicyOptions<in T = unknown> extends Hooks<T> {
  /** How long to wait before each retry; unless given, `exponential 200ms x2, cap 30s, full jitter`. */
  readonly schedule?: Schedule | undefined;
  /** How many calls in all, the first included; 3 unless given, `Infinity` for no limit. */
  readonly attempts?: number | undefined;
  /** The longest that one attempt may take; no limit unless given. */
  readonly attemptTimeout?: Duration | undefined;
  /** The longest that all attempts and delays may take together; no limit unless given. */
  readonly totalTimeout?: Duration | undefined;
  /** Whether an error is worth another attempt; every error is, unless given. Not asked when no retry could follow. */
  readonly retryIf?: ((error: unknown, progress: Progress) => boolean) | undefined;
  /** Whether a result is to be rejected and tried again; none is, unless given. */
  readonly retryResult?: ((value: T, progress: Progress) => boolean) | undefined;
  /** The delay that the failed side asked for; none unless given. */
  readonly delayHint?:
    | ((failure: Failure<T>, at: { readonly wallNow: number; readonly progress: Progress }) => Hint | undefined)
    | undefined;
  /** Failures with limits of their own: the first whose function says true. The policy's attempts hold for all together. */
  readonly routes?: readonly Route<T>[] | undefined;
  /** Retries shared with other callers; unlimited unless given. Asked last, when a retry is decided. */
  readonly budget?: RetryBudget | undefined;
}

/** A policy that has been checked: frozen, with its limits in milliseconds. It serves any number of runs at once. */
export interface Policy<in T = unknown> extends PolicyOptions<T> {
  readonly schedule: Schedule;
  readonly attempts: number;
  readonly attemptTimeout: number;
  readonly totalTimeout: number;
}

/**
 * Checks the options of a policy once, so that it can be used many times; one policy may be spread into another.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { policy } from "ostinato";
 *
 * const patient = policy({ attempts: 5, totalTimeout: "1m" });
 * policy({ ...patient, attempts: 8 }).totalTimeout; // => 60000
 * ```
 */
export function policy<T = unknown>(options: PolicyOptions<T> = {}): Policy<T> {
  return Object.freeze(checkedPolicy(options));
}
