import type { Schedule } from "../core/schedule.ts";
import { ask, delay as readDelay } from "../policy/ask.ts";
import { decide } from "../policy/decide.ts";
import { errorOf, TimeoutError } from "../policy/errors.ts";
import type { Decision, Failure, Outcome, StopReason } from "../policy/failure.ts";
import { onAbort } from "./abort.ts";
import { announce } from "./announce.ts";
import { aborted, attempted, type Ending, type Stop } from "./attempt.ts";
import { charged, funded } from "./charge.ts";
import { gaveUp, succeeded } from "./outcome.ts";
import type { Run } from "./run.ts";
import { isHasty } from "./sleep.ts";

/** Attempts side by side, spaced by a schedule, until the first answers or the last has failed. */
export function hedged<T>(run: Run<T>, spacing: Schedule): Promise<Outcome<T>> {
  const { policy, clock, random, signal, unref } = run;
  const lanes = new Set<AbortController>();
  let over = false;
  /** Why no attempt will follow. */
  let closed: StopReason | undefined;
  /** When the attempt will start that is paid for and waits, because it was asked to. */
  let due: number | undefined;
  let cancel = (): void => {};
  let release = (): void => {};

  return new Promise((resolve) => {
    // Over before anybody hears of it: who aborts then comes too late.
    const end = (reason: unknown, outcome: () => Outcome<T>): void => {
      if (over) return;
      over = true;
      cancel();
      release();
      const told = outcome();
      for (const lane of lanes) lane.abort(reason);
      resolve(told);
    };
    const stop = (final: Stop<T>): void => end(errorOf(final.failure), () => gaveUp(run, final));
    /** Whether all is over, because a function of the policy or a hook has aborted if not before. */
    const ended = (): boolean => {
      const left = aborted(run);
      if (left !== undefined) stop(left);
      return over;
    };
    /** No attempt will follow; those under way may still answer. */
    const close = (reason: StopReason): void => {
      closed ??= reason;
      cancel();
      if (lanes.size === 0) stop({ kind: "stop", reason: closed, failure: run.failure! });
    };
    const later = (delay: number, next: () => void): void => {
      cancel();
      cancel = clock.schedule(delay, next, unref);
    };
    const launch = (delay: number): void => {
      cancel();
      due = undefined;
      run.previousDelay = delay;
      const lane = new AbortController();
      const beside = run.beside(lane.signal);
      beside.listen();
      lanes.add(lane);
      const attempt = attempted(beside);
      run.attempt = beside.attempt;
      void attempt.then((ending) => {
        beside.leave();
        lanes.delete(lane);
        return over ? late(beside, ending) : arrive(beside, ending);
      });
      if (run.attempt < policy.attempts) space();
    };
    /** Arms what follows if all stay silent. */
    const space = (): void => {
      const step = { retry: run.attempt, previousDelay: run.previousDelay };
      const question = (): number => spacing.delay(step, random);
      try {
        const delay = ask("schedule", silence(0), question, readDelay, "finite milliseconds ≥ 0");
        if (run.elapsed + delay < policy.totalTimeout) later(delay, () => hush(delay));
      } catch (error) {
        stop({ kind: "stop", reason: "policy-error", failure: { kind: "error", error } });
      }
    };
    const hush = (delay: number): void => {
      const decision = charged(run, silence(delay), { kind: "retry", delay: 0, from: "schedule" });
      if (ended()) return;
      if (decision.kind === "retry") launch(delay);
      else halt(decision, silence(delay));
    };
    const arrive = (beside: Run<T>, ending: Ending<T>): void => {
      if (ending.kind === "value") return end(lost(), () => succeeded(run, ending.value));
      if (ending.kind === "stop") return stop(ending);
      run.failure = ending;
      if (ended()) return;
      const verdict = judged(ending);
      // What is paid for and waits is not paid again.
      const wanted = verdict.kind === "retry" && closed === undefined && due === undefined;
      const decision = charged(run, ending, verdict, wanted);
      if (ended()) return;
      if (decision.kind === "stop") return halt(decision, ending);
      if (closed !== undefined) return close(closed);
      run.routed(decision);
      // Nor does it start before anyone asked it to.
      const now = clock.now();
      const delay = Math.max(decision.delay, (due ?? 0) - now);
      due = now + delay;
      announce("onRetry", run, () => ({ ...beside.event, failure: ending, delay, from: decision.from }));
      if (ended()) return;
      if (delay > 0 || isHasty(run)) later(delay, () => launch(delay));
      else launch(0);
    };
    /** Whether a failure is worth another attempt; while others are under way it matters though none is left. */
    const judged = (failure: Failure<T>): Decision => {
      const limits = lanes.size === 0 ? policy : { ...policy, attempts: Infinity };
      const decision = decide(limits, failure, run.progress, { wallNow: clock.wallNow(), random });
      const spent = decision.kind === "retry" && run.attempt >= policy.attempts;
      return spent ? { kind: "stop", reason: "attempts" } : decision;
    };
    const halt = (decision: Decision & { kind: "stop" }, failure: Failure<T>): void => {
      if (decision.reason === "policy-error")
        return stop({ ...decision, failure: { kind: "error", error: decision.error } });
      if (decision.reason === "not-retryable") return stop({ ...decision, failure });
      close(decision.reason);
    };
    const late = (beside: Run<T>, ending: Ending<T>): void => {
      if (ending.kind === "stop") return;
      const settled =
        ending.kind === "error"
          ? { ok: false as const, error: errorOf(ending) }
          : { ok: true as const, value: ending.value };
      announce("onLate", run, () => ({ ...beside.event, settled }));
    };
    /** Those under way hear of it first: an answer that is there already wins. */
    const leave = (): void => {
      cancel();
      if (lanes.size === 0) stop(aborted(run)!);
      for (const lane of lanes) lane.abort(signal?.reason);
    };

    funded(run, (budget, now) => budget.begin(now));
    const early = aborted(run);
    if (early !== undefined) return stop(early);
    if (signal !== undefined) release = onAbort(signal, leave);
    launch(0);
  });
}

/** What a budget and a schedule are told of an attempt that has not answered yet. */
const silence = (delay: number): Failure<never> => ({
  kind: "error",
  error: new TimeoutError("ATTEMPT_TIMEOUT", delay),
});

const lost = (): DOMException => new DOMException("Another attempt has answered first", "AbortError");
