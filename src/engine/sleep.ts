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
  /** Ends the wait early; set while it lasts. */
  interrupt: (() => void) | undefined;
}

/** Whether so many attempts have followed without a delay that others are due for a turn; counts this one. */
export const isHasty = (run: Waiter): boolean => ++run.eager % EAGER === 0;

/** Waits, until the time has come or the run is interrupted. */
export function sleep(run: Waiter, delay: number): Promise<void> | undefined {
  if (delay > 0) return slept(run, delay);
  if (!isHasty(run)) return undefined;
  const { clock } = run;
  const turn = partOf(clock, "turn");
  return turn === undefined ? slept(run, 0) : new Promise((resolve) => turn.call(clock, resolve, run.unref));
}

const slept = (run: Waiter, delay: number): Promise<void> =>
  new Promise((resolve) => {
    const nap = new Nap(run, resolve);
    nap.bed = bedsOf(run.clock)?.(nap, delay, run.unref) ?? bedMade(nap, run, delay);
    run.interrupt = interrupt.bind(nap);
  });

/** A bed by a clock that only calls functions. */
function bedMade(nap: Nap, { clock, unref }: Waiter, delay: number): Bed {
  const cancel = clock.schedule(delay, () => nap.run(), unref);
  return { leave: () => cancel() };
}

function interrupt(this: Nap): void {
  this.run();
  this.bed?.leave(this);
}

// A class: all that a run which sleeps has besides its promise, and what ends it early.
class Nap extends Sleeper {
  #waiter: Waiter | undefined;
  bed: Bed | undefined = undefined;

  constructor(waiter: Waiter, wake: () => void) {
    super(wake);
    this.#waiter = waiter;
  }

  override run(): void {
    if (this.#waiter !== undefined) this.#waiter.interrupt = undefined;
    super.run();
  }

  override forget(): void {
    this.#waiter = undefined;
    super.forget();
  }
}
