import { cap } from "../core/limits.ts";
import { type Options, optionsOf } from "../core/options.ts";
import { type Schedule, schedule } from "../core/schedule.ts";
import { linear } from "../core/sources.ts";
import { isNetworkError } from "../http/network-error.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { anyOf } from "../policy/predicate.ts";
import { type CeleryFidelity, isExact } from "./celery.ts";
import { retries, seconds } from "./celery-figures.ts";
import { type ErrorClass, ofClasses } from "./error-classes.ts";

/** Celery's `retry_policy`, by which a message is sent; times in seconds, and null for Python's `None`. */
export interface CeleryRetryPolicy {
  /** How many retries; 3 unless given, null for no limit. */
  readonly max_retries?: number | null;
  /** The delay before the first retry; 0 unless given. */
  readonly interval_start?: number;
  /** How much longer each further delay is; 0.2 unless given. */
  readonly interval_step?: number;
  /** The longest delay; 1 unless given. */
  readonly interval_max?: number;
  /** Which errors are retried beside those of the connection; none unless given. */
  readonly retry_errors?: readonly ErrorClass[] | null;
  /** How long to go on; without end unless given, and for 0. */
  readonly timeout?: number | null;
}

const KEYS = ["max_retries", "interval_start", "interval_step", "interval_max", "retry_errors", "timeout"] as const;

/**
 * The policy by which Celery sends messages, from a `retry_policy`: delays that grow by a step, for network errors.
 *
 * kombu, which does it for Celery, lets delays grow up to `interval_max + interval_start`; here the longest is
 * `interval_max`, as documented, and with `exact: true` what kombu waits. `timeout` becomes `totalTimeout`, which also ends
 * an attempt that is under way. Sources: Celery 5.6, `task_publish_retry_policy`; kombu 5.6, `utils/functional.py`.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { fromCeleryPublish } from "ostinato/compat";
 *
 * const sending = fromCeleryPublish({ max_retries: 3, interval_start: 3, interval_step: 1, interval_max: 6 });
 * sending.attempts; // => 4
 * sending.schedule.name; // => "linear 3s +1s, cap 6s"
 * ```
 */
export function fromCeleryPublish(retryPolicy: CeleryRetryPolicy = {}, fidelity: CeleryFidelity = {}): Policy {
  const read = optionsOf(retryPolicy, "Celery retry policy", KEYS);
  const orNone: Options = (name, ...check) => (read(name) === null ? undefined : read(name, ...check));
  const start = seconds(read, "interval_start") ?? 0;
  const step = seconds(read, "interval_step") ?? 200;
  const most = seconds(read, "interval_max") ?? 1_000;
  const timeout = seconds(orNone, "timeout") ?? 0;
  return policy({
    schedule: isExact(fidelity) ? asKombu(start, step, most) : schedule(linear(start, step), cap(most)),
    attempts: (retries(read, "max_retries") ?? 3) + 1,
    totalTimeout: timeout === 0 ? Infinity : timeout,
    retryIf: anyOf(isNetworkError, ofClasses(orNone, "retry_errors")),
  });
}

/** The delays of kombu's `fxrange`: they end below the stop, which is the start too high, and a stop of 0 is none. */
function asKombu(start: number, step: number, most: number): Schedule {
  if (start + most === 0) return linear(start, step);
  return schedule(linear(start, step), cap(start + stepsBelow(start, step, most) * step));
}

const MOST_STEPS = 10_000;

/** How many steps kombu takes; one by one, because its sums of seconds are those of floating-point numbers. */
function stepsBelow(start: number, step: number, most: number): number {
  if (step === 0 || most / step > MOST_STEPS) return step === 0 ? 0 : Math.floor(most / step);
  const [first, more] = [start / 1_000, step / 1_000];
  const stop = most / 1_000 + first;
  let steps = 0;
  for (let next = first + more; next <= stop; next += more) steps += 1;
  return steps;
}
