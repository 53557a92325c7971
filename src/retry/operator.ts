import { type MonoTypeOperatorFunction, Observable, Subscriber } from "rxjs";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { onAbort } from "../engine/abort.ts";
import { type Env, surroundings, TRACED } from "../engine/env.ts";
import { outcomeOf } from "../engine/loop.ts";
import { type Operation, Run } from "../engine/run.ts";
import { begun } from "../engine/trace.ts";
import type { RetryEvent, RunEvent, SuccessEvent } from "../policy/events.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { resubscribed } from "./resubscribe.ts";

/** A policy for a stream. Values are not judged, so there is no `retryResult`. */
export interface RetryBackoffOptions<in T = unknown> extends Omit<PolicyOptions<T>, "retryResult"> {
  /** Whether the first value of an attempt begins everything anew: attempts, delays, deadline; it does not unless `true`. */
  readonly resetOnSuccess?: boolean | undefined;
}

/**
 * Subscribes to a source again after it has failed, as a policy says: each subscription is an attempt, and each subscriber
 * has a run of its own.
 *
 * `attemptTimeout` and `totalTimeout` bound the silence before the first value or the completion of an attempt. The stream
 * ends with the source's last error, a `TimeoutError`, or the reason of the signal.
 *
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { defer, lastValueFrom } from "rxjs";
 * import { fixed } from "ostinato";
 * import { retryBackoff } from "ostinato/rxjs";
 *
 * let calls = 0;
 * const flaky = defer(async () => {
 *   if (++calls < 3) throw new Error("busy");
 *   return calls;
 * });
 * await lastValueFrom(flaky.pipe(retryBackoff({ schedule: fixed("1ms") }))); // => 3
 * ```
 */
export function retryBackoff<T>(options: RetryBackoffOptions<T> = {}, env?: Env): MonoTypeOperatorFunction<T> {
  const [checked, resets] = streamPolicy(options);
  const where = surroundings(env);
  return (source) =>
    new Observable((subscriber) => {
      const run = new Run<T>(UNCALLED, checked, where, "the source");
      resubscribed({ source, run, resets, subscriber, ear: (observer) => new Subscriber(observer) });
    });
}

/** Stands in the place of the operation: a source is subscribed to, and never called. */
const UNCALLED: Operation<never> = /* @__PURE__ */ Promise.reject.bind(Promise);

function streamPolicy<T>(options: RetryBackoffOptions<T>): [policy: ReturnType<typeof policy<T>>, resets: boolean] {
  // Copied first: own properties only, so that a polluted prototype says nothing.
  const own: PolicyOptions<T> & RetryBackoffOptions<T> = Object.assign(Object.create(null), options);
  const { resetOnSuccess = false, retryResult, ...rest } = own;
  if (retryResult !== undefined)
    throw new InvalidOptionError("retryResult", "left out, for the values of a stream are not judged", retryResult);
  if (typeof resetOnSuccess !== "boolean")
    throw new InvalidOptionError("resetOnSuccess", "true or false", resetOnSuccess);
  // What is no object of options, such as a list or a signal, has no keys to be refused by; as itself it is.
  const isPlain = Object.prototype.toString.call(options) === "[object Object]";
  return [policy<T>(isPlain ? rest : options), resetOnSuccess];
}

/** What a run tells, in order; the last event carries the value. */
export type PolicyEvent<T> =
  | ({ readonly kind: "attempt" } & RunEvent)
  | ({ readonly kind: "retry" } & RetryEvent<T>)
  | ({ readonly kind: "value" } & SuccessEvent<T>);

/**
 * A run as a stream of what happens: every attempt, every retry, at last the value; or the run's error. Each subscription
 * is a run, and to unsubscribe aborts it.
 *
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { lastValueFrom, map, toArray } from "rxjs";
 * import { fromPolicy } from "ostinato/rxjs";
 *
 * const events = fromPolicy(async () => "done", { attempts: 3 });
 * await lastValueFrom(events.pipe(map(({ kind }) => kind), toArray())); // => ["attempt", "value"]
 * ```
 */
export function fromPolicy<T>(
  operation: Operation<T>,
  options?: PolicyOptions<NoInfer<T>>,
  env?: Env,
): Observable<PolicyEvent<T>> {
  if (typeof operation !== "function") throw new InvalidOptionError("operation", "a function", operation);
  const checked = policy<T>(options);
  const where = surroundings(env, TRACED);
  const { signal } = where;
  return new Observable((subscriber) => {
    const leaving = new AbortController();
    const release = signal === undefined ? () => {} : onAbort(signal, () => leaving.abort(signal.reason));
    if (signal?.aborted) leaving.abort(signal.reason);
    // Before the run begins: who takes one event only leaves while it is told.
    subscriber.add(() => {
      release();
      leaving.abort(new DOMException("Unsubscribed", "AbortError"));
    });
    const told =
      <Event extends object>(hook: ((event: Event) => void) | undefined, kind: string) =>
      (event: Event) => {
        subscriber.next({ kind, ...event } as unknown as PolicyEvent<T>);
        return hook?.(event);
      };
    const watched = policy<T>({
      ...checked,
      onAttempt: told(checked.onAttempt, "attempt"),
      onRetry: told(checked.onRetry, "retry"),
      onSuccess: told(checked.onSuccess, "value"),
    });
    void outcomeOf(begun(operation, watched, { ...where, signal: leaving.signal })).then(
      (outcome) => (outcome.ok ? subscriber.complete() : subscriber.error(outcome.error)),
      (error: unknown) => subscriber.error(error),
    );
  });
}
