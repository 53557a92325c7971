/**
 * A judgement of an error: true or false, at once. The combinators hand any other answer on, such as a promise, so that the
 * policy refuses it instead of taking it for true.
 */
export type Predicate = (error: unknown) => boolean;

/**
 * Errors of a class, and of those the ones that `also` accepts.
 *
 * @example
 * ```ts
 * import { onError } from "ostinato";
 *
 * onError(RangeError, (error) => error.message !== "")(new RangeError("too far")); // => true
 * ```
 */
export function onError<E>(type: abstract new (...args: never) => E, also?: (error: E) => boolean): Predicate {
  return (error) => error instanceof type && (also === undefined || also(error));
}

/**
 * What at least one predicate accepts.
 *
 * @example
 * ```ts
 * import { anyOf, onError } from "ostinato";
 *
 * anyOf(onError(RangeError), onError(TypeError))(new TypeError()); // => true
 * ```
 */
export const anyOf =
  (...predicates: readonly Predicate[]): Predicate =>
  (error) => {
    for (const accepts of predicates) {
      const verdict: unknown = accepts(error);
      if (verdict !== false) return verdict as boolean;
    }
    return false;
  };

/**
 * What every predicate accepts.
 *
 * @example
 * ```ts
 * import { allOf, not, onError } from "ostinato";
 *
 * allOf(onError(Error), not(onError(RangeError)))(new RangeError()); // => false
 * ```
 */
export const allOf =
  (...predicates: readonly Predicate[]): Predicate =>
  (error) => {
    for (const accepts of predicates) {
      const verdict: unknown = accepts(error);
      if (verdict !== true) return verdict as boolean;
    }
    return true;
  };

/**
 * What a predicate does not accept.
 *
 * @example
 * ```ts
 * import { not, onError } from "ostinato";
 *
 * not(onError(TypeError))(new Error()); // => true
 * ```
 */
export const not =
  (predicate: Predicate): Predicate =>
  (error) => {
    const verdict = predicate(error);
    return typeof verdict === "boolean" ? !verdict : verdict;
  };

/**
 * Mistakes in the program itself, which no retry can mend: `TypeError`, `RangeError`, `ReferenceError`, `SyntaxError`,
 * `EvalError` and `URIError`. Note that a failed `fetch` is a `TypeError` too.
 *
 * @example
 * ```ts
 * import { not, policy, programmerErrors } from "ostinato";
 *
 * policy({ retryIf: not(programmerErrors()) }).attempts; // => 3
 * ```
 */
export const programmerErrors = (): Predicate => anyOf(...MISTAKES.map((type) => onError(type)));

const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError] as const;
