import type { Course } from "./course.ts";

/** Resolves the promise that a caller holds. */
export type Resolve<T> = (value: T | PromiseLike<T>) => void;

/**
 * What the handler of a first failure answers with: the platform hands it the functions of the promise that the caller
 * already has, so that no other follows.
 */
export class Handover<T> implements PromiseLike<T> {
  readonly #run: Course<T>;
  readonly #error: unknown;

  constructor(run: Course<T>, error: unknown) {
    this.#run = run;
    this.#error = error;
  }

  // oxlint-disable-next-line unicorn/no-thenable
  then(resolve: unknown): never {
    return this.#run.goOn(this.#error, resolve as Resolve<T>) as never;
  }
}

/** What makes a promise reject by the function that resolves it, so that a run need not keep both. */
export const rejection = (error: unknown): PromiseLike<never> =>
  // oxlint-disable-next-line unicorn/no-thenable
  ({ then: (_: unknown, reject: (error: unknown) => void) => reject(error) }) as PromiseLike<never>;
