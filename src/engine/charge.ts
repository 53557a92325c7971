import { ask, delay as amount } from "../policy/ask.ts";
import type { PolicyFunctionError } from "../policy/errors.ts";
import type { Decision, Failure, StopReason } from "../policy/failure.ts";
import type { RetryBudget } from "../policy/budget.ts";
import type { Policy } from "../policy/policy.ts";
import { tell } from "./report.ts";
import type { Clock } from "./clock.ts";

/** Who pays for retries: a run, of whatever kind. */
export interface Payer<T> {
  readonly policy: Pick<Policy<T>, "budget">;
  readonly clock: Clock;
  /** What the last retry took. */
  paid: number;
}

/** Failures that would be retried if only a limit allowed it: a budget hears of them, too. */
const WORTH_A_RETRY: ReadonlySet<StopReason> = new Set(["attempts", "deadline", "hint-too-long"] as const);

/**
 * A decision as the budget leaves it: a retry that it refuses becomes the end.
 *
 * @param wanted whether there is a retry to pay for; without that the budget only hears of the failure
 */
export function charged<T>(
  run: Payer<T>,
  failure: Failure<T>,
  decision: Decision,
  wanted: boolean = decision.kind === "retry",
): Decision {
  const { budget } = run.policy;
  if (budget === undefined || (decision.kind === "stop" && !WORTH_A_RETRY.has(decision.reason))) return decision;
  if (!wanted) {
    funded(run, (_, now) => budget.withdraw(now, failure, false));
    return decision;
  }
  try {
    const question = (): number | undefined => budget.withdraw(run.clock.now(), failure, true);
    const { paid } = ask("budget", failure, question, readPrice, "what a retry costs, or undefined");
    if (paid === undefined) return { kind: "stop", reason: "budget" };
    run.paid = paid;
    return decision;
  } catch (error) {
    return { kind: "stop", reason: "policy-error", error: error as PolicyFunctionError };
  }
}

const readPrice = (paid: number | undefined): { readonly paid: number | undefined } | undefined =>
  paid === undefined || amount(paid) !== undefined ? { paid } : undefined;

/** Tells the budget something that it does not decide; what it throws changes nothing. */
export function funded<T>({ policy, clock }: Payer<T>, news: (budget: RetryBudget, now: number) => unknown): void {
  const { budget } = policy;
  tell("budget", budget && ((now: number) => news(budget, now)), () => clock.now());
}
