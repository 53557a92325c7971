import { type Duration, toLimit } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { fullJitter } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { asSchedule, type Schedule, schedule } from "../core/schedule.ts";
import { exponential } from "../core/sources.ts";
import { checkedBudget, type RetryBudget } from "./budget.ts";
import { isCount } from "./count.ts";
import type { Hooks } from "./events.ts";
import type { Policy, PolicyOptions } from "./policy.ts";
import { refused } from "./refused.ts";
import { checkedRoutes, type Route } from "./route.ts";

const ATTEMPTS = 3;

// A class, so that every policy has one shape and is known at a glance: each call asks.
class CheckedPolicy implements Policy<never> {
  readonly schedule: Schedule;
  readonly attempts: number = ATTEMPTS;
  readonly attemptTimeout: number = Infinity;
  readonly totalTimeout: number = Infinity;
  readonly retryIf: PolicyOptions["retryIf"] = undefined;
  readonly retryResult: PolicyOptions<never>["retryResult"] = undefined;
  readonly delayHint: PolicyOptions<never>["delayHint"] = undefined;
  readonly routes: readonly Route<never>[] | undefined = undefined;
  readonly budget: RetryBudget | undefined = undefined;
  readonly onAttempt: Hooks["onAttempt"] = undefined;
  readonly onRetry: Hooks<never>["onRetry"] = undefined;
  readonly onSuccess: Hooks<never>["onSuccess"] = undefined;
  readonly onGiveUp: Hooks<never>["onGiveUp"] = undefined;
  readonly onLate: Hooks<never>["onLate"] = undefined;

  // Private, so that nothing else passes for a checked policy: neither a copy nor what inherits from one.
  readonly #leavesAlone: boolean;
  readonly #seesFailures: boolean;

  static is(value: unknown): boolean {
    return typeof value === "object" && value !== null && #leavesAlone in value;
  }

  static leavesAlone(policy: Policy<never>): boolean {
    return #leavesAlone in policy && policy.#leavesAlone;
  }

  static seesFailures(policy: Policy<never>): boolean {
    return !(#seesFailures in policy) || policy.#seesFailures;
  }

  // One pass over the keys that are there: a literal is checked at each call, and a look-up by name for every option that there
  // could be took three times as long. Not frozen here, which is as dear as these checks together.
  constructor(options: PolicyOptions<never>) {
    let waits: unknown;
    const own = options?.constructor === Object ? options : ownOptions(options);
    for (const key in own) {
      // Not by `Object.hasOwn`: asked like this, V8 sees that a key of a plain object is its own.
      if (!Object.prototype.hasOwnProperty.call(own, key)) continue;
      const value: unknown = own[key as keyof PolicyOptions];
      switch (key) {
        case "schedule":
          waits = value;
          break;
        case "attempts":
          this.attempts = count(value);
          break;
        case "attemptTimeout":
          this.attemptTimeout = limit(value, key);
          break;
        case "totalTimeout":
          this.totalTimeout = limit(value, key);
          break;
        case "retryIf":
          this.retryIf = callable(value, key);
          break;
        case "retryResult":
          this.retryResult = callable(value, key);
          break;
        case "delayHint":
          this.delayHint = callable(value, key);
          break;
        case "routes":
          this.routes = routes(value);
          break;
        case "budget":
          this.budget = budget(value);
          break;
        case "onAttempt":
          this.onAttempt = callable(value, key);
          break;
        case "onRetry":
          this.onRetry = callable(value, key);
          break;
        case "onSuccess":
          this.onSuccess = callable(value, key);
          break;
        case "onGiveUp":
          this.onGiveUp = callable(value, key);
          break;
        case "onLate":
          this.onLate = callable(value, key);
          break;
        default:
          refused(options);
      }
    }
    // Defaults stand in for undefined alone: null is neither a schedule nor a limit.
    this.schedule = waits === undefined ? standardSchedule() : asSchedule(waits, "schedule");
    this.#leavesAlone =
      this.attemptTimeout === Infinity &&
      this.totalTimeout === Infinity &&
      this.retryResult === undefined &&
      this.budget === undefined &&
      this.onAttempt === undefined &&
      this.onSuccess === undefined;
    this.#seesFailures =
      this.retryIf !== undefined ||
      this.delayHint !== undefined ||
      this.routes !== undefined ||
      this.onRetry !== undefined ||
      this.onGiveUp !== undefined;
  }
}

/** The own options of what is no plain object, such as one that inherits from a policy, in one. */
function ownOptions(options: PolicyOptions<never>): PolicyOptions<never> {
  if (Object.prototype.toString.call(options) !== "[object Object]") refused(options);
  const names = Object.getOwnPropertyNames(options);
  return Object.fromEntries(names.map((name) => [name, options[name as keyof PolicyOptions]]));
}

function count(value: unknown): number {
  if (value === undefined) return ATTEMPTS;
  if (isCount(value)) return value as number;
  throw new InvalidOptionError("attempts", "a whole number ≥ 1, or Infinity", value);
}

const limit = (value: unknown, name: string): number =>
  value === undefined ? Infinity : toLimit(value as Duration, name);

const routes = (value: unknown): readonly Route<never>[] | undefined =>
  value === undefined ? undefined : checkedRoutes(value);

const budget = (value: unknown): RetryBudget | undefined => (value === undefined ? undefined : checkedBudget(value));

function callable<F>(value: unknown, name: string): F | undefined {
  if (value === undefined || typeof value === "function") return value as F | undefined;
  throw new InvalidOptionError(name, "a function", value);
}

/**
 * The options of one call, checked but not frozen: for a run that shows them to nobody who could change them.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 */
export function checkedPolicy<T>(options: PolicyOptions<T> = {}): Policy<T> {
  return CheckedPolicy.is(options) ? (options as Policy<T>) : (new CheckedPolicy(options) as Policy<T>);
}

/** Whether nothing in a checked policy limits, judges or hears of an attempt that succeeds. */
export const leavesAlone = (policy: Policy<never>): boolean => CheckedPolicy.leavesAlone(policy);

/** Whether anything in a policy may see a failure, or the time that it took. */
export const seesFailures = (policy: Policy<never>): boolean => CheckedPolicy.seesFailures(policy);

const standardSchedule = (): Schedule => schedule(exponential("200ms"), cap("30s"), fullJitter);
