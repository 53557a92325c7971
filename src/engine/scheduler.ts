import type { SchedulerAction, SchedulerLike } from "rxjs";
import { asyncScheduler } from "rxjs/internal/scheduler/async";
import { intervalProvider } from "rxjs/internal/scheduler/intervalProvider";
import { Subscription } from "rxjs/internal/Subscription";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import { type Clock, CLOCK, isClock } from "./clock.ts";
import { EARLY, isReplaced, platformNow, readings, slack } from "./platform.ts";
import { type TimeLine, timeLine, type TimeSource } from "./time-line.ts";
import { keepAlive } from "./timers.ts";
import { turn } from "./turn.ts";

/**
 * The clock of the machine: any number of sleepers, woken by one timer of RxJS's `asyncScheduler`; monotonic.
 *
 * Whoever replaces the timers begins a time line of its own, so that a test with fake timers neither wakes nor wedges what
 * sleeps for real, nor the other way round.
 */
function rxClock(): Clock {
  const platform = timeLine(source());
  let replaced = platform;
  let replacer: object | undefined;
  let dates: DateConstructor | undefined;
  let latest = 0;

  const current = (): TimeLine => {
    if (isGenuine()) return platform;
    const maker = intervalProvider.delegate ?? globalThis.setInterval;
    // Some fakes make their timers with one function for ever; their dates tell one use from the next.
    if (maker !== replacer || Date !== dates) replaced = timeLine(source());
    replacer = maker;
    dates = Date;
    return replaced;
  };

  return {
    now: () => (latest = current().now(latest)),
    wallNow: () => Date.now(),
    schedule: (delay, run, unref) => {
      if (timeTold() !== undefined) return current().schedule(delay, run, unref);
      // Nothing tells how far faked timers have come, so each sleeper has one of its own to go by.
      const own = timeLine(source());
      const keepUp = (): void => void (latest = own.now(latest));
      keepUp();
      return own.schedule(delay, () => (keepUp(), run()), unref);
    },
    turn,
  };
}

/** Whether timers are the platform's own at this moment: neither replaced, nor those of RxJS's virtual time. */
const isGenuine = (): boolean => intervalProvider.delegate === undefined && !isReplaced();
const timeTold = (): (() => number) | undefined => (intervalProvider.delegate === undefined ? readings() : undefined);

type Handle = Parameters<typeof intervalProvider.clearInterval>[0];

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
  return {
    read: timeTold() ?? platformNow,
    arm: (delay, ring) => {
      let over = false;
      const action: Subscription & { id?: Handle | undefined } = within(() =>
        asyncScheduler.schedule(() => {
          // Some fakes ring on when they are stopped while they ring.
          if (over) return;
          over = true;
          // RxJS would stop its interval with whatever stops intervals by now.
          delegate.clearInterval(action.id!);
          action.id = undefined;
          ring();
        }, delay),
      );
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
export const systemClock: Clock = /* @__PURE__ */ rxClock();

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
