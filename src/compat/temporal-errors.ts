import { property } from "../core/property.ts";
import type { Predicate } from "../policy/predicate.ts";

const TYPES = Symbol("non-retryable error types");

/** Which failures Temporal never retries, whatever the policy says. */
const FINAL: readonly unknown[] = ["CancelledFailure", "TerminatedFailure"];
/** Which of its failures say themselves whether to retry. */
const OUTSPOKEN: readonly unknown[] = ["ApplicationFailure", "ServerFailure"];

/** Whether Temporal would retry an error, given the types that it must not; the types can be found in it again. */
export function temporalVerdict(types: readonly string[]): Predicate {
  const isWorth = (error: unknown): boolean => {
    const name = property(error, "name");
    if (FINAL.includes(name)) return false;
    if (OUTSPOKEN.includes(name) && property(error, "nonRetryable") === true) return false;
    return !(types as readonly unknown[]).includes(typeOf(error, name));
  };
  return Object.defineProperty(isWorth, TYPES, { value: types });
}

/** The types that such a verdict was made from; undefined for any other function. */
export const typesIn = (predicate: object): readonly string[] | undefined =>
  (predicate as { [TYPES]?: readonly string[] })[TYPES];

/** Temporal's type of an error: what an `ApplicationFailure` says, else the name of its class. */
const typeOf = (error: unknown, name: unknown): unknown =>
  name === "ApplicationFailure" ? property(error, "type") : (property(property(error, "constructor"), "name") ?? name);
