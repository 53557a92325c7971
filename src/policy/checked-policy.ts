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

  // One pass over the keys that are there, into variables: a literal is checked at each call, and a look-up by name for every
  // option that there could be took three times as long. Not frozen here, which is as dear as these checks together.
  constructor(options: PolicyOptions<never>) {
    let waits: unknown;
    let attempts: unknown;
    let attemptTimeout: unknown;
    let totalTimeout: unknown;
    let retryIf: unknown;
    let retryResult: unknown;
    let delayHint: unknown;
    let routes: unknown;
    let budget: unknown;
    let onAttempt: unknown;
    let onRetry: unknown;
    let onSuccess: unknown;
    let onGiveUp: unknown;
    let onLate: unknown;
    if (Object.prototype.toString.call(options) !== "[object Object]") refused(options);
    for (const key of Object.getOwnPropertyNames(options)) {
      const value: unknown = options[key as keyof PolicyOptions];
      switch (key) {
        case "schedule":
          waits = value;
          break;
        case "attempts":
          attempts = value;
          break;
        case "attemptTimeout":
          attemptTimeout = value;
          break;
        case "totalTimeout":
          totalTimeout = value;
          break;
        case "retryIf":
          retryIf = value;
          break;
        case "retryResult":
          retryResult = value;
          break;
        case "delayHint":
          delayHint = value;
          break;
        case "routes":
          routes = value;
          break;
        case "budget":
          budget = value;
          break;
        case "onAttempt":
          onAttempt = value;
          break;
        case "onRetry":
          onRetry = value;
          break;
        case "onSuccess":
          onSuccess = value;
          break;
        case "onGiveUp":
          onGiveUp = value;
          break;
        case "onLate":
          onLate = value;
          break;
        default:
          refused(options);
      }
    }
    // Defaults stand in for undefined alone: null is neither a schedule nor a limit.
    this.schedule = waits === undefined ? standardSchedule() : asSchedule(waits, "schedule");
    if (attempts !== undefined && !isCount(attempts))
      throw new InvalidOptionError("attempts", "a whole number ≥ 1, or Infinity", attempts);
    this.attempts = (attempts as number | undefined) ?? 3;
    this.attemptTimeout = limit(attemptTimeout, "attemptTimeout");
    this.totalTimeout = limit(totalTimeout, "totalTimeout");
    this.retryIf = callable(retryIf, "retryIf");
    this.retryResult = callable(retryResult, "retryResult");
    this.delayHint = callable(delayHint, "delayHint");
    this.routes = routes === undefined ? undefined : checkedRoutes(routes);
    this.budget = budget === undefined ? undefined : checkedBudget(budget);
    this.onAttempt = callable(onAttempt, "onAttempt");
    this.onRetry = callable(onRetry, "onRetry");
    this.onSuccess = callable(onSuccess, "onSuccess");
    this.onGiveUp = callable(onGiveUp, "onGiveUp");
    this.onLate = callable(onLate, "onLate");
  }
}

const limit = (value: unknown, name: string): number =>
  value === undefined ? Infinity : toLimit(value as Duration, name);

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

const standardSchedule = (): Schedule => schedule(exponential("200ms"), cap("30s"), fullJitter);
