import type { Policy } from "../policy/policy.ts";
import { promised, rescued } from "./attempt.ts";
import { Course } from "./course.ts";
import { HERE, type Surroundings } from "./env.ts";
import { Handover } from "./handover.ts";
import { valueOf } from "./loop.ts";
import { isUnwatched } from "./onlookers.ts";

/** What every call of a wrapped function shares. */
export interface Wrapped<T> {
  readonly operation: (...args: any) => T | PromiseLike<T>;
  readonly policy: Policy<T>;
  readonly name: string;
}

// A class: all that a call makes besides promises when its first attempt succeeds. The operation does not look at its
// attempt, so none is described.
class Application<T> {
  readonly #wrapped: Wrapped<T>;
  readonly #self: unknown;
  readonly #args: readonly unknown[];

  constructor(wrapped: Wrapped<T>, self: unknown, args: readonly unknown[]) {
    this.#wrapped = wrapped;
    this.#self = self;
    this.#args = args;
  }

  made(): T | PromiseLike<T> {
    return Reflect.apply(this.#wrapped.operation, this.#self, this.#args);
  }

  goOn(error: unknown): PromiseLike<T> {
    const { policy, name } = this.#wrapped;
    return new Handover(
      Course.resumed(() => this.made(), policy, HERE, undefined, name),
      error,
    );
  }
}

/** The value of one call of a wrapped function. */
export function appliedValueOf<T>(
  wrapped: Wrapped<T>,
  where: Surroundings,
  self: unknown,
  args: readonly unknown[],
): Promise<T> {
  const application = new Application(wrapped, self, args);
  if (!isUnwatched(wrapped.policy, where)) return watched(application, wrapped, where);
  return rescued(answerOf(application), application.goOn.bind(application));
}

// Apart: a function that may make a closure pays for its scope at every call.
const watched = <T>(application: Application<T>, { policy, name }: Wrapped<T>, where: Surroundings): Promise<T> =>
  valueOf(() => application.made(), policy, where, name);

function answerOf<T>(application: Application<T>): Promise<T> {
  try {
    return promised(application.made());
  } catch (error) {
    return Promise.reject(error);
  }
}
