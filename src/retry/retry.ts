import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Env, surroundings, TRACED } from "../engine/env.ts";
import { outcomeOf, valueOf } from "../engine/loop.ts";
import type { Operation } from "../engine/run.ts";
import { begun } from "../engine/trace.ts";
import { checkedPolicy } from "../policy/checked-policy.ts";
import type { Outcome } from "../policy/failure.ts";
import type { PolicyOptions } from "../policy/policy.ts";

/**
 * Calls an operation until it succeeds or the policy says stop: *what, how, where*.
 *
 * Resolves with the operation's value, or rejects with the very error it threw last; with a `RejectedResultError` after a
 * rejected result, a `TimeoutError` at a time limit, the signal's reason after an abort, a `PolicyFunctionError` where a
 * function of the policy failed, an `InvalidOptionError` for options that cannot be used.
 *
 * @example
 * ```ts
 * import { fixed, retry } from "ostinato";
 *
 * let calls = 0;
 * const value = await retry(
 *   async () => {
 *     if (++calls < 3) throw new Error("busy");
 *     return "done";
 *   },
 *   { attempts: 5, schedule: fixed("1ms") },
 * );
 * value; // => "done"
 * ```
 */
export function retry<T>(operation: Operation<T>, options?: PolicyOptions<NoInfer<T>>, env?: Env): Promise<T>;
/** The same under a policy that is typed already, for an operation that looks at its attempt. */
export function retry<T>(operation: Operation<T>, options: PolicyOptions<T>, env?: Env): Promise<T>;
export function retry<T>(operation: Operation<T>, options?: PolicyOptions<T>, env?: Env): Promise<T> {
  try {
    return valueOf(checked(operation), checkedPolicy(options), surroundings(env, TRACED));
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * Like `retry`, but resolves with how it ended, for failures too: the value or the error, the reason, attempts and
 * milliseconds. It rejects only for options that cannot be used.
 *
 * @example
 * ```ts
 * import { fixed, settle } from "ostinato";
 *
 * const outcome = await settle(() => Promise.reject(new Error("busy")), { schedule: fixed("1ms") });
 * outcome.ok; // => false
 * outcome.attempts; // => 3
 * ```
 */
export function settle<T>(operation: Operation<T>, options?: PolicyOptions<NoInfer<T>>, env?: Env): Promise<Outcome<T>>;
/** The same under a policy that is typed already, for an operation that looks at its attempt. */
export function settle<T>(operation: Operation<T>, options: PolicyOptions<T>, env?: Env): Promise<Outcome<T>>;
export function settle<T>(operation: Operation<T>, options?: PolicyOptions<T>, env?: Env): Promise<Outcome<T>> {
  try {
    return outcomeOf(begun(checked(operation), checkedPolicy(options), surroundings(env, TRACED)));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** @throws InvalidOptionError for what is no operation */
function checked<T>(operation: Operation<T>): Operation<T> {
  if (typeof operation === "function") return operation;
  throw new InvalidOptionError("operation", "a function", operation);
}
