import type { Policy } from "../policy/policy.ts";
import type { AttemptContext } from "./context.ts";
import type { Surroundings } from "./env.ts";
import { randomKey } from "./key.ts";
import { isObserved } from "./onlookers.ts";
import { type Operation, Run } from "./run.ts";

// A class: all that a call makes besides promises when its first attempt succeeds. The run is made after a failure.
export class FirstAttempt<T> implements AttemptContext {
  readonly #operation: Operation<T>;
  readonly #policy: Policy<T>;
  readonly #where: Surroundings;
  readonly #name: string | undefined;
  readonly #startedAt: number | undefined;
  #signal: AbortSignal | undefined = undefined;
  #key: string | undefined = undefined;

  constructor(operation: Operation<T>, policy: Policy<T>, where: Surroundings, name: string | undefined) {
    this.#operation = operation;
    this.#policy = policy;
    this.#where = where;
    this.#name = name;
    this.#startedAt = isObserved(operation, policy, where.clock) ? where.clock.now() : undefined;
  }

  get attempt(): number {
    return 1;
  }

  get attempts(): number {
    return this.#policy.attempts;
  }

  get isLast(): boolean {
    return this.#policy.attempts === 1;
  }

  /** Never aborts: nothing ends an attempt that nobody watches. */
  get signal(): AbortSignal {
    return (this.#signal ??= new AbortController().signal);
  }

  get remaining(): number {
    return Infinity;
  }

  get elapsed(): number {
    return 0;
  }

  get previousDelay(): number {
    return 0;
  }

  get previousError(): unknown {
    return undefined;
  }

  get idempotencyKey(): string {
    return (this.#key ??= randomKey());
  }

  /** The run that goes on when the attempt has failed. */
  static run<T>(first: FirstAttempt<T>): Run<T> {
    return Run.resumed(first.#operation, first.#policy, first.#where, first.#name, first, first.#startedAt);
  }
}
