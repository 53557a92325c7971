import type { Failure, Outcome } from "../policy/failure.ts";
import type { Policy } from "../policy/policy.ts";
import { aborted, called, heard, started, type Stop } from "./attempt.ts";
import { funded } from "./charge.ts";
import { accompanied, Ended } from "./company.ts";
import { Attempt } from "./context.ts";
import type { Surroundings } from "./env.ts";
import { pause } from "./following.ts";
import { rejection, type Resolve } from "./handover.ts";
import { isAlone, isHeard } from "./onlookers.ts";
import { gaveUp, tellSuccess } from "./outcome.ts";
import { type Operation, Run } from "./run.ts";
import { isHasty, later, type Nap } from "./sleep.ts";

/**
 * A run that goes on by itself to its end: attempt, decide, sleep; docs/decisions/0045.
 *
 * It settles the promise that its caller holds, by the function that resolves it. That one stands as the handler of every
 * attempt: by it the platform finds the way from the operation to the caller, for the stack of an error. From outside, by a timer
 * or a signal, it is called by its bell: a promise whose reaction is in the context of the caller.
 */
export class Course<T> extends Run<T> {
  #resolve: Resolve<T> = nothing;
  #phase: "trying" | "asleep" | "over" = "trying";
  /** The attempt that is under way without company. */
  #attempt: Attempt | undefined = undefined;
  #ring: (() => void) | undefined = undefined;
  #nap: Nap | undefined = undefined;
  /** Hears of the failures of one attempt after another; forgotten in a sleep, for which bytes count. */
  #failing: ((reason: unknown) => void) | undefined = undefined;
  /** How it ended without a value. */
  outcome: (Outcome<T> & { ok: false }) | undefined = undefined;

  /** A run whose first attempt has been made. */
  static resumed<T>(
    operation: Operation<T>,
    policy: Policy<T>,
    where: Omit<Surroundings, "trace">,
    startedAt: number | undefined,
    name?: string,
  ): Course<T> {
    const run = new Course(operation, policy, where, name, startedAt, startedAt !== undefined);
    run.attempt = 1;
    return run;
  }

  /** Begins, to settle a promise. */
  begin(resolve: Resolve<T>): void {
    this.#resolve = resolve;
    this.listen();
    if (this.policy.budget !== undefined) funded(this, (budget, now) => budget.begin(now));
    Course.#try(this);
  }

  /** Goes on after a first attempt that has failed, to settle a promise. */
  goOn(error: unknown, resolve: Resolve<T>): void {
    this.#resolve = resolve;
    this.listen();
    Course.#end(this, { kind: "error", error });
  }

  /** The caller has left. */
  override heard(): void {
    this.#ring?.();
    this.#nap?.leave();
    this.interrupt?.();
  }

  // All that follows is static: a private method would be a field of each run.

  static #try<T>(run: Course<T>): void {
    try {
      const { policy, signal } = run;
      const left = aborted(run);
      if (left !== undefined) return Course.#stop(run, left);
      run.#phase = "trying";
      run.#attempt = isAlone(policy, signal) ? started(run) : undefined;
      if (run.#attempt !== undefined && signal !== undefined) Course.#hang(run);
      let answer = run.#attempt === undefined ? accompanied(run) : called(run.operation, run.#attempt);
      if (isHeard(run)) answer = heard(answer, (Course.#succeed<T>).bind(undefined, run), undefined) as Promise<T>;
      void heard(answer, run.#resolve, (run.#failing ??= (Course.#fail<T>).bind(undefined, run)));
    } catch (error) {
      Course.#break(run, error);
    }
  }

  /** An attempt has failed, with its error or, in company, with how it ended. */
  static #fail<T>(this: void, run: Course<T>, reason: unknown): void {
    if (run.#phase === "over") return;
    const attempt = run.#attempt;
    run.#attempt = undefined;
    if (attempt !== undefined) {
      Attempt.over(attempt);
      Course.#end(run, { kind: "error", error: reason });
    } else if (reason instanceof Ended) Course.#end(run, reason.ending as Failure<T> | Stop<T>);
    else Course.#break(run, reason);
  }

  static #end<T>(run: Course<T>, ending: Failure<T> | Stop<T>): void {
    try {
      const next = ending.kind === "stop" ? ending : pause(run, ending);
      if (typeof next === "object") return Course.#stop(run, next);
      if (next <= 0 && !isHasty(run)) return Course.#try(run);
      run.#phase = "asleep";
      run.#failing = undefined;
      const nap = later(run, next, Course.#hang(run));
      if (run.signal !== undefined) run.#nap = nap;
    } catch (error) {
      Course.#break(run, error);
    }
  }

  /** Makes a bell, unless there is one; answers with what rings it. */
  static #hang<T>(run: Course<T>): () => void {
    if (run.#ring !== undefined) return run.#ring;
    const bell = new Promise<void>((resolve) => (run.#ring = resolve));
    void bell.then((Course.#rung<T>).bind(undefined, run));
    return run.#ring!;
  }

  static #rung<T>(this: void, run: Course<T>): void {
    run.#ring = undefined;
    if (run.#phase === "asleep") {
      run.#nap = undefined;
      return Course.#try(run);
    }
    const attempt = run.#attempt;
    if (run.#phase === "over" || attempt === undefined) return;
    run.#attempt = undefined;
    Attempt.giveUp(attempt, run.signal!.reason);
    Course.#end(run, aborted(run)!);
  }

  static #succeed<T>(this: void, run: Course<T>, value: T): T {
    if (run.#phase !== "over") {
      run.#phase = "over";
      run.leave();
      tellSuccess(run, value);
    }
    return value;
  }

  static #stop<T>(run: Course<T>, stop: Stop<T>): void {
    run.#phase = "over";
    run.leave();
    const outcome = gaveUp(run, stop);
    run.outcome = outcome;
    run.#resolve(rejection(outcome.error));
  }

  /** What should not fail has failed, such as a clock. */
  static #break<T>(run: Course<T>, error: unknown): void {
    run.#phase = "over";
    run.#resolve(rejection(error));
    run.leave();
  }
}

const nothing = (): void => {};
