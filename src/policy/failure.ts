import type { PolicyFunctionError } from "./errors.ts";

/** What an attempt failed with: an error it threw, or a result that the policy rejected. */
export type Failure<T = unknown> =
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "rejected-result"; readonly value: T };

/** Why a run ended without a value. */
export type StopReason =
  | "not-retryable"
  | "attempts"
  | "deadline"
  | "hint-too-long"
  | "budget"
  | "aborted"
  | "policy-error";

/** What to do after a failure. */
export type Decision =
  | {
      readonly kind: "retry";
      readonly delay: number;
      readonly from: "schedule" | "hint";
      /** Which route the failure took, from 0; absent where it took none. */
      readonly route?: number;
    }
  | { readonly kind: "stop"; readonly reason: Exclude<StopReason, "policy-error"> }
  | { readonly kind: "stop"; readonly reason: "policy-error"; readonly error: PolicyFunctionError };

/** How a run ended; times in milliseconds. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly attempts: number; readonly elapsed: number }
  | {
      readonly ok: false;
      readonly error: unknown;
      readonly reason: StopReason;
      readonly attempts: number;
      readonly elapsed: number;
    };

/** Where a run stands after a failure: plain data, with which any process can go on. */
export interface Progress {
  /** The attempt that has just failed, from 1. */
  readonly attempt: number;
  /** Milliseconds since the first attempt began. */
  readonly elapsed: number;
  /** The delay before that attempt in milliseconds; 0 before the first retry. */
  readonly previousDelay: number;
  /**
   * How many earlier failures each route of the policy has taken, in a row where it counts those; absent without routes.
   */
  readonly routeAttempts?: readonly number[];
}

/** What the failed side asked for, such as a `Retry-After`; in milliseconds. */
export interface Hint {
  /** Do not come back earlier than this. */
  readonly delay: number;
  /** Up to this much later, by a draw, so that not all come back at once. */
  readonly spread: number;
  /** A longer delay than this ends the run. */
  readonly atMost: number;
}
