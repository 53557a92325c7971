import { fullJitter } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { type Options, optionsOf } from "../core/options.ts";
import { type Schedule, schedule } from "../core/schedule.ts";
import { exponential, fixed } from "../core/sources.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { allOf, not } from "../policy/predicate.ts";
import { inMillis, isSeconds, retries, seconds } from "./celery-figures.ts";
import { type ErrorClass, ofClasses } from "./error-classes.ts";
import { wholeSecondJitter } from "./whole-seconds.ts";

/** The options by which a Celery task is retried, under Celery's names; times in seconds, and null for Python's `None`. */
export interface CeleryOptions {
  /** Which errors are retried; none unless given. */
  readonly autoretry_for?: readonly ErrorClass[];
  /** Which are not, even so. */
  readonly dont_autoretry_for?: readonly ErrorClass[];
  /** Whether the delay doubles, from 1 s or from this; it does not, unless given. */
  readonly retry_backoff?: boolean | number;
  /** The longest delay of the backoff; 600 unless given. */
  readonly retry_backoff_max?: number;
  /** Whether the delay is drawn from 0 up to itself; with a backoff it is, unless `false`. */
  readonly retry_jitter?: boolean;
  /** How many retries; 3 unless given, null for no limit. */
  readonly max_retries?: number | null;
  /** The delay where there is no backoff; 180 unless given. */
  readonly default_retry_delay?: number;
  /** What goes before `max_retries` and `default_retry_delay`. */
  readonly retry_kwargs?: { readonly max_retries?: number | null; readonly countdown?: number };
}

/** How close to Celery. */
export interface CeleryFidelity {
  /** Whether the figures are Celery's own to the second; they are not, unless `true`. */
  readonly exact?: boolean;
}

const KEYS = [
  "autoretry_for",
  "dont_autoretry_for",
  "retry_backoff",
  "retry_backoff_max",
  "retry_jitter",
  "max_retries",
  "default_retry_delay",
  "retry_kwargs",
] as const;

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["soft_time_limit", '; a policy has "attemptTimeout"'],
  ["time_limit", '; a policy has "attemptTimeout"'],
  ["countdown", '; it belongs in "retry_kwargs"'],
  ["bind", "; an operation is told of its attempt without it"],
]);

/**
 * The policy of a Celery task, from the options in its decorator. `max_retries: 5` is 6 attempts.
 *
 * As in Celery, a backoff goes before `retry_kwargs.countdown`, and that before `default_retry_delay`; an error that
 * `autoretry_for` does not name is not retried. What is a quirk is mended: fractions of a second count, a jitter draws
 * from all milliseconds, and `retry_jitter: true` holds for fixed delays too. With `exact: true` the backoff has Celery's
 * whole seconds, at least 1, and jitters nothing else. Sources: Celery 5.6, `app/autoretry.py` and `utils/time.py`.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { fromCelery } from "ostinato/compat";
 *
 * const asInPython = fromCelery({ autoretry_for: [Error], retry_backoff: true, max_retries: 5 });
 * asInPython.attempts; // => 6
 * asInPython.schedule.name; // => "exponential 1s x2, cap 10m, full jitter"
 * ```
 */
export function fromCelery(options: CeleryOptions, fidelity: CeleryFidelity = {}): Policy {
  const read = optionsOf(options, "Celery options", KEYS, FOREIGN);
  // Defaults stand in for undefined alone: null is no dictionary.
  const [given = {}] = [read<object>("retry_kwargs")];
  const kwargs = optionsOf(given, "retry_kwargs", ["max_retries", "countdown"]);
  // None in the call of retry() means the task's own value, as if it were absent.
  const called = kwargs("max_retries") === null ? undefined : retries(kwargs, "max_retries");
  const limit = retries(read, "max_retries") ?? 3;
  return policy({
    schedule: scheduleFrom(read, seconds(kwargs, "countdown"), isExact(fidelity)),
    attempts: (called ?? limit) + 1,
    retryIf: allOf(ofClasses(read, "autoretry_for"), not(ofClasses(read, "dont_autoretry_for"))),
  });
}

function scheduleFrom(read: Options, countdown: number | undefined, exact: boolean): Schedule {
  const backoff = Number(read<boolean | number>("retry_backoff", "true, false or finite seconds ≥ 0", isBackoff) ?? 0);
  const most = seconds(read, "retry_backoff_max") ?? 600_000;
  const jitter = read<boolean>("retry_jitter", "true or false", isBoolean);
  const delay = seconds(read, "default_retry_delay") ?? 180_000;
  if (backoff > 0) return (exact ? wholeSeconds : growing)(backoff, most, jitter);
  return schedule(fixed(countdown ?? delay), ...(jitter === true && !exact ? [fullJitter] : []));
}

const growing = (factor: number, most: number, jitter = true): Schedule =>
  schedule(exponential(inMillis(factor)), cap(most), ...(jitter ? [fullJitter] : []));

/** Celery casts the factor by `int(max(1.0, factor))`, and the longest delay by `int()`. */
function wholeSeconds(factor: number, most: number, jitter = true): Schedule {
  const base = Math.trunc(Math.max(1, factor)) * 1_000;
  return schedule(exponential(base), cap(Math.trunc(most / 1_000) * 1_000), ...(jitter ? [wholeSecondJitter] : []));
}

/** @throws InvalidOptionError when it is not known how close the figures are to be */
export function isExact(fidelity: CeleryFidelity): boolean {
  return optionsOf(fidelity, "fidelity", ["exact"])<boolean>("exact", "true or false", isBoolean) ?? false;
}

const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const isBackoff = (value: unknown): boolean => isBoolean(value) || isSeconds(value);
