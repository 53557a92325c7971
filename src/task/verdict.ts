import { fixed } from "../core/sources.ts";
import { ask, verdict as asVerdict } from "../policy/ask.ts";
import { decide, type DecisionInputs } from "../policy/decide.ts";
import { errorOf, type PolicyFunctionError } from "../policy/errors.ts";
import type { Decision, Failure, Progress } from "../policy/failure.ts";
import type { Policy } from "../policy/policy.ts";
import type { EndReason } from "../transport/dead-letter.ts";
import { RetryRequestedError, SoftTimeLimitError, TaskRejectedError, TimeLimitError } from "./attempt-errors.ts";
import type { DelayFrom } from "./record.ts";
import type { Wish } from "./wish.ts";

/** How the function of a task ended. */
export type Ending =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** What an attempt comes to. */
export type Verdict =
  | { readonly kind: "success"; readonly value: unknown }
  | {
      readonly kind: "retry";
      readonly failure: Failure;
      readonly delay: number;
      readonly from: DelayFrom;
      readonly route: number | undefined;
    }
  | { readonly kind: "failure"; readonly failure: Failure; readonly reason: EndReason };

/** A retry as it may still be refused, by a budget. */
export type Charge = (failure: Failure, decision: Decision) => Decision;

/**
 * What an attempt comes to: what the task wished for itself, else what the policy says. The decision is `decide`'s alone;
 * a wish for a retry is a policy, too: one that asks no predicate, with the delay and the attempts of the wish.
 */
export function verdictOf(
  policy: Policy<never>,
  ending: Ending,
  wish: Wish | undefined,
  progress: Progress,
  inputs: DecisionInputs,
  charge: Charge,
): Verdict {
  if (wish?.kind === "reject") {
    const error = wish.error ?? new TaskRejectedError();
    return { kind: "failure", failure: { kind: "error", error }, reason: "rejected" };
  }
  if (wish !== undefined) {
    // What the task asks for itself is not permanent, whatever the error is marked with.
    const failure = { kind: "error", error: unmarked(wishedError(wish.error, ending)) } as const;
    return decided(
      policyOf(policy, wish),
      failure,
      progress,
      inputs,
      charge,
      wish.delay === undefined ? undefined : "task",
    );
  }
  if (ending.kind === "error") return decided(policy, ending, progress, inputs, charge);
  const failure = rejection(policy, ending.value, progress);
  if (failure === undefined) return { kind: "success", value: ending.value };
  if (failure.kind === "error") return { kind: "failure", failure, reason: "policy-error" };
  return decided(policy, failure, progress, inputs, charge);
}

function decided(
  policy: Policy<never>,
  failure: Failure,
  progress: Progress,
  inputs: DecisionInputs,
  charge: Charge,
  asked?: DelayFrom,
): Verdict {
  const decision = charge(failure, decide(policy, failure as Failure<never>, progress, inputs));
  if (decision.kind === "retry") {
    const { delay, from, route } = decision;
    return { kind: "retry", failure, delay, from: asked ?? from, route };
  }
  if (decision.reason === "policy-error")
    return { kind: "failure", failure: { kind: "error", error: decision.error }, reason: "policy-error" };
  const isLimit = failure.kind === "error" && isTimeLimit(failure.error);
  const reason = decision.reason === "not-retryable" && isLimit ? "time-limit" : decision.reason;
  return { kind: "failure", failure: told(failure), reason };
}

/** The policy of one decision that the task makes itself. */
function policyOf(policy: Policy<never>, { delay, attempts }: Wish & { kind: "retry" }): Policy<never> {
  const own = delay === undefined ? {} : { schedule: fixed(delay), delayHint: undefined, routes: undefined };
  // A copy with the shape of a checked policy: each part has been checked already.
  return { ...policy, retryIf: undefined, attempts: attempts ?? policy.attempts, ...own };
}

/** A failed result, the failure of the judgement itself, or neither. */
function rejection(policy: Policy<never>, value: unknown, progress: Progress): Failure | undefined {
  const { retryResult } = policy;
  if (retryResult === undefined) return undefined;
  const rejected: Failure = { kind: "rejected-result", value };
  try {
    const question = (): boolean => retryResult(value as never, progress);
    return ask("retryResult", rejected, question, asVerdict, "true or false") ? rejected : undefined;
  } catch (error) {
    return { kind: "error", error: error as PolicyFunctionError };
  }
}

/** The error that was named, else the one that came out of the function, unless that only carries the wish. */
function wishedError(named: unknown, ending: Ending): unknown {
  if (named !== undefined) return named;
  const thrown = ending.kind === "error" && !isOne(ending.error, RetryRequestedError);
  return thrown ? ending.error : new RetryRequestedError();
}

const unmarked = (error: unknown): unknown => errorOf({ kind: "error", error });

/** A failure as hooks and records are to see it: without the mark of `permanent`. */
const told = (failure: Failure): Failure =>
  failure.kind === "error" ? { kind: "error", error: errorOf(failure) } : failure;

const isTimeLimit = (error: unknown): boolean => isOne(error, TimeLimitError) || isOne(error, SoftTimeLimitError);

/** Whether an error is of a class; what a task throws may be such that to look at it throws, too. */
function isOne(error: unknown, type: new (...args: never) => Error): boolean {
  try {
    return error instanceof type;
  } catch {
    return false;
  }
}
