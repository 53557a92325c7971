import type { SchedulerLike } from "rxjs";
import { type Duration, toMillis } from "../core/duration.ts";
import { optionsOf } from "../core/options.ts";
import { withBeds } from "../engine/bed.ts";
import type { Clock } from "../engine/clock.ts";
import { schedulerFrom } from "../engine/scheduler.ts";
import type { Sleeper } from "../engine/sleepers.ts";
import { asTheyCame, type Order } from "./order.ts";
import { StandstillError } from "./standstill.ts";
import { inTurns, patiently, quiet } from "./turns.ts";
import { virtualTime } from "./virtual-time.ts";

/** A clock that moves only when it is told to; also a scheduler for RxJS operators. */
export interface VirtualClock extends Clock, SchedulerLike {
  schedule: Clock["schedule"] & SchedulerLike["schedule"];
  /**
   * Moves time forward, running what falls due in order; promises settle between any two timers.
   *
   * Rejects with the first error that a scheduled function threw, once the others have run.
   *
   * @throws InvalidOptionError when it is not a duration
   */
  advance(duration: Duration): Promise<void>;
  /**
   * Moves time forward until a promise has settled, and settles as it did.
   *
   * Rejects with a `StandstillError` when nothing is scheduled and the promise still waits.
   */
  runUntil<T>(promise: PromiseLike<T>): Promise<T>;
  /** What is scheduled: milliseconds from now, soonest first. */
  pending(): readonly number[];
}

/** How a virtual clock begins, and how patient it is. */
export interface VirtualClockOptions {
  /** The wall clock's epoch milliseconds at the start; 0 unless given. */
  readonly wallNow?: number | undefined;
  /** How long, in real time, something outside virtual time may take before `runUntil` gives up; 1 s unless given. */
  readonly patience?: Duration | undefined;
}

/**
 * A clock for tests: hours pass in microseconds, in the same order every time.
 *
 * @example
 * ```ts
 * import { fixed, retry } from "ostinato";
 * import { virtualClock } from "ostinato/testing";
 *
 * const clock = virtualClock();
 * let calls = 0;
 * const failing = () => Promise.reject(new Error(`failure ${++calls}`));
 * const run = retry(failing, { attempts: 2, schedule: fixed("1h") }, { clock }).catch((error) => error.message);
 * await clock.advance("59m");
 * calls; // => 1
 * await clock.runUntil(run); // => "failure 2"
 * clock.now(); // => 3600000
 * ```
 */
export const virtualClock = (options: VirtualClockOptions = {}): VirtualClock => clockInOrder(options, asTheyCame);

/** A virtual clock in which what is due at one and the same instant comes in an order of its own. */
export function clockInOrder(options: VirtualClockOptions, order: Order): VirtualClock {
  const read = optionsOf(options, "virtual clock", ["wallNow", "patience"]);
  const start = read<number>("wallNow", "epoch milliseconds", Number.isFinite) ?? 0;
  // The default stands in for undefined alone: null is no duration.
  const [patient = 1_000] = [read<Duration>("patience")];
  const patience = toMillis(patient, "patience");
  const notes = new Set<() => string>();
  const errors: unknown[] = [];
  const standstill = (why?: string): StandstillError =>
    new StandstillError(
      now(),
      [...notes].map((note) => note()),
      why,
    );
  const { now, reach, schedule, lieDown, take, queue } = virtualTime(() => standstill("goes on without any delay"));

  const clock: Clock = {
    now,
    wallNow: () => start + now(),
    schedule,
    note: (what) => {
      notes.add(what);
      return () => notes.delete(what);
    },
  };
  /** Runs what is due next, if that is not after `limit`; answers whether anything was. */
  const step = (limit: number): boolean => {
    let ran = false;
    do {
      if (queue.first(limit) === undefined) return ran;
      ran = true;
      run(order.first(queue)!);
    } while (order.atOnce(queue, now()));
    return true;
  };
  const run = (next: Sleeper): void => {
    take(next);
    try {
      next.run();
    } catch (error) {
      errors.push(error);
    }
  };
  const raise = (): void => {
    if (errors.length > 0) throw errors.splice(0)[0];
  };
  const scheduler = schedulerFrom(clock);

  return {
    ...clock,
    schedule: withBeds(
      ((first: unknown, second: unknown, third: unknown) =>
        typeof first === "function"
          ? scheduler.schedule(first as never, second as number, third)
          : clock.schedule(first as number, second as () => void, third as boolean)) as VirtualClock["schedule"],
      lieDown,
    ),
    pending: () => queue.all().map(({ due }) => due - now()),
    advance: async (duration) => {
      const target = now() + toMillis(duration);
      await inTurns(() => {
        const ran = step(target);
        if (!ran) reach(target);
        return ran;
      });
      await quiet();
      raise();
    },
    runUntil: async (promise) => {
      let settled = false;
      const settle = (): void => void (settled = true);
      // Once, for some begin their work anew each time they are asked.
      const asked = Promise.resolve(promise);
      asked.then(settle, settle);
      for (;;) {
        await inTurns(() => !settled && errors.length === 0 && step(Infinity));
        if (settled || errors.length > 0) break;
        await patiently(patience, () => settled || queue.size() > 0);
        if (!settled && queue.size() === 0) throw standstill();
      }
      raise();
      return asked;
    },
  };
}
