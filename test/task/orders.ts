import fc from "fast-check";
import { fixed } from "ostinato";
import {
  type App,
  createApp,
  isFinal,
  memoryBackend,
  type ResultBackend,
  type Task,
  type Worker,
} from "ostinato/tasks";
import type { VirtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";
import { jumpingClock } from "../support/jumping-clock.ts";
import { limitedTransport } from "../transport/limited.ts";

const id = fc.nat(5).map(String);
const seconds = fc.nat(40);

/** What may be done to an app, in any order; times in seconds. */
export const orders = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("send"), id, delay: fc.oneof(fc.constant(0), seconds) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("revoke", "forget"), id }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass"), delay: seconds }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("jump"), by: fc.integer({ min: -90, max: 90 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("drain"), grace: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("start", "replay", "discard") }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("broker", "backend"), isAway: fc.boolean() }) },
  ),
  { maxLength: 40, size: "max" },
);
type Order = typeof orders extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

/** What the task of each id does: how long it takes, how often it fails, and whether it asks for its retries itself. */
export const fates = fc.array(fc.record({ takes: fc.nat(50), fails: fc.nat(3), asks: fc.boolean() }), {
  minLength: 6,
  maxLength: 6,
});
type Fates = typeof fates extends fc.Arbitrary<infer T> ? T : never;

const ATTEMPTS = 3;

/** An app to which things are done, beside what must hold of it. */
export class World {
  readonly #time = jumpingClock();
  readonly clock: VirtualClock = this.#time.virtual;
  readonly app: App;
  /** What must not have happened. */
  readonly wrong: string[] = [];
  readonly #memory: ResultBackend;
  readonly #work: Task<[], string>;
  readonly #isLimited: boolean;
  readonly #away = { broker: false, backend: false };
  readonly #sent = new Set<string>();
  readonly #forgotten = new Set<string>();
  readonly #revoked = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #workers: Worker[] = [];
  readonly #draining: Promise<void>[] = [];

  constructor(whats: Fates, isLimited: boolean) {
    const { clock } = this.#time;
    const whole: Transport = isLimited ? limitedTransport({ clock }) : memoryTransport({ clock });
    const transport: Transport = { ...whole, publish: (...all) => this.#there("broker", () => whole.publish(...all)) };
    this.#memory = memoryBackend({ clock });
    this.#isLimited = isLimited;
    this.app = createApp({ clock, transport, backend: this.#watched(), random: () => 0.5 });
    this.#work = this.app.task(
      "work",
      async ({ id: own, attempt, sleep, retry }) => {
        if (this.#revoked.has(own)) this.wrong.push(`${own} was begun though it was taken back`);
        const { takes, fails, asks } = whats[Number(own.split("~")[0])]!;
        await sleep(takes * 1_000);
        if (attempt > fails) return own;
        throw asks ? retry({ delay: "3s" }) : new Error("busy");
      },
      { policy: { attempts: ATTEMPTS, schedule: fixed("5s") }, timeLimit: "26s" },
    );
    this.#start();
  }

  async follow(order: Order): Promise<void> {
    switch (order.kind) {
      case "send": {
        const result = await this.#soon(this.#work.enqueue({ id: order.id, delay: order.delay * 1_000 }));
        // The broker may still take it for a double of what was forgotten.
        if (result !== undefined && !this.#forgotten.has(order.id)) this.#sent.add(order.id);
        return;
      }
      case "revoke":
        if (await this.#soon(this.app.result(order.id).revoke())) this.#revoked.add(order.id);
        return;
      case "forget":
        await this.#memory.forget(order.id);
        for (const known of [this.#sent, this.#revoked, this.#ended]) known.delete(order.id);
        this.#forgotten.add(order.id);
        return;
      case "pass":
        return this.clock.advance(order.delay * 1_000);
      case "jump":
        return this.#time.jump(order.by * 1_000);
      case "drain":
        this.#draining.push(this.#workers.pop()?.drain({ timeout: order.grace * 1_000 }) ?? Promise.resolve());
        return;
      case "start":
        return this.#start();
      case "replay":
      case "discard":
        if (!this.#isLimited) await this.#soon(this.app.deadLetters()[order.kind]({ all: true }));
        return;
      case "broker":
      case "backend":
        this.#away[order.kind] = order.isAway;
    }
  }

  /** All is there again, and there is time enough. */
  async end(): Promise<void> {
    Object.assign(this.#away, { broker: false, backend: false });
    this.#start();
    await this.clock.runUntil(Promise.all(this.#draining));
    await this.clock.advance("3h");
    for (const one of this.#sent) {
      const { state = "UNKNOWN" } = (await this.#memory.get(one)) ?? {};
      if (!isFinal(state)) this.wrong.push(`${one} has not ended`);
    }
  }

  #start(): void {
    this.#workers.push(this.app.worker({ concurrency: 3 }).start());
  }

  /** Whatever comes of it, in virtual time; undefined where it fails. */
  #soon<T>(work: Promise<T>): Promise<T | undefined> {
    return this.clock.runUntil(work.catch(() => undefined));
  }

  #there<T>(what: "broker" | "backend", work: () => Promise<T>): Promise<T> {
    return this.#away[what] ? Promise.reject(new Error(`the ${what} is away`)) : work();
  }

  #watched(): ResultBackend {
    const memory = this.#memory;
    return {
      ...memory,
      get: (one) => this.#there("backend", () => memory.get(one)),
      set: (one, record, how) =>
        this.#there("backend", async () => {
          const kept = await memory.set(one, record, how);
          if (!kept) return false;
          if (record.attempt > ATTEMPTS) this.wrong.push(`${one} was tried too often`);
          if (isFinal(record.state) && this.#ended.has(one)) this.wrong.push(`${one} has ended twice`);
          if (isFinal(record.state)) this.#ended.add(one);
          return true;
        }),
    };
  }
}
