import { type Duration, toLimit } from "../core/duration.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { asSchedule, type Schedule, schedule } from "../core/schedule.ts";
import { fullJitter } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { exponential } from "../core/sources.ts";
import { checkedBudget, type RetryBudget } from "./budget.ts";
import { isCount } from "./count.ts";
import type { Hooks } from "./events.ts";
import type { Failure, Hint, Progress } from "./failure.ts";
import { checkedRoutes, type Route } from "./route.ts";

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

const KEYS = [
  "schedule",
  "attempts",
  "attemptTimeout",
  "totalTimeout",
  "retryIf",
  "retryResult",
  "delayHint",
  "routes",
  "budget",
  "onAttempt",
  "onRetry",
  "onSuccess",
  "onGiveUp",
  "onLate",
] as const;

const COUNTED = '; "attempts" counts calls, the first included';
const ELSEWHERE = "; it belongs in the third argument";
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["retries", COUNTED],
  ["maxRetries", COUNTED],
  ["max_retries", COUNTED],
  ["limit", COUNTED],
  ["times", COUNTED],
  ["timeout", '; there are "attemptTimeout" and "totalTimeout"'],
  ["delay", '; a "schedule" says how long to wait'],
  ["signal", ELSEWHERE],
  ["clock", ELSEWHERE],
  ["random", ELSEWHERE],
  ["unref", ELSEWHERE],
  ["trace", ELSEWHERE],
]);

// A class, so that every policy has one shape and is known at a glance: each call of a wrapped function asks.
class CheckedPolicy implements Policy<never> {
  readonly schedule: Schedule;
  readonly attempts: number;
  readonly attemptTimeout: number;
  readonly totalTimeout: number;
  readonly retryIf: PolicyOptions["retryIf"];
  readonly retryResult: PolicyOptions<never>["retryResult"];
  readonly delayHint: PolicyOptions<never>["delayHint"];
  readonly routes: readonly Route<never>[] | undefined;
  readonly budget: RetryBudget | undefined;
  readonly onAttempt: Hooks["onAttempt"];
  readonly onRetry: Hooks<never>["onRetry"];
  readonly onSuccess: Hooks<never>["onSuccess"];
  readonly onGiveUp: Hooks<never>["onGiveUp"];
  readonly onLate: Hooks<never>["onLate"];

  // Private, so that nothing else passes for a checked policy: neither a copy nor what inherits from one.
  readonly #checked = true;

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #checked in value && value.#checked;
  }

  constructor(options: PolicyOptions<never>) {
    const read = optionsOf(options, "policy", KEYS, FOREIGN);
    // Defaults stand in for undefined alone: null is neither a schedule nor a limit.
    const limit = (name: string): number => {
      const given = read<Duration>(name);
      return given === undefined ? Infinity : toLimit(given, name);
    };
    const given = read<Schedule>("schedule");
    this.schedule = given === undefined ? standardSchedule() : asSchedule(given, "schedule");
    this.attempts = read("attempts", "a whole number ≥ 1, or Infinity", isCount) ?? 3;
    this.attemptTimeout = limit("attemptTimeout");
    this.totalTimeout = limit("totalTimeout");
    this.retryIf = read("retryIf", "a function", isFunction);
    this.retryResult = read("retryResult", "a function", isFunction);
    this.delayHint = read("delayHint", "a function", isFunction);
    const routes = read<readonly Route<never>[]>("routes");
    this.routes = routes === undefined ? undefined : checkedRoutes(routes);
    const budget = read<RetryBudget>("budget");
    this.budget = budget === undefined ? undefined : checkedBudget(budget);
    this.onAttempt = read("onAttempt", "a function", isFunction);
    this.onRetry = read("onRetry", "a function", isFunction);
    this.onSuccess = read("onSuccess", "a function", isFunction);
    this.onGiveUp = read("onGiveUp", "a function", isFunction);
    this.onLate = read("onLate", "a function", isFunction);
    Object.freeze(this);
  }
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
  return CheckedPolicy.is(options) ? (options as Policy<T>) : (new CheckedPolicy(options) as Policy<T>);
}

const standardSchedule = (): Schedule => schedule(exponential("200ms"), cap("30s"), fullJitter);
