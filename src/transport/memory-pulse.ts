import type { Clock } from "../engine/clock.ts";
import { Alarm } from "./memory-alarm.ts";
import type { MemoryConsumer } from "./memory-consumer.ts";
import type { MemoryStock } from "./memory-stock.ts";

/** What makes time pass in a transport: one timer, and only while there is a consumer whom it can serve. */
export class Pulse {
  readonly consumers: Set<MemoryConsumer> = new Set();
  readonly #clock: Clock;
  readonly #stock: MemoryStock;
  readonly #sweep: (now: number) => void;
  readonly #alarm: Alarm;
  readonly #resting: (() => void)[] = [];

  constructor(clock: Clock, stock: MemoryStock, sweep: (now: number) => void) {
    this.#clock = clock;
    this.#stock = stock;
    this.#sweep = sweep;
    this.#alarm = new Alarm(clock, () => this.#ring());
  }

  /** Sets the timer for what comes next. */
  attend(): void {
    const at = this.consumers.size === 0 ? Infinity : this.#resting.length > 0 ? 0 : this.#stock.nextAt;
    if (at === Infinity) this.#alarm.stop();
    else this.#alarm.set(at);
  }

  /** Everything else in the process gets a turn; in virtual time, whatever is due at this moment. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#clock.turn !== undefined) return this.#clock.turn(resolve);
      this.#resting.push(resolve);
      this.attend();
    });
  }

  #ring(): void {
    for (const rested of this.#resting.splice(0)) rested();
    this.#sweep(this.#clock.now());
    this.attend();
  }
}
