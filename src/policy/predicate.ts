import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import { isInstance } from "../core/property.ts";

/**
 * A judgement of an error: true or false, at once. The combinators hand any other answer on, such as a promise, so that the
 * policy refuses it instead of taking it for true.
 */
export type Predicate = (error: unknown) => boolean;

/**
 * Errors of a class, and of those the ones that `also` accepts.
 *
 * @throws InvalidOptionError for what is no class, and for an `also` that is no function
 * @example
 * ```ts
 * import { onError } from "ostinato";
 *
 * onError(RangeError, (error) => error.message !== "")(new RangeError("too far")); // => true
 * ```
 */
export function onError<E>(type: abstract new (...args: never) => E, also?: (error: E) => boolean): Predicate {
  if (!isClass(type)) throw new InvalidOptionError("type", "a class of errors", type);
  if (also !== undefined) checked("also", also);
  return (error) => isInstance(error, type) && (also === undefined || also(error));
}

/**
 * What at least one predicate accepts.
 *
 * @throws InvalidOptionError for a predicate that is no function
 * @example
 * ```ts
 * import { anyOf, onError } from "ostinato";
 *
 * anyOf(onError(RangeError), onError(TypeError))(new TypeError()); // => true
 * ```
 */
export const anyOf = (...predicates: readonly Predicate[]): Predicate => firstBut(false, predicates, "anyOf");

/**
 * What every predicate accepts.
 *
 * @throws InvalidOptionError for a predicate that is no function
 * @example
 * ```ts
 * import { allOf, not, onError } from "ostinato";
 *
 * allOf(onError(Error), not(onError(RangeError)))(new RangeError()); // => false
 * ```
 */
export const allOf = (...predicates: readonly Predicate[]): Predicate => firstBut(true, predicates, "allOf");

/** The first verdict but the usual one, and that one where there is no other. */
function firstBut(usual: boolean, predicates: readonly Predicate[], option: string): Predicate {
  predicates.forEach((predicate) => checked(option, predicate));
  return (error) => {
    for (const accepts of predicates) {
      const verdict = accepts(error);
      if (verdict !== usual) return verdict;
    }
    return usual;
  };
}

/**
 * What a predicate does not accept.
 *
 * @throws InvalidOptionError for a predicate that is no function
 * @example
 * ```ts
 * import { not, onError } from "ostinato";
 *
 * not(onError(TypeError))(new Error()); // => true
 * ```
 */
export const not = (predicate: Predicate): Predicate => {
  checked("not", predicate);
  return (error) => {
    const verdict = predicate(error);
    return typeof verdict === "boolean" ? !verdict : verdict;
  };
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

function checked(option: string, predicate: unknown): void {
  if (!isFunction(predicate)) throw new InvalidOptionError(option, "a function", predicate);
}

/** Whether `instanceof` can ask it: an arrow function, for one, it cannot. */
function isClass(type: unknown): boolean {
  try {
    return Object.create(null) instanceof (type as typeof Error) || true;
  } catch {
    return false;
  }
}

const MISTAKES = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError] as const;
