import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { hooks, refuse, type Refusals } from "./refusal.ts";
import { type Series, seriesOf } from "./series.ts";

/** The part of a BullMQ job's options that says how to try again. */
export interface BullMQJobOptions {
  /** How many attempts in all. */
  readonly attempts: number;
  /** How long to wait; absent where there is one attempt. */
  readonly backoff?: {
    readonly type: "fixed" | "exponential";
    /** The first delay, in milliseconds. */
    readonly delay: number;
    /** Which share of a delay a draw may take away. */
    readonly jitter?: number;
  };
}

const DATA = "none: a BullMQ job is data";

const REFUSED: Refusals = {
  attemptTimeout: "none: BullMQ has no limit per attempt",
  totalTimeout: "none: BullMQ has no limit for all attempts",
  retryIf: `${DATA}; use toBullMQStrategy, or throw an UnrecoverableError`,
  retryResult: "none: BullMQ rejects no results",
  delayHint: `${DATA}; use toBullMQStrategy`,
  routes: DATA,
  budget: DATA,
  ...hooks(`${DATA}; its worker has events`),
};

const BUILT_IN =
  "whole milliseconds that stay the same or double, without a cap that cuts them: BullMQ has no other; use toBullMQStrategy";

/**
 * The options of a BullMQ job with the attempts and the delays of a policy, whatever its schedule is made of.
 *
 * BullMQ computes `delay · 2^(n − 1)` without a cap, of which a draw takes up to the share `jitter` away. A cap that no
 * retry reaches is no hindrance. For all other delays there is {@link toBullMQStrategy}. Source: BullMQ 6.7, "Retrying
 * failing jobs", `src/classes/backoffs.ts`.
 *
 * @throws InvalidOptionError for what such options cannot say: other delays, endless attempts, time limits, functions
 * @example
 * ```ts
 * import { exponential, fullJitter, schedule } from "ostinato";
 * import { toBullMQ } from "ostinato/compat";
 *
 * toBullMQ({ attempts: 5, schedule: schedule(exponential("1s"), fullJitter) });
 * // => { attempts: 5, backoff: { type: "exponential", delay: 1000, jitter: 1 } }
 * ```
 */
export function toBullMQ(options: PolicyOptions<never>): BullMQJobOptions {
  const made = policy(options);
  refuse(made, REFUSED);
  const { attempts } = made;
  if (attempts === Infinity) throw new InvalidOptionError("attempts", "a whole number: JSON has no other", attempts);
  return attempts === 1 ? { attempts } : { attempts, backoff: backoffOf(made) };
}

function backoffOf({ schedule, attempts }: Policy<never>): BullMQJobOptions["backoff"] & {} {
  const series = seriesOf(schedule, attempts - 1);
  const type = series && typeOf(series);
  if (series === undefined || type === undefined || !Number.isSafeInteger(series.base))
    throw new InvalidOptionError("schedule", BUILT_IN, schedule.name);
  const { base: delay, jitter } = series;
  return jitter === 0 ? { type, delay } : { type, delay, jitter };
}

function typeOf({ factor, isCut }: Series): "fixed" | "exponential" | undefined {
  if (factor === 1) return "fixed";
  return factor === 2 && !isCut ? "exponential" : undefined;
}
