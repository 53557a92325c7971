import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Options, optionsOf } from "../core/options.ts";
import { disown } from "./ask.ts";
import type { RetryBudget } from "./budget.ts";
import type { Failure } from "./failure.ts";

/** What a token bucket holds: plain data, which JSON carries. */
export interface BudgetState {
  readonly tokens: number;
  /** When, in milliseconds of the clock that runs, that was so. */
  readonly at: number;
}

/** A budget whose state can be kept, and given to another as its `initial`. */
export interface TokenBudget extends RetryBudget {
  /** What it holds, and since when; what time adds afterwards is not in it yet. */
  readonly state: () => BudgetState;
}

/**
 * What a bucket begins with: what is given, else all that it can hold.
 *
 * @throws InvalidOptionError for what no bucket of this capacity can hold
 */
export function initialState(option: Options, capacity: number): BudgetState {
  const given = option<object>("initial", "tokens and at", (value) => typeof value === "object" && value !== null);
  if (given === undefined) return { tokens: capacity, at: 0 };
  const read = optionsOf(given, "initial", ["tokens", "at"]);
  const expected = `a number from 0 to ${capacity}`;
  const tokens = read<number>("tokens", expected, (value) => isAmount(value) && Number(value) <= capacity);
  if (tokens === undefined) throw new InvalidOptionError("tokens", expected, undefined);
  return { tokens, at: read<number>("at", "finite milliseconds ≥ 0", isAmount) ?? 0 };
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

/** A token bucket. */
export function bucket(capacity: number, perMilli: number, rules: BucketRules, initial: BudgetState): TokenBudget {
  const { price, reward, above, always } = rules;
  let state = initial;
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
      // A share of the price: for prices below any figure that stands for all, retries would be free.
      const slack = cost * ROUNDING;
      const granted = always ? left > above + slack : left >= above - slack;
      if (granted || always) hold(left, now);
      return granted && wanted ? cost : undefined;
    },
    deposit: (now, paid) => hold(balance(now) + reward(amount("paid", paid)), now),
    // Whoever asks for it has a clock of his own, which begins at 0.
    fresh: () => bucket(capacity, perMilli, rules, { tokens: initial.tokens, at: 0 }),
    state: () => ({ ...state }),
  };
}

/** Sums of decimal shares miss a whole number by less than this, and a multiple of a price by so much of it. */
export const ROUNDING = 1e-9;

/** @throws InvalidOptionError when it cannot be paid */
function amount(option: string, value: number): number {
  if (isAmount(value)) return value;
  disown(value);
  throw new InvalidOptionError(option, "a finite number ≥ 0", value);
}

export const isAmount = (value: unknown): boolean => typeof value === "number" && value >= 0 && value < Infinity;
export const isPositive = (value: unknown): boolean => isAmount(value) && value !== 0;
