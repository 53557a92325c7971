import { fixed } from "../../src/core/sources.ts";
import type { decide, DecisionInputs } from "../../src/policy/decide.ts";
import type { Failure, Progress } from "../../src/policy/failure.ts";
import { type Policy, policy, type PolicyOptions } from "../../src/policy/policy.ts";

/** A line of the table: what is decided on, what comes of it, and who is asked on the way, in order. */
export interface Row {
  readonly policy?: PolicyOptions;
  readonly failure?: Failure;
  readonly progress?: Partial<Progress>;
  readonly inputs?: Partial<DecisionInputs>;
  /** The draws one after another, instead of a source of them. */
  readonly draws?: readonly number[];
  readonly gives: Answer;
  readonly asks: readonly Asked[];
}

/** A decision in a few words. */
export type Answer =
  | { readonly retry: number; readonly from: "schedule" | "hint" }
  | { readonly stop: string; readonly says?: string };

/** A function of the policy, or the source of draws. */
export type Asked = "retryIf" | "retryResult" | "delayHint" | "schedule" | "random";

export const busy: Failure = { kind: "error", error: new Error("busy") };

/** What a decision function makes of a row; all that it is given is frozen. */
export function answerTo(decideIt: typeof decide, row: Row): Pick<Row, "gives" | "asks"> {
  const asks: Asked[] = [];
  const failure = Object.freeze(row.failure ?? busy);
  const progress = Object.freeze({ attempt: 1, elapsed: 0, previousDelay: 0, ...row.progress });
  const draws = [...(row.draws ?? [])];
  const random = noting(asks, "random", row.inputs?.random ?? (() => draws.shift() ?? 0.5));
  const wallNow = row.inputs?.wallNow ?? 0;
  const decision = decideIt(watched(row.policy ?? {}, asks), failure, progress, { wallNow, random });
  if (decision.kind === "retry") return { gives: { retry: decision.delay, from: decision.from }, asks };
  const { reason } = decision;
  return { gives: reason === "policy-error" ? { stop: reason, says: decision.error.message } : { stop: reason }, asks };
}

/** The same policy, which notes whom it asks. */
function watched(options: PolicyOptions, asks: Asked[]): Policy {
  const { schedule = fixed(1_000), retryIf, retryResult, delayHint } = options;
  return policy({
    ...options,
    schedule: { ...schedule, delay: noting(asks, "schedule", schedule.delay) },
    retryIf: retryIf && noting(asks, "retryIf", retryIf),
    retryResult: retryResult && noting(asks, "retryResult", retryResult),
    delayHint: delayHint && noting(asks, "delayHint", delayHint),
  });
}

const noting =
  <Args extends readonly unknown[], Value>(
    asks: Asked[],
    name: Asked,
    run: (...args: Args) => Value,
  ): ((...args: Args) => Value) =>
  (...args) => {
    asks.push(name);
    return run(...args);
  };
