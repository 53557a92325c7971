import type { Outcome } from "../policy/failure.ts";
import type { Policy } from "../policy/policy.ts";
import { called, rescued } from "./attempt.ts";
import type { Course } from "./course.ts";
import type { Surroundings } from "./env.ts";
import { FirstAttempt } from "./first-attempt.ts";
import { Handover } from "./handover.ts";
import { isObserved, isUnwatched } from "./onlookers.ts";
import type { Operation } from "./run.ts";
import { begun } from "./trace.ts";

/** How a run ended. */
export function outcomeOf<T>(run: Course<T>): Promise<Outcome<T>> {
  return courseOf(run).then(
    (value) => ({ ok: true, value, attempts: run.attempt, elapsed: run.elapsed }),
    (error: unknown) => {
      if (run.outcome === undefined) throw error;
      return run.outcome;
    },
  );
}

const courseOf = <T>(run: Course<T>): Promise<T> => new Promise((resolve) => run.begin(resolve));

/**
 * The value of a run, or the rejection with its last error.
 *
 * @throws InvalidOptionError for an operation, a policy or an environment that cannot be used
 */
export function valueOf<T>(operation: Operation<T>, policy: Policy<T>, where: Surroundings, name?: string): Promise<T> {
  if (!isUnwatched(policy, where)) return courseOf(begun(operation, policy, where, name));
  const startedAt = isObserved(operation, policy) ? where.clock.now() : undefined;
  const first = new FirstAttempt(operation, policy, startedAt, name);
  // Bound and not closed over: half the bytes, at every call.
  return rescued(called(operation, first), (goOn<T>).bind(first));
}

function goOn<T>(this: FirstAttempt<T>, error: unknown): PromiseLike<T> {
  return new Handover(FirstAttempt.run(this), error);
}
