import { draw, type Random } from "../core/random.ts";
import type { Failure } from "../policy/failure.ts";
import type { Call, Caller } from "./callee.ts";
import { fifo } from "./fifo.ts";
import { doneAt, type Outage } from "./outage.ts";
import type { ServerCounts } from "./server-counts.ts";
import type { Server } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";

// Classes: a fleet makes a million calls, and a queue may hold as many.
/** Workers, and the calls that wait for one. */
export class WorkerLine {
  readonly #server: Server;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #counts: ServerCounts;
  readonly #queue = fifo<Queued>();
  #waiting = 0;
  #busy = 0;
  /** How often the row has been changed. */
  #version = 0;
  outage: Outage["how"] | undefined;

  constructor(server: Server, time: VirtualTime, random: Random, counts: ServerCounts) {
    this.#server = server;
    this.#time = time;
    this.#random = random;
    this.#counts = counts;
  }

  /** Whether a call would neither be worked on now nor find a place to wait. */
  get isFull(): boolean {
    return !this.#hasWorker && this.#waiting >= this.#server.queue;
  }

  get #hasWorker(): boolean {
    return this.#busy < this.#server.workers && this.outage !== "stalls";
  }

  join(caller: Caller): Call {
    const call = new Queued(this, caller);
    this.#counts.held++;
    if (this.#hasWorker) this.#work(call);
    else {
      this.#waiting++;
      this.#queue.add(call);
    }
    return call;
  }

  /** Hears that the caller of a waiting call has left; answers whether the call is dropped. */
  drops(): boolean {
    if (this.#server.abandoned === "served") return false;
    this.#waiting--;
    this.#counts.held--;
    this.#counts.dropped++;
    return true;
  }

  fall(how: Outage["how"]): void {
    this.outage = how;
  }

  rise(): void {
    this.outage = undefined;
    this.#goOn();
  }

  /** Workers without work take what waits. */
  #goOn(): void {
    for (let call = this.#next(); call !== undefined; call = this.#next()) this.#work(call);
  }

  #next(): Queued | undefined {
    if (!this.#hasWorker) return undefined;
    let call = this.#queue.take();
    while (call?.state === "dropped") call = this.#queue.take();
    if (call !== undefined) this.#waiting--;
    return call;
  }

  #work(call: Queued): void {
    const [time, seen] = [this.#time, this.#version];
    const end = doneAt(this.#server.outages, time.now(), this.#server.serviceTime(this.#random));
    this.#busy++;
    call.state = "working";
    time.schedule(end - time.now(), () => {
      this.#busy--;
      this.#counts.held--;
      this.#counts.served++;
      const failure = this.#failure(seen);
      if (failure !== undefined) this.#counts.failed++;
      if (call.caller === undefined) this.#counts.wasted++;
      call.caller?.answer(failure);
      this.#goOn();
    });
  }

  #failure(seen: number): Failure | undefined {
    const { failureRate, lock, error } = this.#server;
    if (failureRate > 0 && draw(this.#random) < failureRate) return { kind: "error", error: error("FAILED") };
    if (lock === "optimistic" && seen !== this.#version) return { kind: "error", error: error("CONFLICT") };
    this.#version++;
    return undefined;
  }
}

class Queued implements Call {
  readonly #line: WorkerLine;
  caller: Caller | undefined;
  state: "waiting" | "working" | "dropped" = "waiting";

  constructor(line: WorkerLine, caller: Caller) {
    this.#line = line;
    this.caller = caller;
  }

  leave(): void {
    this.caller = undefined;
    if (this.state === "waiting" && this.#line.drops()) this.state = "dropped";
  }
}
