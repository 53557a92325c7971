import { type Bed, bedsOf } from "./bed.ts";
import { type Clock, partOf } from "./clock.ts";
import { Sleeper } from "./sleeper.ts";

/** After so many attempts without a delay, everything else in the process gets a turn. */
const EAGER = 32;

/** Who waits: a run, of whatever kind. */
export interface Waiter {
  readonly clock: Clock;
  readonly unref: boolean;
  /** How many waits had no delay. */
  eager: number;
}

/** Whether so many attempts have followed without a delay that others are due for a turn; counts this one. */
export const isHasty = (run: Waiter): boolean => ++run.eager % EAGER === 0;

/** Has something called after a delay; after one of zero, when everything else has had a turn, and then it is not taken back. */
export function later({ clock, unref }: Waiter, delay: number, wake: () => void): Nap | undefined {
  const turn = delay > 0 ? undefined : partOf(clock, "turn");
  if (turn === undefined) return new Nap(wake).begin(clock, delay, unref);
  turn.call(clock, wake, unref);
  return undefined;
}

/** A sleeper that knows where it lies. */
export class Nap extends Sleeper {
  #bed: Bed | undefined = undefined;

  begin(clock: Clock, delay: number, unref: boolean): this {
    this.#bed = bedsOf(clock)?.(this, delay, unref) ?? bedMade(this, clock, delay, unref);
    return this;
  }

  leave(): void {
    this.#bed?.leave(this);
  }
}

/** A bed by a clock that only calls functions. */
function bedMade(nap: Nap, clock: Clock, delay: number, unref: boolean): Bed {
  const cancel = clock.schedule(delay, () => nap.run(), unref);
  return { leave: () => cancel() };
}

/** Who waits, and may be called away. */
export interface Sleeping extends Waiter {
  /** Ends the wait early; set while it lasts. */
  interrupt: (() => void) | undefined;
}

/** Waits, until the time has come or the run is interrupted. */
export function sleep(run: Sleeping, delay: number): Promise<void> | undefined {
  if (delay <= 0 && !isHasty(run)) return undefined;
  return new Promise((resolve) => {
    const wake = (): void => {
      run.interrupt = undefined;
      resolve();
    };
    const nap = later(run, delay, wake);
    run.interrupt = () => {
      wake();
      nap?.leave();
    };
  });
}
