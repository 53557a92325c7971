import type { AbortError, Options, RetryContext } from "p-retry";
import { formatMillis, plain } from "../core/duration.ts";
import { equalJitter } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { isInstance } from "../core/property.ts";
import { type Schedule, schedule } from "../core/schedule.ts";
import { steady } from "../core/shape.ts";
import { exponential } from "../core/sources.ts";
import { isNetworkError } from "../http/network-error.ts";
import { type Policy, policy } from "../policy/policy.ts";

/** The options of p-retry that a policy can keep. */
export type PRetryLimits = Pick<
  Options,
  "retries" | "factor" | "minTimeout" | "maxTimeout" | "randomize" | "maxRetryTime"
> & {
  /** Whether an error is worth another attempt; asked at once, so it may not be a promise's answer. */
  readonly shouldRetry?: ((context: Omit<RetryContext, "retryDelay">) => boolean) | undefined;
};

const KEYS = ["retries", "factor", "minTimeout", "maxTimeout", "randomize", "maxRetryTime", "shouldRetry"] as const;

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ...["signal", "unref"].map((name) => [name, "; it belongs in the third argument of retry"] as const),
  ["onFailedAttempt", '; the hooks "onRetry" and "onGiveUp" are told of failures'],
  ["shouldConsumeRetry", "; every failure counts as an attempt"],
  ["forever", '; write "retries: Infinity"'],
]);

/** @throws InvalidOptionError for an option that a policy cannot keep, or that cannot be used */
export function policyFrom(options: PRetryLimits, Marked: typeof AbortError): Policy {
  const read = optionsOf(options, "p-retry options", KEYS, FOREIGN);
  const retries = read<number>("retries", "a whole number ≥ 0, or Infinity", isCount) ?? 10;
  const least = read<number>("minTimeout", "finite milliseconds ≥ 0", isFinitePositive) ?? 1_000;
  const factor = read<number>("factor", "a finite number ≥ 0", isFinitePositive) ?? 2;
  const most = read<number>("maxTimeout", "milliseconds ≥ 0, or Infinity", isPositive) ?? Infinity;
  const time = read<number>("maxRetryTime", "milliseconds ≥ 0, or Infinity", isPositive) ?? Infinity;
  const randomize = read<boolean>("randomize", "true or false", (value) => typeof value === "boolean") ?? false;
  const shouldRetry = read<PRetryLimits["shouldRetry"] & {}>("shouldRetry", "a function", isFunction);
  // The double, halved by the jitter; the cap comes last, so that it narrows the draw and does not gather it.
  const grown = growing(randomize ? Math.min(2 * least, Number.MAX_VALUE) : least, factor);
  return policy({
    schedule: schedule(grown, ...(randomize ? [equalJitter] : []), cap(most)),
    // Without any time there is one call, and not none.
    attempts: time === 0 ? 1 : retries + 1,
    totalTimeout: time === 0 ? Infinity : time,
    retryIf: (error, { attempt }) => {
      if (!isInstance(error, Error) || isInstance(error, Marked)) return false;
      if (isInstance(error, TypeError) && !isNetworkError(error)) return false;
      const retriesConsumed = attempt - 1;
      const context = { error, attemptNumber: attempt, retriesLeft: retries - retriesConsumed, retriesConsumed };
      return shouldRetry === undefined || shouldRetry(Object.freeze(context));
    },
  });
}

function growing(base: number, factor: number): Schedule {
  if (factor === 0) return exponential(base, 1);
  if (factor >= 1) return exponential(base, factor);
  // Delays that shrink have no notation of the house.
  const name = `p-retry ${formatMillis(base)} x${plain(factor)}`;
  return steady(name, (retry) => Math.round(base * factor ** (retry - 1)));
}

const isPositive = (value: unknown): boolean => typeof value === "number" && value >= 0;
const isFinitePositive = (value: unknown): boolean => isPositive(value) && Number.isFinite(value);
const isCount = (value: unknown): boolean => isPositive(value) && (value === Infinity || Number.isSafeInteger(value));
