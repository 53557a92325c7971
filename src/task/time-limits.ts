import type { Clock } from "../engine/clock.ts";

/** The two time limits of an attempt, which may be set anew while it runs. */
export interface TimeLimits {
  /** Sets them, in milliseconds from now; `Infinity` for none. */
  set(soft: number, hard: number): void;
  /** Milliseconds until the hard one. */
  left(): number;
  stop(): void;
}

/** Who is told of the limit that has passed, and how long it was. */
export interface TimeKeeper {
  passed(kind: "soft" | "hard", limit: number): void;
}

// A class: one is made for each attempt, and most have no limits.
/** Timers for the limits of an attempt. */
export class LimitTimers implements TimeLimits {
  readonly #clock: Clock;
  readonly #keeper: TimeKeeper;
  #soft: (() => void) | undefined;
  #hard: (() => void) | undefined;
  #end = Infinity;
  #isOver = false;

  constructor(clock: Clock, keeper: TimeKeeper) {
    this.#clock = clock;
    this.#keeper = keeper;
  }

  set(soft: number, hard: number): void {
    this.#cancel();
    this.#end = hard === Infinity ? hard : this.#clock.now() + hard;
    this.#soft = this.#armed("soft", soft);
    this.#hard = this.#armed("hard", hard);
  }

  left(): number {
    return this.#end - this.#clock.now();
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #cancel(): void {
    this.#soft?.();
    this.#hard?.();
    this.#soft = undefined;
    this.#hard = undefined;
  }

  /** @returns what takes it back */
  #armed(kind: "soft" | "hard", limit: number): (() => void) | undefined {
    // What was given up may run on, and still ask for other limits.
    if (limit === Infinity || this.#isOver) return undefined;
    const clock = this.#clock;
    let over = false;
    const tell = (): void => {
      if (!over) this.#keeper.passed(kind, limit);
    };
    // An answer that waits in a socket when the event loop has stalled still gets one turn to be heard.
    const cancel = clock.schedule(limit, () => (clock.turn === undefined ? tell() : clock.turn(tell)));
    return () => {
      over = true;
      cancel();
    };
  }
}
