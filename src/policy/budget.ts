import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { bucket, type BudgetState, initialState, isAmount, isPositive, type TokenBudget } from "./bucket.ts";
import type { Failure } from "./failure.ts";

/** Retries shared by many callers. Time is an argument, in milliseconds of a clock that never goes back. */
export interface RetryBudget {
  /** Told that a run begins. */
  readonly begin: (now: number) => void;
  /**
   * Told of a failure that is worth a retry; answers at once with what the retry costs, or with undefined where the
   * budget refuses it.
   *
   * @param wanted whether the policy would retry; without that there is nothing to grant
   */
  readonly withdraw: (now: number, failure: Failure, wanted: boolean) => number | undefined;
  /** Told that a run has succeeded, and what its last retry had cost; 0 without one. A run is told of once. */
  readonly deposit: (now: number, paid: number) => void;
  /** How many tokens are left. */
  readonly balance: (now: number) => number;
  /** A budget of the same kind, as it was when it was made. */
  readonly fresh: () => RetryBudget;
}

/** How a token bucket is filled and emptied. */
export interface RetryBudgetOptions {
  /** How many tokens it can hold. */
  readonly capacity: number;
  /** What a success puts back; 0.1 unless given. */
  readonly perSuccess?: number | undefined;
  /** What a retry takes; 1 unless given. It may depend on the failure. */
  readonly cost?: number | ((failure: Failure) => number) | undefined;
  /** Tokens that come with time as well; none unless given. */
  readonly refill?: { readonly tokens: number; readonly every: Duration } | undefined;
  /**
   * What it begins with: the `state()` of an earlier one. Unless given, it is full. Another process has another clock: there,
   * leave `at` out.
   */
  readonly initial?: (Pick<BudgetState, "tokens"> & Partial<BudgetState>) | undefined;
}

/**
 * A token bucket that successes fill: while the other side is down, retries dry up instead of multiplying the load.
 *
 * Source: M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022. It keeps no timer: what time adds is
 * computed when it is read. An empty budget refuses at once and never queues.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import { policy, retryBudget } from "ostinato";
 *
 * policy({ attempts: 4, budget: retryBudget({ capacity: 100, perSuccess: 0.1 }) }).attempts; // => 4
 * retryBudget({ capacity: 100, initial: { tokens: 25 } }).state(); // => { tokens: 25, at: 0 }
 * ```
 */
export function retryBudget(options: RetryBudgetOptions): TokenBudget {
  const read = optionsOf(options, "retryBudget", ["capacity", "perSuccess", "cost", "refill", "initial"]);
  const capacity = read<number>("capacity", "a finite number > 0", isPositive);
  if (capacity === undefined) throw new InvalidOptionError("capacity", "a finite number > 0", undefined);
  const perSuccess = read<number>("perSuccess", "a finite number ≥ 0", isAmount) ?? 0.1;
  const cost =
    read<number | ((failure: Failure) => number)>(
      "cost",
      "a finite number > 0, or a function",
      (value) => isPositive(value) || isFunction(value),
    ) ?? 1;
  const perMilli = refillRate(
    read("refill", "tokens and every", (value) => typeof value === "object" && value !== null),
  );
  const price = typeof cost === "number" ? () => cost : cost;
  const rules = { price, reward: () => perSuccess, above: 0, always: false };
  return bucket(capacity, perMilli, rules, initialState(read, capacity));
}

function refillRate(refill: object | undefined): number {
  if (refill === undefined) return 0;
  const read = optionsOf(refill, "refill", ["tokens", "every"]);
  const tokens = read<number>("tokens", "a finite number ≥ 0", isAmount) ?? 1;
  const every = toMillis(read<Duration>("every", "", () => true) ?? NaN, "every");
  if (every === 0) throw new InvalidOptionError("every", "a duration > 0", every);
  const rate = tokens / every;
  // An endless rate for no time would be no number of tokens.
  if (rate === Infinity) throw new InvalidOptionError("refill", "a finite number of tokens per millisecond", refill);
  return rate;
}

/** The value itself, once it has been seen to be a budget. */
export function checkedBudget(value: unknown): RetryBudget {
  const { begin, withdraw, deposit, balance, fresh } = Object(value) as Partial<RetryBudget>;
  if ([begin, withdraw, deposit, balance, fresh].every(isFunction)) return value as RetryBudget;
  throw new InvalidOptionError("budget", "a retry budget, such as retryBudget({ capacity: 100 })", value);
}
