import { decide } from "../policy/decide.ts";
import type { Decision, Failure, Outcome } from "../policy/failure.ts";
import type { Policy } from "../policy/policy.ts";
import { charged, funded } from "./charge.ts";
import { gaveUp, succeeded } from "./outcome.ts";
import { announce } from "./announce.ts";
import { aborted, attempted, called, type Ending, rescued, started, type Stop } from "./attempt.ts";
import type { Surroundings } from "./env.ts";
import { Attempt } from "./context.ts";
import { FirstAttempt } from "./first-attempt.ts";
import { isAlone, isObserved, isUnwatched } from "./onlookers.ts";
import type { Operation, Run } from "./run.ts";
import { sleep } from "./sleep.ts";
import { begun } from "./trace.ts";

/** How a run ended. */
export const outcomeOf = <T>(run: Run<T>): Promise<Outcome<T>> => ended(run, undefined, (outcome) => outcome);

/**
 * A run to its end: attempt, decide, sleep. One async function for all, because each one more costs a run that sleeps a
 * frame and a promise; and an async function, because only its frames keep the caller in the stack of an error.
 *
 * @param failed what the first attempt failed with, if it has been made
 * @param conclude what the caller is to get of the outcome
 */
async function ended<T, End>(
  run: Run<T>,
  failed: Failure<T> | undefined,
  conclude: (outcome: Outcome<T>) => End,
): Promise<End> {
  const release = run.listen();
  if (run.attempt === 0) funded(run, (budget, now) => budget.begin(now));
  try {
    for (let ending: Ending<T> | undefined = failed; ; ending = undefined) {
      if (ending === undefined && isAlone(run.policy, run)) {
        const attempt = started(run);
        try {
          ending = { kind: "value", value: await called(run.operation, attempt) };
        } catch (error) {
          ending = { kind: "error", error };
        }
        Attempt.over(attempt);
      } else ending ??= await attempted(run);
      if (ending.kind === "value") return conclude(succeeded(run, ending.value));
      const next = ending.kind === "stop" ? ending : pause(run, ending);
      if (typeof next === "object") return conclude(gaveUp(run, next));
      const asleep = sleep(run, next);
      if (asleep !== undefined) await asleep;
      const left = aborted(run);
      if (left !== undefined) return conclude(gaveUp(run, left));
    }
  } finally {
    release();
  }
}

/** What comes after a failure: how long to wait before the next attempt, or the end. */
function pause<T>(run: Run<T>, failure: Failure<T>): Stop<T> | number {
  const next = following(run, failure);
  return next.kind === "stop" ? next : (aborted(run) ?? missed(run, failure, next.delay) ?? next.delay);
}

/** The end, if the deadline would come before the delay is over: functions and hooks may have taken their time. */
function missed<T>(run: Run<T>, failure: Failure<T>, delay: number): Stop<T> | undefined {
  if (run.totalTimeout === Infinity || run.elapsed + delay < run.totalTimeout) return undefined;
  return { kind: "stop", reason: "deadline", failure };
}

/** What a failure leads to, told and counted: a delay, or the end. */
export function following<T>(run: Run<T>, failure: Failure<T>): Stop<T> | (Decision & { kind: "retry" }) {
  // Frozen, for hooks see it, and what they do must change nothing.
  run.failure = run.isObserved ? Object.freeze(failure) : failure;
  const left = aborted(run);
  if (left !== undefined) return left;
  const { policy, clock, random } = run;
  const wallNow = run.isObserved ? clock.wallNow() : 0;
  const decision = charged(run, failure, decide(policy, failure, run.progress, { wallNow, random }));
  if (decision.kind === "stop" && decision.reason === "policy-error") {
    return { ...decision, failure: { kind: "error", error: decision.error } };
  }
  if (decision.kind === "stop") return { ...decision, failure };
  const { delay, from } = decision;
  const late = missed(run, failure, delay);
  if (late !== undefined) return late;
  run.routed(decision);
  announce("onRetry", run, () => ({ ...run.event, failure, delay, from }));
  run.previousDelay = delay;
  return decision;
}

/**
 * The value of a run, or the rejection with its last error.
 *
 * @throws InvalidOptionError for an operation, a policy or an environment that cannot be used
 */
export function valueOf<T>(operation: Operation<T>, policy: Policy<T>, where: Surroundings, name?: string): Promise<T> {
  if (!isUnwatched(policy, where)) return ended(begun(operation, policy, where, name), undefined, valueIn);
  const startedAt = isObserved(operation, policy) ? where.clock.now() : undefined;
  const first = new FirstAttempt(operation, policy, startedAt, name);
  // Bound and not closed over: half the bytes, at every call.
  return rescued(called(operation, first), (goOn<T>).bind(first));
}

function goOn<T>(this: FirstAttempt<T>, error: unknown): Promise<T> {
  return resumedValueOf(FirstAttempt.run(this), error);
}

/** The value of a run whose first attempt has been made, and has failed. */
export const resumedValueOf = <T>(run: Run<T>, error: unknown): Promise<T> =>
  ended(run, { kind: "error", error }, valueIn);

function valueIn<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}
