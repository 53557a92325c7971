import type { SchedulerAction, SchedulerLike } from "rxjs";
import { asyncScheduler } from "rxjs/internal/scheduler/async";
import { intervalProvider } from "rxjs/internal/scheduler/intervalProvider";
import { Subscription } from "rxjs/internal/Subscription";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import { type Clock, CLOCK, isClock } from "./clock.ts";
import { EARLY, isReplaced, platformNow, readings, slack } from "./platform.ts";
import { machineClock } from "./machine-clock.ts";
import type { TimeSource } from "./time-line.ts";
import { keepAlive } from "./timers.ts";

/** Whether timers are the platform's own at this moment: neither replaced, nor those of RxJS's virtual time. */
const isGenuine = (): boolean => intervalProvider.delegate === undefined && !isReplaced();
const timeTold = (): (() => number) | undefined => (intervalProvider.delegate === undefined ? readings() : undefined);

/** What there is to an action of RxJS's asyncScheduler. */
type Action = SchedulerAction<() => void> & {
  id: Parameters<typeof intervalProvider.clearInterval>[0] | undefined;
  readonly delay: number;
  readonly pending: boolean;
};

/** Timers and time as they are at this moment, for as long as something sleeps by them. */
function source(): TimeSource {
  const { setInterval, clearInterval } = globalThis;
  const [genuine, virtual] = [isGenuine(), intervalProvider.delegate !== undefined];
  const delegate = intervalProvider.delegate ?? {
    setInterval: (...timer: Parameters<typeof setInterval>) => setInterval(...timer),
    clearInterval: (handle: Parameters<typeof clearInterval>[0]) => clearInterval(handle),
  };
  /** RxJS makes and stops its timers with these, and not with whatever has replaced them since. */
  const within = <T>(work: () => T): T => {
    const outer = intervalProvider.delegate;
    intervalProvider.delegate = delegate;
    try {
      return work();
    } finally {
      intervalProvider.delegate = outer;
    }
  };
  /**
   * What rings at this moment. A genuine one is armed again as it is, for the same delay, and keeps its interval; not for a
   * long one, for an interval counts from before the ring, and would be early by all that those who wake take.
   */
  let ringing: Action | undefined;
  const armed = (delay: number, ring: () => void): Action => {
    const again = ringing;
    ringing = undefined;
    if (genuine && delay <= EARLY && again?.delay === delay) return again.schedule(ring, delay) as Action;
    let over = false;
    return asyncScheduler.schedule<() => void>(
      function (now) {
        // Some fakes ring on when they are stopped while they ring.
        if (over) return;
        over = !genuine;
        const action = (ringing = this as Action);
        now!();
        ringing = undefined;
        if (action.pending) return;
        // RxJS would stop its interval with whatever stops intervals by now.
        delegate.clearInterval(action.id!);
        action.id = undefined;
      },
      delay,
      ring,
    ) as Action;
  };
  return {
    read: timeTold() ?? platformNow,
    arm: (delay, ring) => {
      // Genuine timers take a delay of zero for one of a millisecond.
      const action = within(() => armed(genuine ? Math.max(delay, 1) : delay, ring));
      return {
        stop: () => within(() => action.unsubscribe()),
        keepAlive: (keep) => keepAlive(action.id, keep),
        slack: genuine ? EARLY : virtual ? 0 : slack(action.id, delay),
      };
    },
  };
}

/**
 * The clock of the machine, on one RxJS timer.
 *
 * @example
 * ```ts
 * import { retry, systemClock } from "ostinato";
 * await retry(async () => "saved", {}, { clock: systemClock }); // => "saved"
 * ```
 */
export const systemClock: Clock = /* @__PURE__ */ machineClock({
  isGenuine,
  timeTold,
  maker: () => intervalProvider.delegate ?? globalThis.setInterval,
  source,
});

/**
 * A clock as a scheduler for RxJS operators, such as `timer(1000, scheduler)`: a delay of any length is kept, and `Infinity`
 * never comes.
 *
 * @param now what the scheduler tells as its time; the clock's wall time unless given
 * @throws InvalidOptionError for what is no clock, or a `now` that is no function
 * @example
 * ```ts
 * import { lastValueFrom, timer } from "rxjs";
 * import { schedulerFrom } from "ostinato/rxjs";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * await clock.runUntil(lastValueFrom(timer(60_000, schedulerFrom(clock)))); // => 0
 * ```
 */
export function schedulerFrom(clock: Clock, now: () => number = () => clock.wallNow()): SchedulerLike {
  if (!isClock(clock)) throw new InvalidOptionError("clock", CLOCK, clock);
  if (!isFunction(now)) throw new InvalidOptionError("now", "a function", now);
  const schedule = <T>(work: Work<T>, delay?: number, state?: T): Subscription =>
    new ClockAction(clock, work).schedule(state, delay);
  return { now, schedule };
}

type Work<T> = (this: SchedulerAction<T>, state: T) => void;

/**
 * The scheduler of the machine's clock.
 *
 * @example
 * ```ts
 * import { lastValueFrom, timer } from "rxjs";
 * import { scheduler } from "ostinato/rxjs";
 * await lastValueFrom(timer(1, scheduler)); // => 0
 * ```
 */
export const scheduler: SchedulerLike = /* @__PURE__ */ schedulerFrom(systemClock);

// A class, because RxJS asks a scheduled action to be a Subscription.
class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: Clock;
  readonly #work: Work<T>;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, work: Work<T>) {
    super(() => this.#cancel?.());
    this.#clock = clock;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (Number.isNaN(delay)) throw new InvalidOptionError("delay", "milliseconds", delay);
    this.#cancel?.();
    if (this.closed || delay === Infinity) return this;
    this.#cancel = this.#clock.schedule(Math.max(delay, 0), () => {
      this.#cancel = undefined;
      this.#work(state as T);
    });
    return this;
  }
}
