import type { Delivery } from "../transport/delivery.ts";
import { contextOf } from "./attempt-context.ts";
import { called } from "./called.ts";
import type { Claims } from "./claims.ts";
import type { Hub } from "./hub.ts";
import { AttemptEndedError, SoftTimeLimitError, TimeLimitError } from "./attempt-errors.ts";
import { attemptOf, type Job } from "./job.ts";
import { Lease, type LeaseWatch } from "./lease.ts";
import { isOver } from "./record.ts";
import type { Station } from "./station.ts";
import { LimitTimers, type TimeKeeper, type TimeLimits } from "./time-limits.ts";
import type { RunningAttempt } from "./underway.ts";
import type { Ending } from "./verdict.ts";
import type { Wish } from "./wish.ts";

/** An attempt whose end is nobody's business any more: the lease is lost, the task is revoked, the worker stops. */
export interface Abandoned {
  readonly kind: "lost" | "revoked" | "stopped";
}

/** How an attempt ended, and what the task said about it. */
export interface Attempted {
  readonly ending: Ending | Abandoned;
  readonly wish: Wish | undefined;
}

/** What is known of an attempt when it starts; milliseconds. */
export interface Start {
  readonly delivery: number;
  readonly elapsed: number;
  readonly station: Station;
}

/**
 * Runs a task's function once, under its time limits and its lease. Code cannot be killed: what is given up may run on, its
 * signal is aborted, and nobody listens to it any more.
 */
export const attempted = (hub: Hub, job: Job, delivery: Delivery, start: Start, claims: Claims): Promise<Attempted> =>
  new Promise((resolve) => new Attempt(hub, job, delivery, start, claims, resolve).begin());

// A class: one is made for each attempt, and as closures all this took four times as much.
class Attempt implements RunningAttempt, LeaseWatch, TimeKeeper {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly #hub: Hub;
  readonly #job: Job;
  readonly #delivery: Delivery;
  readonly #start: Start;
  readonly #claims: Claims;
  readonly #resolve: (attempted: Attempted) => void;
  readonly #limits: TimeLimits;
  #lease: Lease | undefined;
  #unnote: (() => void) | undefined;
  #controller: AbortController | undefined;
  #given: { readonly reason: unknown } | undefined;
  #wish: Wish | undefined;
  #over = false;

  constructor(
    hub: Hub,
    job: Job,
    delivery: Delivery,
    start: Start,
    claims: Claims,
    resolve: (attempted: Attempted) => void,
  ) {
    const { id, queue } = job.envelope;
    this.id = id;
    this.task = job.registered.name;
    this.queue = queue;
    this.attempt = attemptOf(job.envelope);
    this.startedAt = hub.clock.wallNow();
    this.#hub = hub;
    this.#job = job;
    this.#delivery = delivery;
    this.#start = start;
    this.#claims = claims;
    this.#resolve = resolve;
    this.#limits = new LimitTimers(hub.clock, this);
  }

  begin(): void {
    const { clock, serializer, transport, underway } = this.#hub;
    const job = this.#job;
    const longest = longestOf(this.#hub, this.#delivery);
    this.#lease = new Lease(this.#hub, this.#delivery, this);
    this.#unnote = clock.note?.(() => `attempt ${this.attempt} of ${this.task}`);
    underway.running.add(this);
    this.#start.station.running.add(this);
    const ctx = contextOf({
      clock,
      serializer,
      transport,
      job,
      longest,
      limits: this.#limits,
      delivery: this.#start.delivery,
      elapsed: this.#start.elapsed,
      signal: () => this.#signal(),
      wish: (said) => {
        if (!this.#over) this.#wish = said;
      },
    });
    this.#limits.set(job.softTimeLimit, Math.min(job.timeLimit, longest));
    called(this.#hub, job, ctx).then(
      (value) => this.#end({ kind: "value", value }),
      (error: unknown) => this.#end({ kind: "error", error }),
    );
  }

  end(why: "revoked" | "stopped"): void {
    this.#end({ kind: why });
    this.#abort(new AttemptEndedError(why === "revoked" ? "REVOKED" : "WORKER_STOPPED"));
  }

  beat(): void {
    const { id, queue } = this;
    this.#look().catch((error: unknown) => this.#hub.bus.emit("error", { error, during: "get", id, queue }));
  }

  lost(error: unknown): void {
    this.#end({ kind: "lost" });
    this.#abort(error);
  }

  passed(kind: "soft" | "hard", limit: number): void {
    if (kind === "soft") return this.#abort(new SoftTimeLimitError(limit));
    const error = new TimeLimitError(limit);
    this.#end({ kind: "error", error });
    this.#abort(error);
  }

  async #look(): Promise<void> {
    const [record] = await Promise.all([this.#hub.backend.get(this.id), this.#claims.take()]);
    if (record !== undefined && isOver(record)) this.end("revoked");
  }

  #signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#given !== undefined) this.#controller.abort(this.#given.reason);
    return this.#controller.signal;
  }

  #abort(reason: unknown): void {
    this.#given ??= { reason };
    this.#controller?.abort(this.#given.reason);
  }

  #end(ending: Ending | Abandoned): void {
    if (this.#over) return;
    this.#over = true;
    this.#limits.stop();
    this.#lease?.stop();
    this.#unnote?.();
    this.#hub.underway.running.delete(this);
    this.#start.station.running.delete(this);
    this.#resolve({ ending, wish: this.#wish });
  }
}

/** How long a lease leaves for an attempt at most: not quite all of it, for the end has to be told in time. */
function longestOf({ transport }: Hub, delivery: Delivery): number {
  const { lease } = transport.capabilities;
  if (lease === "connection" || delivery.leaseUntil === undefined) return Infinity;
  return 0.9 * (delivery.extend === undefined ? lease.default : lease.max);
}
