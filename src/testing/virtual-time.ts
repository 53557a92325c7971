import type { Bed } from "../engine/bed.ts";
import { finiteDelay } from "../engine/finite-delay.ts";
import { Sleeper } from "../engine/sleeper.ts";
import { type Sleepers, sleepers } from "../engine/sleepers.ts";

/** Time that moves from one event to the next. */
export interface VirtualTime {
  readonly now: () => number;
  /** Moves forward to an instant; never back. */
  readonly reach: (instant: number) => void;
  readonly schedule: (delay: number, run: () => void, unref?: boolean) => () => void;
  readonly lieDown: (sleeper: Sleeper, delay: number, unref?: boolean) => Bed;
  /** Takes a sleeper out of the queue and moves to its instant; whoever asks is to run it. */
  readonly take: (sleeper: Sleeper) => void;
  readonly queue: Sleepers;
}

/** So many events, each born of the one before at one and the same instant, are a loop that will not end. */
const LONGEST_CHAIN = 10_000;

/**
 * Time at instant 0, with nothing to do.
 *
 * @param standstill makes what is thrown when the events of one instant have no end
 */
export function virtualTime(standstill: () => Error): VirtualTime {
  const queue = sleepers();
  let time = 0;
  let chain = 0;
  let born = 0;
  const bed: Bed = {
    leave: (sleeper) => {
      queue.remove(sleeper);
      sleeper.forget();
    },
  };
  const lieDown = (sleeper: Sleeper, delay: number, unref?: boolean): Bed => {
    queue.enter(sleeper, time + finiteDelay(delay), unref);
    return bed;
  };
  return {
    now: () => time,
    reach: (instant) => {
      time = Math.max(time, instant);
    },
    schedule: (delay, run, unref) => {
      const sleeper = new Sleeper(run);
      lieDown(sleeper, delay, unref);
      return () => bed.leave(sleeper);
    },
    lieDown,
    take: (sleeper) => {
      if (sleeper.due > time) [chain, born] = [0, queue.issued()];
      // Whoever was born at this very instant has been begotten by it.
      else if (sleeper.order >= born) [chain, born] = [chain + 1, queue.issued()];
      queue.remove(sleeper);
      if (chain > LONGEST_CHAIN) throw standstill();
      time = sleeper.due;
    },
    queue,
  };
}
