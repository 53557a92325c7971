import { InvalidOptionError } from "../core/invalid-option.ts";
import { surroundings, TRACED } from "../engine/env.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { type EnvFor, wrap } from "./wrap.ts";

/**
 * A standard (TC39) decorator that gives a method retry; `this`, arguments and type stay. Also to be called by hand:
 * `retryable({ attempts: 3 })(method)`.
 *
 * @throws InvalidOptionError for options that cannot be used, at once; and for anything but a method
 * @example
 * ```ts
 * import { retryable } from "ostinato";
 *
 * const stock = retryable({ attempts: 3 })(async (sku: string) => sku.length);
 * await stock("A-1"); // => 3
 * ```
 */
export function retryable<T>(
  options?: PolicyOptions<T>,
  env?: EnvFor<any>,
): <F extends (...args: any) => Promise<T>>(method: F, context?: ClassMethodDecoratorContext<any, any>) => F {
  const checked: PolicyOptions<any> = policy(options);
  if (typeof env !== "function") surroundings(env, TRACED);
  return (method, context) => {
    // The older, experimental decorators pass the method's name here.
    if (context === undefined || context?.kind === "method") return wrap(method, checked, env);
    throw new InvalidOptionError("retryable", "a method and its context, as standard decorators pass them", context);
  };
}
