import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import type { AttemptContext } from "../engine/context.ts";
import { type Env, surroundings } from "../engine/env.ts";
import type { Failure, StopReason } from "../policy/failure.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { retry } from "../retry/retry.ts";
import { type CockatielEvent, type Emitter, emitter } from "./cockatiel-events.ts";

/** What an operation under {@link toCockatiel} is told: plain properties, because cockatiel's `wrap` spreads them. */
export type CockatielContext = Pick<AttemptContext, "signal" | "attempt" | "attempts" | "isLast" | "remaining">;

/** An attempt that failed, as cockatiel tells of it. */
export interface CockatielFailure {
  /** Milliseconds that the attempt took. */
  readonly duration: number;
  /** Whether the failure was worth a retry in the policy's judgement, be there one or not. */
  readonly handled: boolean;
  readonly reason: { readonly error: Error } | { readonly value: unknown };
}

/** An `IPolicy` of cockatiel. */
export interface CockatielPolicy {
  /** For the compiler alone. */
  readonly _altReturn: never;
  /** Told once of a run that succeeded, with the milliseconds that its last attempt took. */
  readonly onSuccess: CockatielEvent<{ readonly duration: number }>;
  /** Told of every attempt that failed. */
  readonly onFailure: CockatielEvent<CockatielFailure>;
  /** Runs an operation under the policy. */
  readonly execute: <T>(
    operation: (context: CockatielContext) => PromiseLike<T> | T,
    signal?: AbortSignal,
  ) => Promise<T>;
}

/**
 * A policy as an `IPolicy` of cockatiel 3 and 4, so that its `wrap` runs it between circuit breakers, bulkheads and timeouts.
 *
 * `execute` is `retry`: it hears the signal in the middle of a wait too, rejects with the signal's reason, and with a
 * `RejectedResultError` where cockatiel would give a rejected result. `attempt` counts from 1.
 *
 * @param env the clock and the draws; a signal in it holds for every call, beside the call's own
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { fixed } from "ostinato";
 * import { toCockatiel } from "ostinato/compat";
 *
 * const patient = toCockatiel({ attempts: 3, schedule: fixed("1ms") });
 * const answer = await patient.execute(({ attempt }) => (attempt < 3 ? Promise.reject(new Error("busy")) : attempt));
 * answer; // => 3
 * ```
 */
export function toCockatiel(options: PolicyOptions = {}, env?: Env): CockatielPolicy {
  const made = policy(options);
  const { signal: own, ...where } = surroundings(env);
  const succeeded = emitter<{ readonly duration: number }>("onSuccess");
  const failed = emitter<CockatielFailure>("onFailure");
  return Object.freeze({
    onSuccess: succeeded.event,
    onFailure: failed.event,
    execute: async <T>(operation: (context: CockatielContext) => PromiseLike<T> | T, signal?: AbortSignal) => {
      if (!isFunction(operation)) throw new InvalidOptionError("operation", "a function", operation);
      const hooked = watched(made, () => where.clock.now(), succeeded, failed);
      const both = own && signal ? AbortSignal.any([own, signal]) : (signal ?? own);
      return retry<T>((attempt) => operation(plainContext(attempt)), hooked, { ...where, signal: both });
    },
  }) as CockatielPolicy;
}

const plainContext = ({ signal, attempt, attempts, isLast, remaining }: AttemptContext): CockatielContext => ({
  signal,
  attempt,
  attempts,
  isLast,
  remaining,
});

/** The reasons to end a run that say nothing against its last failure. */
const SPENT: readonly StopReason[] = ["attempts", "deadline", "hint-too-long", "budget"];

/** The policy for one run, with hooks that tell cockatiel's listeners before the policy's own. */
function watched(
  made: Policy,
  now: () => number,
  succeeded: Emitter<{ readonly duration: number }>,
  failed: Emitter<CockatielFailure>,
): PolicyOptions {
  let startedAt = 0;
  const fail = (failure: Failure, handled: boolean): void => {
    const duration = now() - startedAt;
    const reason = failure.kind === "error" ? { error: failure.error as Error } : { value: failure.value };
    failed.emit(() => ({ duration, handled, reason }));
  };
  return {
    ...made,
    onAttempt: (event) => {
      startedAt = now();
      return made.onAttempt?.(event);
    },
    onRetry: (event) => {
      fail(event.failure, true);
      return made.onRetry?.(event);
    },
    onSuccess: (event) => {
      const duration = now() - startedAt;
      succeeded.emit(() => ({ duration }));
      return made.onSuccess?.(event);
    },
    onGiveUp: (event) => {
      fail(event.failure, SPENT.includes(event.reason));
      return made.onGiveUp?.(event);
    },
  };
}
