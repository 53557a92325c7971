/**
 * Values by key, in the order in which they were set, that knows its oldest.
 *
 * A map walked from its beginning passes the place of each that has left, until it makes itself anew: in one that loses its
 * oldest at every step, that was most of a task's time. This one goes on from where it was.
 */
export class ByAge<Value> {
  readonly #map = new Map<string, Value>();
  #oldest: readonly [key: string, value: Value] | undefined;
  /** Whether the oldest has left, or has come again, since it was last looked at. */
  #isGone = true;
  #walk: Iterator<readonly [string, Value], undefined> | undefined;

  get size(): number {
    return this.#map.size;
  }

  get(key: string): Value | undefined {
    return this.#map.get(key);
  }

  /** Sets it as the youngest. */
  set(key: string, value: Value): void {
    this.delete(key);
    this.#map.set(key, value);
  }

  delete(key: string): void {
    if (this.#map.delete(key) && key === this.#oldest?.[0]) this.#isGone = true;
  }

  get oldest(): readonly [key: string, value: Value] | undefined {
    if (!this.#isGone) return this.#oldest;
    const walk = this.#walk ?? this.#map.entries();
    const { value } = walk.next();
    // Kept from the first that has left, since before that there is nothing to pass, to the last.
    this.#walk = value === undefined || this.#oldest === undefined ? undefined : walk;
    this.#oldest = value;
    this.#isGone = value === undefined;
    return value;
  }
}
