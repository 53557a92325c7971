import { type Env, surroundings } from "../engine/env.ts";
import { tell } from "../engine/report.ts";
import { decide } from "../policy/decide.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { hooks, refuse, type Refusals } from "./refusal.ts";
import { refuseMemory } from "./remembers.ts";

/** What a BullMQ worker takes as `settings.backoffStrategy`: milliseconds, or −1 for no retry. */
export type BullMQStrategy = (attemptsMade: number, type?: string, error?: Error) => number;

const UNTOLD = "none: BullMQ does not tell its strategy of it";

const REFUSED: Refusals = {
  attemptTimeout: UNTOLD,
  totalTimeout: UNTOLD,
  retryResult: UNTOLD,
  routes: UNTOLD,
  budget: UNTOLD,
  ...hooks("none: a BullMQ worker has events"),
};

/**
 * A policy as the `backoffStrategy` of a BullMQ worker: any schedule, and the policy's judgement of the error.
 *
 * It serves the jobs whose `backoff` has a type that BullMQ does not know, such as `"custom"`. The job's own `attempts` hold
 * as well. Delays are rounded up to whole milliseconds; `retryIf` and `delayHint` see 0 for the time that has passed. A
 * function of the policy that fails ends the job, and is reported as a warning. Source: BullMQ 6.7, "Retrying failing jobs".
 *
 * @param env the draws and the wall clock
 * @throws InvalidOptionError for what a strategy is not told: time limits, results, routes, budgets, the delay before
 * @example
 * ```ts
 * import { cap, exponential, onError, schedule } from "ostinato";
 * import { toBullMQStrategy } from "ostinato/compat";
 *
 * const backoffStrategy = toBullMQStrategy({
 *   attempts: 9,
 *   schedule: schedule(exponential("1s"), cap("5s")),
 *   retryIf: onError(RangeError),
 * });
 * backoffStrategy(4, "custom", new RangeError("busy")); // => 5000
 * backoffStrategy(4, "custom", new TypeError("no such user")); // => -1
 * ```
 */
export function toBullMQStrategy(options: PolicyOptions<never>, env?: Pick<Env, "clock" | "random">): BullMQStrategy {
  const made = policy(options);
  refuse(made, REFUSED);
  refuseMemory(made, "BullMQ");
  const { clock, random } = surroundings(env);
  return (attemptsMade, _type, error) => {
    const failure = { kind: "error", error } as const;
    const progress = { attempt: attemptsMade, elapsed: 0, previousDelay: 0 };
    const decision = decide(made, failure, progress, { wallNow: clock.wallNow(), random });
    if (decision.kind === "retry") return Math.ceil(decision.delay);
    // Thrown, it would leave the job where it is until BullMQ finds that it has stalled, and runs it again.
    if (decision.reason === "policy-error") tell("backoffStrategy", thrower, () => decision.error);
    return -1;
  };
}

function thrower(error: unknown): never {
  throw error;
}
