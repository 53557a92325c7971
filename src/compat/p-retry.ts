/**
 * A drop-in for p-retry 7 to 9 that does as the installed p-retry does, but for what is unsafe; and the ways from its
 * options to a policy and back.
 *
 * @module ostinato/p-retry
 */
import genuine, { AbortError, type Options } from "p-retry";
import type { Env } from "../engine/env.ts";
import type { Policy, PolicyOptions } from "../policy/policy.ts";
import { type PRetryLimits, policyFrom } from "./p-retry-from.ts";
import { retried } from "./p-retry-loop.ts";
import { type Peer, peerOf } from "./p-retry-peer.ts";
import type { PRetryOptions } from "./p-retry-settings.ts";
import { optionsFrom } from "./p-retry-to.ts";

export { AbortError, type Options, type RetryContext } from "p-retry";
export type { PRetryLimits } from "./p-retry-from.ts";
export type { PRetryOptions } from "./p-retry-settings.ts";

const peer: Peer = /* @__PURE__ */ peerOf(genuine, AbortError);

/**
 * Calls a function until it succeeds, with p-retry's options, callbacks and messages: those of the installed version.
 *
 * Rejects as p-retry does: with the last error, with the error inside an `AbortError`, with the signal's reason, with what a
 * callback threw, with a `TypeError` for an option that cannot be used.
 *
 * @example
 * ```ts
 * import pRetry from "ostinato/p-retry";
 *
 * const value = await pRetry(
 *   (attemptNumber) => {
 *     if (attemptNumber < 3) throw new Error("busy");
 *     return "done";
 *   },
 *   { retries: 5, minTimeout: 1 },
 * );
 * value; // => "done"
 * ```
 */
export default function pRetry<T>(
  input: (attemptNumber: number) => PromiseLike<T> | T,
  options?: PRetryOptions,
): Promise<T> {
  return retried(peer, input, options);
}

/**
 * The same function with retry, under p-retry's options; arguments and `this` stay.
 *
 * @example
 * ```ts
 * import { makeRetriable } from "ostinato/p-retry";
 *
 * const double = makeRetriable(async (value: number) => value * 2, { retries: 5 });
 * await double(21); // => 42
 * ```
 */
export function makeRetriable<Arguments extends readonly unknown[], Result, This = unknown>(
  function_: (this: This, ...arguments_: Arguments) => PromiseLike<Result> | Result,
  options?: PRetryOptions,
): (this: This, ...arguments_: Arguments) => Promise<Result> {
  return function (this: This, ...arguments_: Arguments) {
    return pRetry(() => Reflect.apply(function_, this, arguments_), options);
  };
}

/**
 * A policy with the delays and limits of p-retry's options, and its judgement of errors.
 *
 * With `randomize` the delay is drawn from between the delay and its double, both capped; p-retry caps after the draw.
 * `maxRetryTime` becomes `totalTimeout`, which also ends an attempt that is under way.
 *
 * @throws InvalidOptionError for an option that a policy cannot keep (`onFailedAttempt`, `shouldConsumeRetry`, `signal`,
 * `unref`), or that cannot be used
 * @example
 * ```ts
 * import { fromPRetry } from "ostinato/p-retry";
 *
 * const asBefore = fromPRetry({ retries: 4, minTimeout: 250, maxTimeout: 5_000, randomize: true });
 * asBefore.attempts; // => 5
 * asBefore.schedule.name; // => "exponential 500ms x2, equal jitter, cap 5s"
 * ```
 */
export function fromPRetry(options: PRetryLimits = {}): Policy {
  return policyFrom(options, AbortError);
}

/**
 * Options for p-retry under which it tries again when and as late as the policy says: its `shouldRetry` decides and waits.
 *
 * @param env the clock and the draws to wait by, and the signal, which goes into the options
 * @throws InvalidOptionError for a policy with something that p-retry has no place for: `attemptTimeout`, `retryResult`,
 * `routes`, `budget`, a hook, or a schedule that looks at the delay before
 * @example
 * ```ts
 * import pRetry from "p-retry";
 * import { fixed } from "ostinato";
 * import { toPRetry } from "ostinato/p-retry";
 *
 * let calls = 0;
 * const failing = () => Promise.reject(new Error(`failure ${++calls}`));
 * const run = pRetry(failing, toPRetry({ attempts: 3, schedule: fixed("1ms") }));
 * await run.catch((error) => error.message); // => "failure 3"
 * ```
 */
export function toPRetry(options: PolicyOptions<never> = {}, env?: Env): Options {
  return optionsFrom(options, env);
}
