import { InvalidOptionError } from "../core/invalid-option.ts";
import { fullJitter } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { type Schedule, schedule } from "../core/schedule.ts";
import { exponential } from "../core/sources.ts";
import { rateLimitReset } from "../http/rate-limit.ts";
import { awsQuota } from "../policy/budget-presets.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import type { Predicate } from "../policy/predicate.ts";
import { isAwsRetryable, isAwsThrottle } from "./aws-errors.ts";

/** Which of AWS's standard modes, and for what. */
export interface AwsStandardOptions {
  /** `"2.0"`, or `"2.1"`, which is the default of the SDKs since November 2026; `"2.0"` unless given, as for `awsQuota`. */
  readonly edition?: "2.0" | "2.1";
  /** Whether it is for DynamoDB, for which edition 2.1, and no other, has figures of its own; it is not, unless `true`. */
  readonly dynamoDB?: boolean;
  /** Which errors are the service's call to slow down; those of the SDK unless given. */
  readonly isThrottle?: Predicate;
}

/**
 * The standard retry mode of the AWS SDKs, each time with a quota of its own: share one policy among the calls to one service.
 *
 * Edition 2.0: 3 attempts, full jitter on 1 s, doubling to 20 s. Edition 2.1: 50 ms instead of 1 s, but 1 s after a
 * throttling error; 25 ms and 4 attempts for DynamoDB; `x-amz-retry-after` can lengthen a delay by up to 5 s. Whatever failed
 * before, all retries of a call count. Source: AWS SDKs and Tools Reference Guide, "Retry behavior".
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { awsStandard } from "ostinato/compat";
 *
 * awsStandard().schedule.name; // => "exponential 1s x2, cap 20s, full jitter"
 * awsStandard({ edition: "2.1" }).schedule.name; // => "exponential 50ms x2, cap 20s, full jitter"
 * ```
 */
export function awsStandard(options: AwsStandardOptions = {}): Policy {
  const read = optionsOf(options, "awsStandard", ["edition", "dynamoDB", "isThrottle"]);
  const edition =
    read<"2.0" | "2.1">("edition", '"2.0" or "2.1"', (value) => value === "2.0" || value === "2.1") ?? "2.0";
  const dynamoDB = read<boolean>("dynamoDB", "true or false", (value) => typeof value === "boolean") ?? false;
  if (dynamoDB && edition === "2.0") throw new InvalidOptionError("dynamoDB", 'edition "2.1" with it', edition);
  const isThrottle = read<Predicate>("isThrottle", "a function", isFunction) ?? isAwsThrottle;
  const shared: PolicyOptions = {
    attempts: dynamoDB ? 4 : 3,
    retryIf: (error) => isThrottle(error) || isAwsRetryable(error),
    budget: awsQuota({ edition, isThrottle }),
  };
  if (edition === "2.0") return policy({ ...shared, schedule: backoff(1_000) });
  const [ordinary, throttled] = [backoff(dynamoDB ? 25 : 50), backoff(1_000)];
  return policy({
    ...shared,
    schedule: ordinary,
    routes: [[isThrottle, { schedule: throttled, delayHint: asked(throttled), counts: "all" }]],
    delayHint: asked(ordinary),
  });
}

const backoff = (base: number): Schedule => schedule(exponential(base), cap("20s"), fullJitter);

/** How far beyond the backoff the SDKs heed the header. */
const BEYOND = 5_000;

/**
 * The SDKs heed `x-amz-retry-after` from the backoff to 5 s beyond it. A hint is not told what the backoff has drawn: what it
 * asks beyond 5 s is a draw of its own, from the same range.
 */
function asked(own: Schedule): NonNullable<PolicyOptions["delayHint"]> {
  const hint = rateLimitReset({ header: "x-amz-retry-after", atMost: Infinity, spread: 0 });
  return (failure, at) => {
    const found = hint(failure, at);
    if (found === undefined) return undefined;
    const delay = Math.min(found.delay, BEYOND);
    return { ...found, delay, spread: Math.min(found.delay - delay, own.bounds(at.progress.attempt).max) };
  };
}
