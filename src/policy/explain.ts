import { capAt } from "../core/cap-of.ts";
import { meansOf } from "../core/mean.ts";
import { type Reach, reachOf } from "../core/reach.ts";
import { expectedOf, isLate, type Extent, leastOf, worstOf } from "./extent.ts";
import { type Policy, policy, type PolicyOptions } from "./policy.ts";

/** One attempt, all in milliseconds from the start of the run. */
export interface ExplainRow {
  readonly attempt: number;
  /** The shortest, expected and longest delay before it; all 0 for the first. */
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  /** The latest instant by which it starts, if it starts at all; `Infinity` where the attempts before it have no limit. */
  readonly latest: number;
  /**
   * Which limit holds here: the cap sets the longest delay before it, the attempts end the run behind it, or the deadline
   * may end the run during it or in place of the delay behind it.
   */
  readonly binds: "cap" | "attempts" | "deadline" | undefined;
}

/** What a policy can come to when every attempt fails and is worth another. */
export interface Explanation {
  /** No run has less whose attempts fail at once. */
  readonly least: Extent;
  /** The average of the runs whose attempts fail at once. */
  readonly expected: Extent;
  /** No run has more, however long its attempts take. */
  readonly worst: Extent;
  /** One row for each attempt that can come, of more than 1 000 attempts the first 1 000. */
  readonly rows: readonly ExplainRow[];
  /** Whether the means or the expected figures were estimated, for want of a closed form. */
  readonly approximate: boolean;
}

/**
 * What a policy can come to: the least, expected and worst milliseconds of a run whose attempts all fail, and what binds
 * at each attempt. It looks at schedule, attempts and time limits; routes, hints and the budget depend on the failures.
 *
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { cap, explain, exponential, fullJitter, schedule } from "ostinato";
 *
 * const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
 * explain({ attempts: 5, schedule: gentle }).worst.delay; // => 3000
 * ```
 */
export function explain(options: PolicyOptions<never>): Explanation {
  const made = policy(options);
  const { schedule, attempts } = made;
  const reach = reachOf(schedule, attempts - 1);
  const means = meansOf(schedule, reach.delays.slice(0, startable(reach, made)));
  const { approximate, ...expected } = expectedOf(schedule, means, reach, made);
  return {
    least: leastOf(reach, made),
    expected,
    worst: worstOf(reach, made),
    rows: rowsOf(made, reach, means.delays),
    approximate: approximate || means.approximate,
  };
}

/** How many retries can start before the deadline, of those that were looked at. */
function startable({ delays }: Reach, { totalTimeout }: Policy<never>): number {
  let soonest = 0;
  const late = delays.findIndex(({ min }) => isLate((soonest += min), totalTimeout));
  return late === -1 ? delays.length : late;
}

function rowsOf(made: Policy<never>, { delays, after }: Reach, means: readonly number[]): readonly ExplainRow[] {
  const { schedule, attempts, attemptTimeout, totalTimeout } = made;
  let latest = 0;
  return [0, ...means].map((mean, retry): ExplainRow => {
    const { min, max } = delays[retry - 1] ?? { min: 0, max: 0 };
    if (retry > 0) latest = Math.min(latest + attemptTimeout + max, totalTimeout);
    const next = retry + 1 < attempts ? (delays[retry] ?? after).max : 0;
    const cap = retry > 0 && max === capAt(schedule, retry) ? "cap" : undefined;
    const last = retry + 1 === attempts ? "attempts" : cap;
    const binds = latest + attemptTimeout + next >= totalTimeout && totalTimeout < Infinity ? "deadline" : last;
    return { attempt: retry + 1, min, mean, max, latest, binds };
  });
}
