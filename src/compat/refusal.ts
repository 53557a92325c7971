import { InvalidOptionError } from "../core/invalid-option.ts";
import { HOOKS } from "../policy/hook-names.ts";
import type { Policy } from "../policy/policy.ts";

/** What another system has no place for, and why: each text says what is expected instead. */
export type Refusals = Readonly<Partial<Record<keyof Policy, string>>>;

/** The same words for all five hooks. */
export const hooks = (expected: string): Refusals => Object.fromEntries(HOOKS.map((hook) => [hook, expected]));

/** @throws InvalidOptionError for the first option that the policy has and the other system has no place for */
export function refuse(given: Policy<never>, refusals: Refusals): void {
  for (const [option, expected] of Object.entries(refusals)) {
    const value: unknown = given[option as keyof Policy];
    // A limit of Infinity is none.
    if (value !== undefined && value !== Infinity) throw new InvalidOptionError(option, expected, value);
  }
}
