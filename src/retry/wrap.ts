import { InvalidOptionError } from "../core/invalid-option.ts";
import type { AttemptContext } from "../engine/context.ts";
import { type Env, surroundings, TRACED } from "../engine/env.ts";
import { valueOf } from "../engine/loop.ts";
import type { Operation, Run } from "../engine/run.ts";
import { begun } from "../engine/trace.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";

/** Where a wrapped function runs: the same for all calls, or told by the arguments of each. */
export type EnvFor<Args extends readonly unknown[]> = Env | ((...args: Args) => Env | undefined);

/**
 * The same function with retry: arguments, `this`, `name`, `length` and type stay.
 *
 * @param env where it runs, or a function of the arguments that says so, such as for a signal that comes with each call
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { wrap } from "ostinato";
 *
 * const double = wrap(async (value: number) => value * 2, { attempts: 5 });
 * await double(21); // => 42
 * ```
 */
export function wrap<F extends (...args: any) => Promise<unknown>>(
  operation: F,
  options?: PolicyOptions<NoInfer<Awaited<ReturnType<F>>>>,
  env?: EnvFor<Parameters<F>>,
): F {
  const run = runner(operation, options, env);
  const wrapped = function (this: unknown, ...args: Parameters<F>): Promise<unknown> {
    return run(() => Reflect.apply(operation, this, args) as Promise<Awaited<ReturnType<F>>>, args);
  };
  return described(wrapped, operation.name, operation.length) as unknown as F;
}

/**
 * Like `wrap`, for a function that wants to see its attempt: it comes first, before the caller's arguments.
 *
 * @param env where it runs, or a function of the arguments that says so
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { wrapWithAttempt } from "ostinato";
 *
 * const label = wrapWithAttempt(async ({ attempt }, name: string) => `${name} ${attempt}`);
 * await label("attempt"); // => "attempt 1"
 * ```
 */
export function wrapWithAttempt<This, Args extends readonly unknown[], T>(
  operation: (this: This, attempt: AttemptContext, ...args: Args) => T | PromiseLike<T>,
  options?: PolicyOptions<NoInfer<T>>,
  env?: EnvFor<Args>,
): (this: This, ...args: Args) => Promise<T>;
/** The same under a policy that is typed already. */
export function wrapWithAttempt<This, Args extends readonly unknown[], T>(
  operation: (this: This, attempt: AttemptContext, ...args: Args) => T | PromiseLike<T>,
  options: PolicyOptions<T>,
  env?: EnvFor<Args>,
): (this: This, ...args: Args) => Promise<T>;
export function wrapWithAttempt<This, Args extends readonly unknown[], T>(
  operation: (this: This, attempt: AttemptContext, ...args: Args) => T | PromiseLike<T>,
  options?: PolicyOptions<T>,
  env?: EnvFor<Args>,
): (this: This, ...args: Args) => Promise<T> {
  const run = runner<Args, T>(operation, options, env);
  const wrapped = function (this: This, ...args: Args): Promise<T> {
    return run((attempt) => Reflect.apply(operation, this, [attempt, ...args]), args);
  };
  return described(wrapped, operation.name, Math.max(0, operation.length - 1));
}

/** Checks once what every call of a wrapped function shares. */
function runner<Args extends readonly unknown[], T>(
  operation: (...args: never) => unknown,
  options: PolicyOptions<T> | undefined,
  env: EnvFor<Args> | undefined,
): (call: Operation<T>, args: Args) => Promise<T> {
  if (typeof operation !== "function") throw new InvalidOptionError("operation", "a function", operation);
  const checked = policy(options);
  const { name } = operation;
  if (typeof env !== "function") {
    const where = surroundings(env, TRACED);
    return (call) => valueOf(begun(call, checked, where, name));
  }
  return (call, args) => {
    let run: Run<T>;
    try {
      run = begun(call, checked, surroundings(env(...args), TRACED), name);
    } catch (error) {
      return Promise.reject(error);
    }
    return valueOf(run);
  };
}

/** A function under another's name and number of parameters. */
const described = <F extends (...args: never) => unknown>(wrapped: F, name: string, length: number): F =>
  Object.defineProperties(wrapped, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
  });
