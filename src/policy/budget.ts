import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
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
  /** A budget of the same kind, as new. */
  readonly fresh: () => RetryBudget;
}

/** How a token bucket is filled and emptied. */
export interface RetryBudgetOptions {
  /** How many tokens it holds, and begins with. */
  readonly capacity: number;
  /** What a success puts back; 0.1 unless given. */
  readonly perSuccess?: number | undefined;
  /** What a retry takes; 1 unless given. It may depend on the failure. */
  readonly cost?: number | ((failure: Failure) => number) | undefined;
  /** Tokens that come with time as well; none unless given. */
  readonly refill?: { readonly tokens: number; readonly every: Duration } | undefined;
}

/** What a token bucket holds: plain data. */
export interface BudgetState {
  readonly tokens: number;
  /** When, in milliseconds, that was so. */
  readonly at: number;
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
 * ```
 */
export function retryBudget(options: RetryBudgetOptions): RetryBudget {
  const read = optionsOf(options, "retryBudget", ["capacity", "perSuccess", "cost", "refill"]);
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
  return bucket(capacity, perMilli, { price, reward: () => perSuccess, above: 0, always: false });
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

/** What tells one bucket from another. */
export interface BucketRules {
  /** What a retry after this failure takes. */
  readonly price: (failure: Failure) => number;
  /** What a success puts back, given what the run's last retry had taken. */
  readonly reward: (paid: number) => number;
  /** What a retry must leave at least; more than this where `always` is set. */
  readonly above: number;
  /** Whether every failure takes its price, also one that is not retried. */
  readonly always: boolean;
}

/** The value itself, once it has been seen to be a budget. */
export function checkedBudget(value: unknown): RetryBudget {
  const { begin, withdraw, deposit, balance, fresh } = Object(value) as Partial<RetryBudget>;
  if ([begin, withdraw, deposit, balance, fresh].every(isFunction)) return value as RetryBudget;
  throw new InvalidOptionError("budget", "a retry budget, such as retryBudget({ capacity: 100 })", value);
}

/** A token bucket, full at first. */
export function bucket(capacity: number, perMilli: number, rules: BucketRules): RetryBudget {
  const { price, reward, above, always } = rules;
  let state: BudgetState = { tokens: capacity, at: 0 };
  /** Time that goes back, or is none, has not passed. */
  const passed = (now: number): number => (Number.isFinite(now) ? Math.max(0, now - state.at) : 0);
  const hold = (tokens: number, now: number): void => {
    state = { tokens: Math.min(Math.max(tokens, 0), capacity), at: state.at + passed(now) };
  };
  const balance = (now: number): number => Math.min(capacity, state.tokens + passed(now) * perMilli);
  return {
    begin: () => {},
    balance,
    withdraw: (now, failure, wanted) => {
      if (!wanted && !always) return undefined;
      const cost = amount("cost", price(failure));
      const left = balance(now) - cost;
      const granted = always ? left > above + ROUNDING : left >= above - ROUNDING;
      if (granted || always) hold(left, now);
      return granted && wanted ? cost : undefined;
    },
    deposit: (now, paid) => hold(balance(now) + reward(amount("paid", paid)), now),
    fresh: () => bucket(capacity, perMilli, rules),
  };
}

/** Sums of decimal shares miss a whole number by less than this. */
export const ROUNDING = 1e-9;

/** @throws InvalidOptionError when it cannot be paid */
function amount(option: string, value: number): number {
  if (isAmount(value)) return value;
  throw new InvalidOptionError(option, "a finite number ≥ 0", value);
}

const isAmount = (value: unknown): boolean => typeof value === "number" && value >= 0 && value < Infinity;
const isPositive = (value: unknown): boolean => isAmount(value) && value !== 0;
