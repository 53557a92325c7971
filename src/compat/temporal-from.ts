import { cap } from "../core/limits.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { schedule } from "../core/schedule.ts";
import { exponential } from "../core/sources.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { temporalMillis } from "./temporal-duration.ts";
import { temporalVerdict } from "./temporal-errors.ts";

/** Temporal's `RetryPolicy`, as its SDK for TypeScript has it. */
export interface TemporalRetryPolicy {
  /** The first delay: milliseconds, or text such as `"10s"` and `"1 minute"`; 1 s unless given. */
  readonly initialInterval?: number | string;
  /** By how much each delay is longer than the one before, at least 1; 2 unless given. */
  readonly backoffCoefficient?: number;
  /** The longest delay; 100 times the first unless given. */
  readonly maximumInterval?: number | string;
  /** How many attempts in all; no limit unless given, and for 0. */
  readonly maximumAttempts?: number;
  /** Errors of which types, or classes, are not retried. */
  readonly nonRetryableErrorTypes?: string[];
}

const KEYS = [
  "initialInterval",
  "backoffCoefficient",
  "maximumInterval",
  "maximumAttempts",
  "nonRetryableErrorTypes",
] as const;

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["retry", "; hand over what is in it"],
  ["startToCloseTimeout", '; a policy has "attemptTimeout"'],
  ["scheduleToCloseTimeout", '; a policy has "totalTimeout"'],
]);

/**
 * The policy of Temporal's `RetryPolicy`: an activity has no limit of attempts unless one is given.
 *
 * Not retried are an `ApplicationFailure` that says `nonRetryable`, what was cancelled or terminated, and errors whose type
 * is listed; as in Temporal, the type of any other error is the name of its class. Source: Temporal, "Retry Policies".
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { fromTemporal } from "ostinato/compat";
 *
 * const asInTheWorkflow = fromTemporal({ initialInterval: "1 second", maximumAttempts: 5 });
 * asInTheWorkflow.schedule.name; // => "exponential 1s x2, cap 100s"
 * ```
 */
export function fromTemporal(retryPolicy: TemporalRetryPolicy = {}): Policy {
  const read = optionsOf(retryPolicy, "Temporal retry policy", KEYS, FOREIGN);
  const interval = (name: string): number | undefined => {
    const given = read<number | string>(name);
    return given === undefined ? undefined : temporalMillis(given, name);
  };
  const first = interval("initialInterval") ?? 1_000;
  const most = interval("maximumInterval") ?? 100 * first;
  if (most < first)
    throw new InvalidOptionError("maximumInterval", "no less than initialInterval", read("maximumInterval"));
  const factor = read<number>("backoffCoefficient", "a finite number ≥ 1", isFactor) ?? 2;
  const attempts = read<number>("maximumAttempts", "a whole number ≥ 0, or Infinity", isAttempts) ?? 0;
  const types = read<readonly string[]>("nonRetryableErrorTypes", "a list of names", areNames) ?? [];
  return policy({
    schedule: schedule(exponential(first, factor), cap(most)),
    attempts: attempts === 0 ? Infinity : attempts,
    retryIf: temporalVerdict([...types]),
  });
}

const isFactor = (value: unknown): boolean => typeof value === "number" && value >= 1 && value < Infinity;
const isAttempts = (value: unknown): boolean =>
  value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0);
const areNames = (value: unknown): boolean =>
  Array.isArray(value) && Array.from(value).every((each) => typeof each === "string");
