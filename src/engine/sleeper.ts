/** Something to run at an instant. A class: a million of them wait in one shape, without a function of their own. */
export class Sleeper {
  /** When, in milliseconds of the clock that keeps the queue. */
  due = 0;
  /** @internal Twice its `order`, and one more where it may let the process end; -1 when it is in no queue. */
  ticket = -1;
  /** @internal Who came before it to the same place in the queue. */
  next: Sleeper | undefined = undefined;
  #work: (() => void) | undefined;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Which came first, among equals. */
  get order(): number {
    return Math.floor(this.ticket / 2);
  }

  /** Whether it may let the process end. */
  get unref(): boolean {
    return this.ticket % 2 !== 0;
  }

  run(): void {
    this.#work?.();
  }

  /** Lets go of what was to run. */
  forget(): void {
    this.#work = undefined;
  }
}

/** Who wakes first. */
export const isBefore = (a: Sleeper, b: Sleeper): boolean => a.due < b.due || (a.due === b.due && a.ticket < b.ticket);
