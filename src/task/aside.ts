import type { Clock } from "../engine/clock.ts";

/** So long nothing is done about a timer, in milliseconds. */
const ASIDE = 500;

/** A timer that may be taken back. */
export interface Far {
  cancel(): void;
}

/**
 * Timers that are far away, and most often taken back before long, such as the renewal of a lease. They are put aside, with
 * one timer for all of them; only those that are still wanted when it rings get one of their own. A task that ends before that
 * so pays for none, which was 2 µs.
 */
export class Aside {
  readonly #clock: Clock;
  #waiting = new Set<FarTimer>();
  #isArmed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `run` after so many milliseconds; the wait may let the process end. */
  schedule(delay: number, run: () => void): Far {
    const timer = new FarTimer(this.#waiting, run);
    if (delay <= ASIDE) timer.arm(this.#clock, delay);
    else this.#put(timer, delay);
    return timer;
  }

  #put(timer: FarTimer, delay: number): void {
    timer.dueAt = this.#clock.now() + delay;
    this.#waiting.add(timer);
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#clock.schedule(ASIDE, () => this.#sort(), true);
  }

  #sort(): void {
    this.#isArmed = false;
    const now = this.#clock.now();
    for (const timer of this.#waiting) timer.arm(this.#clock, timer.dueAt - now);
    this.#waiting.clear();
  }
}

class FarTimer implements Far {
  dueAt = 0;
  readonly #waiting: Set<FarTimer>;
  readonly #run: () => void;
  #cancel: (() => void) | undefined;

  constructor(waiting: Set<FarTimer>, run: () => void) {
    this.#waiting = waiting;
    this.#run = run;
  }

  arm(clock: Clock, delay: number): void {
    this.#cancel = clock.schedule(Math.max(delay, 0), this.#run, true);
  }

  cancel(): void {
    this.#waiting.delete(this);
    this.#cancel?.();
  }
}
