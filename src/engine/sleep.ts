import { type Clock, partOf } from "./clock.ts";

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
    const wake = (): void => {
      run.interrupt = undefined;
      resolve();
    };
    const cancel = run.clock.schedule(delay, wake, run.unref);
    run.interrupt = () => {
      wake();
      cancel();
    };
  });
