import type { Observable, Observer, Subscriber, Subscription } from "rxjs";
import { onAbort } from "../engine/abort.ts";
import { announce } from "../engine/announce.ts";
import { aborted, type Stop, timeoutOf, tooLate } from "../engine/attempt.ts";
import { funded } from "../engine/charge.ts";
import { partOf } from "../engine/clock.ts";
import { following } from "../engine/following.ts";
import { gaveUp, succeeded } from "../engine/outcome.ts";
import type { Run } from "../engine/run.ts";
import { isHasty } from "../engine/sleep.ts";

/** What one subscriber's run is made of. */
export interface Resubscription<T> {
  readonly source: Observable<T>;
  readonly run: Run<T>;
  /** Whether the first value of an attempt begins everything anew. */
  readonly resets: boolean;
  readonly subscriber: Subscriber<T>;
  /** Makes what listens to one attempt: it can be ended before its source has been subscribed to. */
  readonly ear: (observer: Observer<T>) => Subscriber<T>;
}

/** Subscribes until an attempt completes or the policy ends it; all ends with the subscriber. */
export function resubscribed<T>({ source, run, resets, subscriber, ear }: Resubscription<T>): void {
  const { policy, clock, signal, unref } = run;
  let release = (): void => {};
  let inner: Subscription | undefined;
  let cancel = (): void => {};
  let over = false;
  let looping = false;
  let again = false;

  const leave = (): void => {
    if (over) return;
    over = true;
    cancel();
    release();
    inner?.unsubscribe();
  };
  const stop = (final: Stop<T>): void => {
    leave();
    const outcome = gaveUp(run, final);
    if (!outcome.ok) subscriber.error(outcome.error);
  };
  const failed = (error: unknown): void => {
    cancel();
    inner?.unsubscribe();
    const next = following(run, { kind: "error", error });
    // A hook may have ended the run.
    if (over) return;
    if (next.kind === "stop") return stop(next);
    const { delay } = next;
    if (delay === 0 && !isHasty(run)) return begin();
    const turn = partOf(clock, "turn");
    if (delay === 0 && turn !== undefined) return turn.call(clock, begin);
    cancel = clock.schedule(delay, begin, unref);
  };
  /** One attempt after another in a loop, so that a source that fails at once does not deepen the stack. */
  const begin = (): void => {
    again = true;
    if (looping) return;
    looping = true;
    while (again) {
      again = false;
      attempt();
    }
    looping = false;
  };
  const attempt = (): void => {
    if (over) return;
    const early = aborted(run) ?? tooLate(run, run.elapsed);
    if (early !== undefined) return stop(early);
    announce("onAttempt", run, () => ({ ...run.event, attempt: run.attempt + 1 }));
    if (over) return;
    // The hook may have used up the time.
    const { elapsed } = run;
    const left = tooLate(run, elapsed);
    if (left !== undefined) return stop(left);
    run.attempt++;
    listen(policy.totalTimeout - elapsed);
  };
  const listen = (remaining: number): void => {
    let heard = false;
    let last: T;
    const listener = ear({
      next: (value) => {
        if (!heard) {
          cancel();
          if (resets) recovered(run);
        }
        heard = true;
        last = value;
        subscriber.next(value);
      },
      error: (error) => {
        // Time begins with the failure: a long and healthy life uses up no deadline.
        if (heard && resets) run.reset();
        failed(error);
      },
      complete: () => {
        leave();
        succeeded(run, last);
        subscriber.complete();
      },
    });
    const expire = (): void => {
      if (heard || listener.closed) return;
      const error = timeoutOf(run, remaining);
      if (error.code === "ATTEMPT_TIMEOUT") failed(error);
      else stop({ kind: "stop", reason: "deadline", failure: { kind: "error", error } });
    };
    // As for a promise: what waits in a socket when the event loop has stalled still gets one turn to be heard.
    const turn = partOf(clock, "turn");
    const timer = (): void => (turn === undefined ? expire() : turn.call(clock, expire));
    const limit = Math.min(policy.attemptTimeout, remaining);
    cancel = limit < Infinity ? clock.schedule(limit, timer, unref) : () => {};
    const { attempt: number } = run;
    listener.add(partOf(clock, "note")?.call(clock, () => `attempt ${number} of ${run.name}`));
    inner = listener;
    source.subscribe(listener);
  };
  // Both before the first attempt, which may be over, or leave, while it is subscribed to.
  if (signal?.aborted === false) release = onAbort(signal, () => stop(aborted(run)!));
  subscriber.add(leave);
  funded(run, (budget, now) => budget.begin(now));
  begin();
}

/** The end of a run that had failed, for its budget, and the beginning of another. */
function recovered<T>(run: Run<T>): void {
  if (run.attempt === 1) return;
  funded(run, (budget, now) => budget.deposit(now, run.paid));
  run.reset();
  funded(run, (budget, now) => budget.begin(now));
}
