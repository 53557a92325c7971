import type { Clock } from "../engine/clock.ts";

/** The one timer of a transport. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #at = Infinity;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at that time at the latest; one that would ring earlier may stay, for it costs less than a change. */
  set(at: number): void {
    if (this.#at <= at) return;
    this.stop();
    this.#at = at;
    this.#cancel = this.#clock.schedule(Math.max(at - this.#clock.now(), 0), () => {
      this.#at = Infinity;
      this.#cancel = undefined;
      this.#ring();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#at = Infinity;
  }
}
