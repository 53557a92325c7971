import { decide } from "../policy/decide.ts";
import type { Decision, Failure, Outcome } from "../policy/failure.ts";
import { charged, funded } from "./charge.ts";
import { gaveUp, succeeded } from "./outcome.ts";
import { announce, isOverheard } from "./announce.ts";
import { aborted, attempted, called, type Ending, heard, type Stop } from "./attempt.ts";
import { Attempt } from "./context.ts";
import type { Run } from "./run.ts";
import { sleep } from "./sleep.ts";

/** A run to its end: attempt, decide, sleep. */
export async function outcomeOf<T>(run: Run<T>, failed?: Failure<T>): Promise<Outcome<T>> {
  const release = run.listen();
  if (run.attempt === 0) funded(run, (budget, now) => budget.begin(now));
  try {
    for (let ending: Ending<T> = failed ?? (await attempted(run)); ; ending = await attempted(run)) {
      if (ending.kind === "value") return succeeded(run, ending.value);
      const stop = ending.kind === "stop" ? ending : await paused(run, ending);
      if (stop !== undefined) return gaveUp(run, stop);
    }
  } finally {
    release();
  }
}

/** What comes after a failure: the wait before the next attempt, or the end. */
async function paused<T>(run: Run<T>, failure: Failure<T>): Promise<Stop<T> | undefined> {
  const next = following(run, failure);
  if (next.kind === "stop") return next;
  const left = aborted(run) ?? missed(run, failure, next.delay);
  if (left !== undefined) return left;
  await sleep(run, next.delay);
  return aborted(run);
}

/** The end, if the deadline would come before the delay is over: functions and hooks may have taken their time. */
function missed<T>(run: Run<T>, failure: Failure<T>, delay: number): Stop<T> | undefined {
  if (run.totalTimeout === Infinity || run.elapsed + delay < run.totalTimeout) return undefined;
  return { kind: "stop", reason: "deadline", failure };
}

/** What a failure leads to, told and counted: a delay, or the end. */
export function following<T>(run: Run<T>, failure: Failure<T>): Stop<T> | (Decision & { kind: "retry" }) {
  // Frozen, for hooks see it, and what they do must change nothing.
  run.failure = Object.freeze(failure);
  const left = aborted(run);
  if (left !== undefined) return left;
  const { policy, clock, random } = run;
  const decision = charged(run, failure, decide(policy, failure, run.progress, { wallNow: clock.wallNow(), random }));
  if (decision.kind === "stop" && decision.reason === "policy-error") {
    return { ...decision, failure: { kind: "error", error: decision.error } };
  }
  if (decision.kind === "stop") return { ...decision, failure };
  const { delay, from, route } = decision;
  const late = missed(run, failure, delay);
  if (late !== undefined) return late;
  run.routed(route);
  announce("onRetry", run, () => ({ ...run.event, failure, delay, from }));
  run.previousDelay = delay;
  return decision;
}

/** The value of a run, or the rejection with its last error. */
export function valueOf<T>(run: Run<T>): Promise<T> {
  if (isWatched(run)) return unwrapped(run);
  // Nobody watches the first attempt but the caller: one handler on the operation's own promise is all it takes.
  run.attempt = 1;
  return heard(called(run, new Attempt(run, 0)), undefined, (error) => unwrapped(run, { kind: "error", error }));
}

/** Whether there is anything to do around a first attempt that succeeds. */
function isWatched<T>({ policy, signal, clock }: Run<T>): boolean {
  return (
    signal !== undefined ||
    clock.note !== undefined ||
    policy.attemptTimeout < Infinity ||
    policy.totalTimeout < Infinity ||
    policy.retryResult !== undefined ||
    policy.budget !== undefined ||
    policy.onAttempt !== undefined ||
    policy.onSuccess !== undefined ||
    isOverheard()
  );
}

async function unwrapped<T>(run: Run<T>, failed?: Failure<T>): Promise<T> {
  const outcome = await outcomeOf(run, failed);
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}
