import { InvalidOptionError } from "../core/invalid-option.ts";
import { fixed } from "../core/sources.ts";
import type { Schedule } from "../core/schedule.ts";
import { type Env, surroundings } from "../engine/env.ts";
import { hedged } from "../engine/hedged.ts";
import { type Operation, Run } from "../engine/run.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";

/** A policy whose schedule spaces attempts that run side by side. */
export interface HedgeOptions<in T = unknown> extends PolicyOptions<T> {
  /** How long an attempt may be silent before the next one starts beside it. */
  readonly schedule: Schedule;
}

/**
 * Calls an operation again beside itself while it is silent: the first answer wins, the others are aborted and their
 * results swallowed. A failure starts the next attempt at once, or when its hint or the schedule of its route says; if all
 * fail, the last error rejects.
 *
 * The operation must be safe to run several times at once. Every further attempt is charged to the policy's budget, and one
 * that it refuses is not made. A failure that is not worth a retry ends all.
 *
 * Source: J. Dean and L. Barroso, "The Tail at Scale", 2013.
 *
 * @example
 * ```ts
 * import { fixed, hedge } from "ostinato";
 *
 * await hedge(async ({ attempt }) => `replica ${attempt}`, { schedule: fixed("100ms"), attempts: 2 }); // => "replica 1"
 * ```
 */
export async function hedge<T>(operation: Operation<T>, options: HedgeOptions<NoInfer<T>>, env?: Env): Promise<T> {
  if (typeof operation !== "function") throw new InvalidOptionError("operation", "a function", operation);
  const spaced = policy<T>(options);
  if ((options as Partial<HedgeOptions> | undefined)?.schedule === undefined)
    throw new InvalidOptionError("schedule", "a schedule that spaces the attempts", undefined);
  // What follows a failure follows at once; the schedule is for silence.
  const eager = policy<T>({ ...spaced, schedule: fixed(0) });
  const outcome = await hedged(new Run(operation, eager, surroundings(env)), spaced.schedule);
  if (outcome.ok) return outcome.value;
  throw outcome.error;
}
