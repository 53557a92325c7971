import type { Random } from "../core/random.ts";
import { errorOf } from "../policy/errors.ts";
import type { RunEvent } from "../policy/events.ts";
import type { Failure, Progress } from "../policy/failure.ts";
import type { Policy } from "../policy/policy.ts";
import { counted } from "../policy/route.ts";
import { join, leave, type Link } from "./abort.ts";
import { type Clock, partOf } from "./clock.ts";
import type { AttemptContext, RunState } from "./context.ts";
import type { Surroundings } from "./env.ts";
import { randomKey } from "./key.ts";

/** What is tried: it may throw, answer, or promise an answer. */
export type Operation<T> = (attempt: AttemptContext) => T | PromiseLike<T>;

/** Where a run takes place. */
type Where = Omit<Surroundings, "trace">;

// A class: the state of one run, in one shape, made once per call.
export class Run<T> implements RunState, Link {
  readonly operation: Operation<T>;
  readonly #name: string | undefined;
  readonly policy: Policy<T>;
  readonly #where: Where;
  /** Whether anybody may see the time or the failures; what nobody sees is neither measured nor frozen. */
  readonly isObserved: boolean;
  startedAt: number;
  attempt = 0;
  previousDelay = 0;
  failure: Failure<T> | undefined = undefined;
  /** How many failures each route has taken. */
  routeAttempts: readonly number[] | undefined = undefined;
  /** What the last retry took from the budget. */
  paid = 0;
  /** How many retries had no delay. */
  eager = 0;
  /** Ends what the run is waiting for; set while it waits. */
  interrupt: (() => void) | undefined = undefined;
  /** The key of all attempts, or who has it. */
  #key: string | { readonly idempotencyKey: string } | undefined = undefined;
  /** Its neighbours among all who wait for the same signal. */
  before: Link | undefined = undefined;
  after: Link | undefined = undefined;
  #unnote: (() => void) | undefined = undefined;

  constructor(
    operation: Operation<T>,
    policy: Policy<T>,
    where: Where,
    name?: string,
    startedAt: number = where.clock.now(),
    isObserved = true,
  ) {
    this.operation = operation;
    this.#name = name;
    this.policy = policy;
    this.#where = where;
    this.isObserved = isObserved;
    this.startedAt = startedAt;
  }

  get clock(): Clock {
    return this.#where.clock;
  }

  get random(): Random {
    return this.#where.random;
  }

  get signal(): AbortSignal | undefined {
    return this.#where.signal;
  }

  get unref(): boolean {
    return this.#where.unref;
  }

  /** What to call the operation when saying what waits. */
  get name(): string {
    // What a function is called is up to whoever made it.
    const name: unknown = this.#name ?? this.operation.name;
    return typeof name === "string" && name !== "" ? name : "the operation";
  }

  get attempts(): number {
    return this.policy.attempts;
  }

  get totalTimeout(): number {
    return this.policy.totalTimeout;
  }

  get previousError(): unknown {
    return this.failure && errorOf(this.failure);
  }

  get idempotencyKey(): string {
    const key = (this.#key ??= randomKey());
    return typeof key === "string" ? key : key.idempotencyKey;
  }

  get elapsed(): number {
    return this.clock.now() - this.startedAt;
  }

  /** Milliseconds since 1970 on the wall clock. */
  get wallNow(): number {
    return this.clock.wallNow();
  }

  /** Where it stands, for functions to see. */
  get progress(): Progress {
    const { attempt, elapsed, previousDelay, routeAttempts } = this;
    return routeAttempts === undefined
      ? { attempt, elapsed, previousDelay }
      : { attempt, elapsed, previousDelay, routeAttempts };
  }

  /** Counts a failure for the route that it took. */
  routed(decision: { readonly route?: number }): void {
    const { routes } = this.policy;
    if (routes === undefined) return;
    const route = Object.hasOwn(decision, "route") ? decision.route : undefined;
    this.routeAttempts = counted(routes, this.routeAttempts, route);
  }

  get event(): RunEvent {
    return { attempt: this.attempt, attempts: this.attempts, elapsed: this.elapsed };
  }

  /** A run for one attempt beside others: under a signal of its own, with the start and the key of all. */
  beside(signal: AbortSignal): Run<T> {
    const lane = new Run<T>(this.operation, this.policy, { ...this.#where, signal }, this.#name, this.startedAt);
    lane.attempt = this.attempt;
    lane.previousDelay = this.previousDelay;
    lane.failure = this.failure;
    lane.routeAttempts = this.routeAttempts;
    lane.#key = this;
    return lane;
  }

  /** Begins anew, as if nothing had failed. */
  reset(): void {
    this.startedAt = this.clock.now();
    this.attempt = 1;
    this.previousDelay = 0;
    this.failure = undefined;
    this.routeAttempts = undefined;
    this.paid = 0;
  }

  /** Listens to the caller's signal, and tells the clock what it may be waiting for, until it leaves. */
  listen(): void {
    const { clock, signal } = this;
    if (signal !== undefined) join(signal, this);
    this.#unnote = partOf(clock, "note")?.call(clock, () => `attempt ${this.attempt} of ${this.name}`);
  }

  /** Ends what it was waiting for: the caller has left. */
  heard(): void {
    this.interrupt?.();
  }

  /** Lets go of the signal and the clock. */
  leave(): void {
    if (this.signal !== undefined) leave(this.signal, this);
    this.#unnote?.();
  }
}
