import { ask, delay as asDelay, verdict } from "../../src/policy/ask.ts";
import type { decide, DecisionInputs } from "../../src/policy/decide.ts";
import { PermanentError, PolicyFunctionError } from "../../src/policy/errors.ts";
import type { Decision, Failure, Hint, Progress } from "../../src/policy/failure.ts";
import type { Policy } from "../../src/policy/policy.ts";

/** What a step of a decision looks at. */
export interface Matter {
  readonly policy: Policy;
  readonly failure: Failure;
  readonly progress: Progress;
  readonly inputs: DecisionInputs;
}

type Reason = Exclude<Extract<Decision, { kind: "stop" }>["reason"], "policy-error">;

/** A step that may end the run. */
export type Gate = (matter: Matter) => Reason | undefined;

/** A decision step by step, so that any one of them can be gotten wrong. */
export interface Steps {
  readonly final: Gate;
  readonly spent: Gate;
  readonly over: Gate;
  readonly refused: Gate;
  /** In which order the gates stand. */
  readonly order: readonly ("final" | "spent" | "over" | "refused")[];
  readonly hinted: (matter: Matter) => Hint;
  readonly tooLong: (hint: Hint) => boolean;
  readonly own: (matter: Matter) => number;
  readonly joined: (own: number, hint: Hint, matter: Matter) => number;
  readonly late: (delay: number, matter: Matter, hint: Hint) => boolean;
  readonly from: (own: number, delay: number) => "schedule" | "hint";
}

export const NO_HINT: Hint = { delay: 0, spread: 0, atMost: Infinity };

const asHint = (answer: Hint | undefined): Hint | undefined => {
  if (answer === undefined) return NO_HINT;
  const { delay, spread, atMost } = { ...answer };
  const lengths = [delay, spread].every((each) => asDelay(each) !== undefined);
  return lengths && typeof atMost === "number" && atMost >= 0 ? { delay, spread, atMost } : undefined;
};

const isLate = ({ totalTimeout }: Policy, elapsed: number): boolean =>
  totalTimeout !== Infinity && elapsed >= totalTimeout;

/** The steps as they should be: a second telling of what `decide` does, in other words. */
export const RIGHT: Steps = {
  final: ({ failure }) =>
    failure.kind === "error" && PermanentError.inside(failure.error) ? "not-retryable" : undefined,
  spent: ({ policy, progress }) => (progress.attempt < policy.attempts ? undefined : "attempts"),
  over: ({ policy, progress }) => (isLate(policy, progress.elapsed) ? "deadline" : undefined),
  refused: ({ policy: { retryIf }, failure, progress }) => {
    if (failure.kind === "rejected-result" || retryIf === undefined) return undefined;
    const accepted = ask("retryIf", failure, () => retryIf(failure.error, progress), verdict, "true or false");
    return accepted ? undefined : "not-retryable";
  },
  order: ["final", "spent", "over", "refused"],
  hinted: ({ policy: { delayHint }, failure, progress, inputs: { wallNow } }) =>
    ask("delayHint", failure, () => delayHint?.(failure, { wallNow, progress }), asHint, "a hint or undefined"),
  tooLong: ({ delay, atMost }) => delay > atMost,
  own: ({ policy, failure, progress, inputs }) => {
    const step = { retry: progress.attempt, previousDelay: progress.previousDelay };
    const question = (): number => policy.schedule.delay(step, inputs.random);
    return ask("schedule", failure, question, asDelay, "finite milliseconds ≥ 0");
  },
  joined: (own, hint, { failure, inputs }) => {
    if (hint.spread === 0) return Math.max(own, hint.delay);
    const later = ask("random", failure, () => drawn(inputs) * hint.spread, asDelay, "a number");
    return Math.max(own, Math.min(hint.delay + later, Number.MAX_VALUE));
  },
  late: (delay, { policy, progress }) => isLate(policy, progress.elapsed + delay),
  from: (own, delay) => (delay > own ? "hint" : "schedule"),
};

/** One draw, brought into `[0, 1)`. */
export function drawn({ random }: DecisionInputs): number {
  const answer = random();
  return answer >= 0 ? Math.min(answer, 1 - 2 ** -53) : answer < 0 ? 0 : 0.5;
}

/** A decision by these steps. */
export function decider(changes: Partial<Steps> = {}): typeof decide {
  const steps = { ...RIGHT, ...changes };
  return (policy, failure, progress, inputs) => {
    const matter = { policy, failure, progress, inputs } as Matter;
    try {
      return decided(steps, matter);
    } catch (error) {
      if (error instanceof PolicyFunctionError) return { kind: "stop", reason: "policy-error", error };
      throw error;
    }
  };
}

function decided(steps: Steps, matter: Matter): Decision {
  for (const gate of steps.order) {
    const reason = steps[gate](matter);
    if (reason !== undefined) return { kind: "stop", reason };
  }
  const hint = steps.hinted(matter);
  if (steps.tooLong(hint)) return { kind: "stop", reason: "hint-too-long" };
  const own = steps.own(matter);
  const delay = steps.joined(own, hint, matter);
  if (steps.late(delay, matter, hint)) return { kind: "stop", reason: "deadline" };
  return { kind: "retry", delay, from: steps.from(own, delay) };
}
