import type { SchedulerLike } from "rxjs";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import type { Clock } from "./clock.ts";
import { finiteDelay } from "./finite-delay.ts";

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Any RxJS scheduler as a clock, a `TestScheduler` included: its time is made monotonic and long delays go in hops.
 *
 * @throws InvalidOptionError for what is no scheduler
 * @example
 * ```ts
 * import { VirtualTimeScheduler } from "rxjs";
 * import { clockFrom } from "ostinato/rxjs";
 *
 * clockFrom(new VirtualTimeScheduler()).now(); // => 0
 * ```
 */
export function clockFrom(scheduler: SchedulerLike): Clock {
  const { now: theirs, schedule } = Object(scheduler) as Partial<SchedulerLike>;
  if (!isFunction(theirs) || !isFunction(schedule))
    throw new InvalidOptionError("scheduler", "a scheduler of RxJS: now and schedule", scheduler);
  let latest = -Infinity;
  const now = (): number => (latest = Math.max(latest, scheduler.now()));
  return {
    now,
    wallNow: () => scheduler.now(),
    schedule: (delay, run) => {
      let left = finiteDelay(delay);
      const hop = (): number => {
        const length = Math.min(left, LONGEST_TIMER);
        left -= length;
        return Math.ceil(length);
      };
      const action = scheduler.schedule(function () {
        if (left > 0) this.schedule(undefined, hop());
        else run();
      }, hop());
      return () => action.unsubscribe();
    },
  };
}
