import { show } from "../core/invalid-option.ts";
import { PolicyFunctionError } from "./errors.ts";
import type { Failure } from "./failure.ts";

/**
 * Asks a function of the policy.
 *
 * @param read turns the answer into what it means, or into undefined where it is useless
 * @throws PolicyFunctionError when the function throws or its answer is useless
 */
export function ask<Answer, Meaning>(
  option: string,
  failure: Failure,
  question: () => Answer,
  read: (answer: Answer) => Meaning | undefined,
  expected: string,
): Meaning {
  let answer: Answer;
  let meaning: Meaning | undefined;
  try {
    answer = question();
    meaning = read(answer);
  } catch (cause) {
    throw thrown(option, failure, cause);
  }
  if (meaning === undefined) throw useless(option, failure, answer, expected);
  return meaning;
}

/** The error for a function of the policy that has thrown. */
export const thrown = (option: string, failure: Failure, cause: unknown): PolicyFunctionError =>
  new PolicyFunctionError(option, "threw", failure, { cause });

/** The error for a function of the policy whose answer means nothing. */
export function useless(option: string, failure: Failure, answer: unknown, expected: string): PolicyFunctionError {
  disown(answer);
  return new PolicyFunctionError(option, `must answer with ${expected}, got ${show(answer)}`, failure);
}

/** Lets go of a useless answer. It may be a promise, at which nobody will look: its rejection must not end the process. */
export function disown(answer: unknown): void {
  // A promise of our own, because Promise.resolve hands a strange one back, and to touch that may throw.
  new Promise((resolve) => resolve(answer)).catch(() => {});
}

/** Reads a verdict. */
export const verdict = (answer: unknown): boolean | undefined => (typeof answer === "boolean" ? answer : undefined);

/** Reads a delay in milliseconds. */
export const delay = (answer: unknown): number | undefined =>
  typeof answer === "number" && answer >= 0 && answer < Infinity ? answer : undefined;
