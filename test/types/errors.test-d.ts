import {
  type InvalidOptionError,
  type NotationError,
  permanent,
  PermanentError,
  type PolicyFunctionError,
  type RejectedResultError,
  type StopReason,
  TimeoutError,
} from "ostinato";
import type { ScriptEndError } from "ostinato/testing";
import { expectTypeOf } from "vitest";

// Codes are literals, so that a switch over them is checked.
expectTypeOf<TimeoutError["code"]>().toEqualTypeOf<"ATTEMPT_TIMEOUT" | "TOTAL_TIMEOUT">();
expectTypeOf<RejectedResultError["code"]>().toEqualTypeOf<"REJECTED_RESULT">();
expectTypeOf<PolicyFunctionError["code"]>().toEqualTypeOf<"POLICY_FUNCTION">();
expectTypeOf<PermanentError["code"]>().toEqualTypeOf<"PERMANENT">();
expectTypeOf<ScriptEndError["code"]>().toEqualTypeOf<"SCRIPT_END">();
expectTypeOf<NotationError>().toExtend<InvalidOptionError>();
expectTypeOf<InvalidOptionError>().toExtend<TypeError>();

expectTypeOf(permanent("gone")).toEqualTypeOf<PermanentError>();
expectTypeOf(PermanentError.inside("gone")).toEqualTypeOf<{ readonly error: unknown } | undefined>();
expectTypeOf<RejectedResultError<number>["value"]>().toEqualTypeOf<number>();
expectTypeOf<RejectedResultError["value"]>().toEqualTypeOf<unknown>();

// @ts-expect-error -- there are two limits
void new TimeoutError("TIMEOUT", 5);
// @ts-expect-error -- read only
new TimeoutError("TOTAL_TIMEOUT", 5).limit = 6;

/** Every reason is met, and there is no other. */
export function meant(reason: StopReason): string {
  switch (reason) {
    case "not-retryable":
    case "attempts":
    case "deadline":
    case "hint-too-long":
    case "budget":
    case "aborted":
    case "policy-error":
      return reason;
    default:
      return reason satisfies never;
  }
}
