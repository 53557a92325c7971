import type { Random } from "../core/random.ts";
import type { Policy } from "../policy/policy.ts";
import type { Clock } from "./clock.ts";
import type { Surroundings } from "./env.ts";
import { tell } from "./report.ts";
import { Course } from "./course.ts";
import type { Operation } from "./run.ts";

/** What a run is made of. */
export interface RunParts<T> {
  readonly operation: Operation<T>;
  readonly policy: Policy<T>;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
}

/** Watches runs from within, such as a recorder. */
export interface TraceSink {
  /**
   * Shown what a run is made of before it begins; answers with what it is to be made of: the same, watched. What it
   * throws is reported and changes nothing.
   */
  readonly begin: <T>(parts: RunParts<T>) => RunParts<T>;
}

/** A run as whoever traces it wants it to be. */
export function begun<T>(operation: Operation<T>, policy: Policy<T>, where: Surroundings, name?: string): Course<T> {
  const { trace, unref } = where;
  if (trace === undefined) return new Course(operation, policy, where, name);
  const { clock, random, signal } = where;
  let run: Course<T> | undefined;
  const watch = (parts: RunParts<T>): void => {
    const watched = trace.begin(parts);
    run = new Course(watched.operation, watched.policy, { ...watched, unref }, name ?? operation.name);
  };
  tell("trace", watch, () => ({ operation, policy: Object.freeze(policy), clock, random, signal }));
  return run ?? new Course(operation, policy, where, name);
}
