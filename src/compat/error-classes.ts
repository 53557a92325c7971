import { InvalidOptionError } from "../core/invalid-option.ts";
import type { Options } from "../core/options.ts";
import { anyOf, onError, type Predicate } from "../policy/predicate.ts";

/** A class of errors, such as `Error` itself. */
export type ErrorClass = abstract new (...args: never) => unknown;

/**
 * Reads a list of classes as the judgement of whether an error is of one of them; nothing is where it is absent.
 *
 * @throws InvalidOptionError when it is not a list of classes
 */
export function ofClasses(read: Options, name: string): Predicate {
  const given = read<readonly ErrorClass[]>(name, "a list of classes", Array.isArray) ?? [];
  const classes = Array.from(given, (each, index) => asClass(each, `${name}[${index}]`));
  return anyOf(...classes.map((each) => onError(each)));
}

function asClass(value: unknown, option: string): ErrorClass {
  // An arrow function has no prototype, and instanceof would throw in the middle of a run.
  if (typeof value === "function" && typeof value.prototype === "object") return value as unknown as ErrorClass;
  throw new InvalidOptionError(option, "a class", value);
}
