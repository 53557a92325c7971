import { ask, verdict } from "../policy/ask.ts";
import { errorOf, type PolicyFunctionError, TimeoutError } from "../policy/errors.ts";
import type { Failure, StopReason } from "../policy/failure.ts";
import { alone } from "./alone.ts";
import { announce } from "./announce.ts";
import { partOf } from "./clock.ts";
import { Attempt } from "./context.ts";
import type { Run } from "./run.ts";

/** The end of a run without a value. */
export interface Stop<T> {
  readonly kind: "stop";
  readonly reason: StopReason;
  readonly failure: Failure<T>;
}

/** How an attempt ended. */
export type Ending<T> = { readonly kind: "value"; readonly value: T } | Failure<T> | Stop<T>;

/** The end of a run by its caller's signal, if it has aborted. */
export function aborted<T>({ signal }: Run<T>): Stop<T> | undefined {
  if (!signal?.aborted) return undefined;
  return { kind: "stop", reason: "aborted", failure: { kind: "error", error: signal.reason } };
}

/** One attempt, from its announcement to its judged end. */
export async function attempted<T>(run: Run<T>): Promise<Ending<T>> {
  const early = aborted(run) ?? tooLate(run, run.elapsed);
  if (early !== undefined) return early;
  announce("onAttempt", run, () => ({ ...run.event, attempt: run.attempt + 1 }));
  // The hook may have aborted the run, or used up its time.
  const { elapsed } = run;
  const left = aborted(run) ?? tooLate(run, elapsed);
  if (left !== undefined) return left;
  const attempt = started(run, elapsed);
  const ending = await raced(run, attempt);
  Attempt.over(attempt);
  if (ending.kind === "value") return judged(run, ending.value);
  if (ending.kind !== "timeout") return ending;
  // Here, and not where the shared timer fires: abort listeners run in the context of the caller of this run.
  const error = timeoutOf(run, attempt.remaining);
  Attempt.giveUp(attempt, error);
  const failure = { kind: "error", error } as const;
  return error.code === "TOTAL_TIMEOUT" ? { kind: "stop", reason: "deadline", failure } : failure;
}

/** The next attempt of a run, counted. */
export function started<T>(
  run: Run<T>,
  elapsed: number | undefined = run.isObserved ? run.elapsed : undefined,
): Attempt {
  run.attempt++;
  return new Attempt(run, elapsed);
}

/** A run whose deadline has come starts no attempt. */
export function tooLate<T>(run: Run<T>, elapsed: number): Stop<T> | undefined {
  if (run.totalTimeout === Infinity || elapsed < run.totalTimeout) return undefined;
  const failure = run.failure ?? { kind: "error", error: new TimeoutError("TOTAL_TIMEOUT", run.totalTimeout) };
  return { kind: "stop", reason: "deadline", failure };
}

/** Which limit came first; a tie goes to the deadline. */
export function timeoutOf<T>({ policy, failure }: Run<T>, remaining: number): TimeoutError {
  if (policy.attemptTimeout < remaining) return new TimeoutError("ATTEMPT_TIMEOUT", policy.attemptTimeout);
  return new TimeoutError("TOTAL_TIMEOUT", policy.totalTimeout, failure && { cause: errorOf(failure) });
}

function judged<T>(run: Run<T>, value: T): Ending<T> {
  const { retryResult } = run.policy;
  if (retryResult === undefined) return { kind: "value", value };
  const rejected = { kind: "rejected-result", value } as const;
  try {
    const rejects = ask("retryResult", rejected, () => retryResult(value, run.progress), verdict, "true or false");
    return rejects ? rejected : { kind: "value", value };
  } catch (error) {
    return { kind: "stop", reason: "policy-error", failure: { kind: "error", error: error as PolicyFunctionError } };
  }
}

/** The operation against its time limit and the caller's signal; whoever loses is let go of. */
function raced<T>(run: Run<T>, attempt: Attempt): Promise<Ending<T> | { readonly kind: "timeout" }> {
  const { policy, clock } = run;
  return new Promise((resolve) => {
    let over = false;
    let cancel: (() => void) | undefined;
    const end = (ending: Ending<T> | { readonly kind: "timeout" }): void => {
      if (over) return;
      over = true;
      run.interrupt = undefined;
      // A clock which fails to let go does not keep the run.
      if (cancel !== undefined) alone(cancel);
      resolve(ending);
    };
    const expire = (): void => end({ kind: "timeout" });
    const leave = async (): Promise<void> => {
      // A value that was there before the abort has its reaction queued already, and wins.
      await Promise.resolve();
      if (over) return;
      end(aborted(run)!);
      Attempt.giveUp(attempt, run.signal!.reason);
    };
    run.interrupt = () => void leave();
    const limit = Math.min(policy.attemptTimeout, attempt.remaining);
    // Armed before the call, so that on a tie in virtual time the limit comes first. On a real clock an answer that
    // waits in a socket when the event loop has stalled still gets one turn to be heard.
    const turn = partOf(clock, "turn");
    const timer = (): void => (turn === undefined ? expire() : turn.call(clock, expire, run.unref));
    if (limit < Infinity) cancel = clock.schedule(limit, timer, run.unref);
    const late = (settled: { ok: true; value: T } | { ok: false; error: unknown }): void =>
      announce("onLate", run, () => ({ ...run.event, attempt: attempt.attempt, settled }));
    const told = heard(
      called(run.operation, attempt),
      (value) => (over ? late({ ok: true, value }) : end({ kind: "value", value })),
      (error) => (over ? late({ ok: false, error: errorOf({ kind: "error", error }) }) : end({ kind: "error", error })),
    );
    // It comes too late to matter; by it the platform finds the way from the operation to the caller, for the stack of an error.
    void told.then(resolve as never);
  });
}

/** The operation's answer as a promise of the platform, whatever it answers or throws. */
export function called<T, Told>(operation: (attempt: Told) => T | PromiseLike<T>, attempt: Told): Promise<T> {
  try {
    return promised(operation(attempt));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** What an operation has answered, as a promise of the platform. */
export const promised = <T>(answer: T | PromiseLike<T>): Promise<T> => (isPlain(answer) ? answer : adopted(answer));

// Apart from where it is used: a function that may make a closure pays for its scope at every call.
const adopted = <T>(answer: T | PromiseLike<T>): Promise<T> => new Promise((resolve) => resolve(answer));

/** The same promise with something else in the place of its rejection. */
export const rescued = <T>(answer: Promise<T>, onError: (error: unknown) => PromiseLike<T>): Promise<T> =>
  heard(answer, undefined, onError) as Promise<T>;

/** What comes of a promise; one that only looks like a promise, such as a proxy of one, fails as it would under `await`. */
export function heard<T>(
  answer: Promise<T>,
  onValue: ((value: T) => unknown) | undefined,
  onError: ((error: unknown) => unknown) | undefined,
): Promise<unknown> {
  try {
    return answer.then(onValue, onError);
  } catch {
    return adopted(answer).then(onValue, onError);
  }
}

/** Whether it is a promise without ways of its own, such as a `then` that throws. */
const isPlain = <T>(answer: T | PromiseLike<T>): answer is Promise<T> & T =>
  answer instanceof Promise && answer.constructor === Promise && answer.then === Promise.prototype.then;
