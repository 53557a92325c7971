import { ByAge } from "./by-age.ts";

/** Keys of messages that were taken, each for as long as the window is, in milliseconds. */
export class Dedupe {
  readonly #window: number;
  /** When each key is forgotten; the window is one for all, so the oldest key is forgotten first. */
  readonly #until = new ByAge<number>();

  constructor(window: number) {
    this.#window = window;
  }

  has(key: string | undefined, now: number): boolean {
    if (key === undefined) return false;
    const until = this.#until.get(key);
    return until !== undefined && now < until;
  }

  add(key: string | undefined, now: number): void {
    if (key === undefined || this.#window === 0) return;
    for (let { oldest } = this.#until; oldest !== undefined && oldest[1] <= now; { oldest } = this.#until)
      this.#until.delete(oldest[0]);
    this.#until.set(key, now + this.#window);
  }
}
