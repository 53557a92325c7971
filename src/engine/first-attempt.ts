import type { Policy } from "../policy/policy.ts";
import type { AttemptContext } from "./context.ts";
import { HERE } from "./env.ts";
import { Course } from "./course.ts";
import type { Operation } from "./run.ts";

// A class: all that a call makes besides promises when its first attempt succeeds, so each field counts. The run is made after
// a failure, or when the attempt is asked for something that has to be kept.
export class FirstAttempt<T> implements AttemptContext {
  readonly #operation: Operation<T>;
  readonly #policy: Policy<T>;
  readonly #startedAt: number | undefined;
  readonly #name: string | undefined;
  #kept: { readonly run: Course<T>; signal?: AbortSignal } | undefined = undefined;

  /** @param startedAt undefined where nobody is expected to ask for the time */
  constructor(operation: Operation<T>, policy: Policy<T>, startedAt: number | undefined, name: string | undefined) {
    this.#operation = operation;
    this.#policy = policy;
    this.#startedAt = startedAt;
    this.#name = name;
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
    return (FirstAttempt.#keep(this).signal ??= new AbortController().signal);
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
    return FirstAttempt.#keep(this).run.idempotencyKey;
  }

  // Static: a private method would be a field of each.
  static #keep<T>(first: FirstAttempt<T>): { readonly run: Course<T>; signal?: AbortSignal } {
    return (first.#kept ??= {
      run: Course.resumed(first.#operation, first.#policy, HERE, first.#startedAt, first.#name),
    });
  }

  /** The run that goes on when the attempt has failed. */
  static run<T>(first: FirstAttempt<T>): Course<T> {
    return FirstAttempt.#keep(first).run;
  }
}
