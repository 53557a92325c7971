import type { Schedule } from "../core/schedule.ts";
import type { Hint } from "../policy/failure.ts";
import { permanent } from "../policy/errors.ts";
import type { PolicyOptions } from "../policy/policy.ts";
import { fail, never, ok, type ScriptStep } from "./script.ts";

/** What an arbitrary policy is made of: plain data, so that it can be shown. */
export interface PolicyParts {
  readonly schedule: Schedule | undefined;
  readonly attempts: number | undefined;
  readonly attemptTimeout: number | undefined;
  readonly totalTimeout: number | undefined;
  /** What is said of every error. */
  readonly retryIf: boolean | undefined;
  /** What is said of a result that is `"poor"`. */
  readonly retryResult: boolean | undefined;
  readonly delayHint: Hint | undefined;
}

/** The options of a policy whose functions answer as its parts say. */
export const policyOf = ({ retryIf, retryResult, delayHint, ...limits }: PolicyParts): PolicyOptions => ({
  ...limits,
  retryIf: retryIf === undefined ? undefined : () => retryIf,
  retryResult: retryResult === undefined ? undefined : (value) => retryResult && value === "poor",
  delayHint: delayHint === undefined ? undefined : () => delayHint,
});

/** The kinds of steps of an arbitrary script, the simplest first and the usual ones more often. */
export const STEPS: readonly ["saved", "busy", "busy", "busy", "busy", "poor", "gone", "never"] = [
  "saved",
  "busy",
  "busy",
  "busy",
  "busy",
  "poor",
  "gone",
  "never",
];

/** A step of a kind, and how long it takes. */
export function stepOf([kind, takes]: [kind: (typeof STEPS)[number], takes: number]): ScriptStep<string> {
  if (kind === "never") return never();
  if (kind === "busy") return fail(new Error("busy"), takes);
  if (kind === "gone") return fail(permanent(new Error("gone")), takes);
  return ok(kind, takes);
}

/** A number by its digits and its exponent. */
export const scientific = ([mantissa, exponent]: [mantissa: number, exponent: number]): number =>
  Number(`${mantissa}e${exponent}`);
