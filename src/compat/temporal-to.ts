import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { LONGEST_PROTOBUF } from "./protobuf-duration.ts";
import { hooks, refuse, type Refusals } from "./refusal.ts";
import { seriesOf } from "./series.ts";
import { typesIn } from "./temporal-errors.ts";
import type { TemporalRetryPolicy } from "./temporal-from.ts";

const OUTSIDE = "none: Temporal retries on its server, which does not have it";

const REFUSED: Refusals = {
  attemptTimeout: "none: in Temporal it is the activity's startToCloseTimeout",
  totalTimeout: "none: in Temporal it is the activity's scheduleToCloseTimeout",
  retryResult: OUTSIDE,
  delayHint: `${OUTSIDE}; an ApplicationFailure may carry a nextRetryDelay`,
  routes: OUTSIDE,
  budget: OUTSIDE,
  ...hooks(OUTSIDE),
};

const SERIES = "delays without a draw that multiply up to a cap, or stay the same";

/**
 * Temporal's `RetryPolicy` with the attempts and the delays of a policy, whatever its schedule is made of.
 *
 * @throws InvalidOptionError for what Temporal cannot keep: a schedule with a draw, without any delay, or of another kind than
 * `min(initialInterval · backoffCoefficient^(n − 1), maximumInterval)`; time limits, which are options of the activity; and
 * functions, unless they came from {@link fromTemporal}
 * @example
 * ```ts
 * import { cap, exponential, schedule } from "ostinato";
 * import { toTemporal } from "ostinato/compat";
 *
 * toTemporal({ attempts: 6, schedule: schedule(exponential("200ms"), cap("30s")) });
 * // => { initialInterval: 200, backoffCoefficient: 2, maximumInterval: 30000, maximumAttempts: 6 }
 * ```
 */
export function toTemporal(options: PolicyOptions<never>): TemporalRetryPolicy {
  const made = policy(options);
  refuse(made, REFUSED);
  const types = made.retryIf && typesIn(made.retryIf);
  if (made.retryIf !== undefined && types === undefined)
    throw new InvalidOptionError("retryIf", `${OUTSIDE}; name classes in nonRetryableErrorTypes`, made.retryIf);
  return {
    ...(made.attempts > 1 && intervals(made)),
    ...(made.attempts < Infinity && { maximumAttempts: made.attempts }),
    ...(types !== undefined && types.length > 0 && { nonRetryableErrorTypes: [...types] }),
  };
}

function intervals({ schedule, attempts }: Policy<never>): TemporalRetryPolicy {
  const series = seriesOf(schedule, attempts - 1);
  if (series === undefined || series.jitter > 0 || series.base === 0)
    throw new InvalidOptionError("schedule", SERIES, schedule.name);
  const { base, factor, most, last } = series;
  const longest = most > LONGEST_PROTOBUF ? last : most;
  if (longest > LONGEST_PROTOBUF)
    throw new InvalidOptionError("schedule", `${SERIES}, none above 10000 years`, schedule.name);
  return { initialInterval: base, backoffCoefficient: factor, maximumInterval: longest };
}
