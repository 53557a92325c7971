import { InvalidOptionError } from "../core/invalid-option.ts";
import { appliedValueOf, type Wrapped } from "../engine/application.ts";
import type { AttemptContext } from "../engine/context.ts";
import { type Env, type Surroundings, surroundings, TRACED } from "../engine/env.ts";
import { valueOf } from "../engine/loop.ts";
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
  type T = Awaited<ReturnType<F>>;
  const wrapped = checkedOnce<T>(operation as (...args: any) => Promise<T>, options);
  const value = under<Parameters<F>, unknown>(env, (where, self, args) => appliedValueOf(wrapped, where, self, args));
  return described(value, operation.name, operation.length) as unknown as F;
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
  const { policy: checked, name } = checkedOnce(operation, options);
  const value = under<Args, T>(env, (where, self, args) =>
    valueOf((attempt) => Reflect.apply(operation, self as This, [attempt, ...args]), checked, where, name),
  );
  return described(value, name, Math.max(0, operation.length - 1));
}

/** What every call of a wrapped function shares. */
function checkedOnce<T>(operation: Wrapped<T>["operation"], options: PolicyOptions<T> | undefined): Wrapped<T> {
  if (typeof operation !== "function") throw new InvalidOptionError("operation", "a function", operation);
  return { operation, policy: policy(options), name: operation.name };
}

/** A function that runs where it is told. */
function under<Args extends readonly unknown[], T>(
  env: EnvFor<Args> | undefined,
  value: (where: Surroundings, self: unknown, args: Args) => Promise<T>,
): (this: unknown, ...args: Args) => Promise<T> {
  if (typeof env !== "function") {
    const where = surroundings(env, TRACED);
    return function (this: unknown, ...args) {
      return value(where, this, args);
    };
  }
  return function (this: unknown, ...args) {
    try {
      return value(surroundings(env(...args), TRACED), this, args);
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

/** A function under another's name and number of parameters. */
const described = <F extends (...args: never) => unknown>(wrapped: F, name: string, length: number): F =>
  Object.defineProperties(wrapped, {
    name: { value: name, configurable: true },
    length: { value: length, configurable: true },
  });
