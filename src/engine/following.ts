import { decide } from "../policy/decide.ts";
import { seesFailures } from "../policy/checked-policy.ts";
import type { Decision, Failure, Progress } from "../policy/failure.ts";
import { announce, isTold } from "./announce.ts";
import { aborted, type Stop } from "./attempt.ts";
import { charged } from "./charge.ts";
import type { Run } from "./run.ts";

/** What comes after a failure: how long to wait before the next attempt, or the end. */
export function pause<T>(run: Run<T>, failure: Failure<T>): Stop<T> | number {
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
  const { policy } = run;
  // The run itself where no function sees how far it has come, and no limit asks for the time.
  const isSeen = policy.totalTimeout < Infinity || seesFailures(policy);
  const decided = decide(policy, failure, isSeen ? run.progress : (run as Progress), run);
  const decision = policy.budget === undefined ? decided : charged(run, failure, decided);
  if (decision.kind === "stop" && decision.reason === "policy-error") {
    return { ...decision, failure: { kind: "error", error: decision.error } };
  }
  if (decision.kind === "stop") return { ...decision, failure };
  const late = missed(run, failure, decision.delay);
  if (late !== undefined) return late;
  run.routed(decision);
  if (isTold("onRetry", run)) tellRetry(run, failure, decision);
  run.previousDelay = decision.delay;
  return decision;
}

// Apart: a function that may make a closure pays for its scope at every call.
const tellRetry = <T>(run: Run<T>, failure: Failure<T>, { delay, from }: Decision & { kind: "retry" }): void =>
  announce("onRetry", run, () => ({ ...run.event, failure, delay, from }));
