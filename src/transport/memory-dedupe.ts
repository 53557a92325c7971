/** Keys of messages that were taken, each for as long as the window is, in milliseconds. */
export class Dedupe {
  readonly #window: number;
  /** When each key is forgotten; the window is one for all, so the oldest key is forgotten first. */
  readonly #until = new Map<string, number>();

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
    for (const [old, until] of this.#until) {
      if (now < until) break;
      this.#until.delete(old);
    }
    this.#until.set(key, now + this.#window);
  }
}
