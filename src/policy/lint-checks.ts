import type { Bounds } from "../core/bounds.ts";
import { cappedSources } from "../core/cap-of.ts";
import { formatMillis } from "../core/duration.ts";
import { type Reach, reachOf } from "../core/reach.ts";
import { leastOf, worstOf } from "./extent.ts";
import type { Policy } from "./policy.ts";

/** What `lint` looks for. */
export type FindingCode =
  | "no-jitter"
  | "no-cap"
  | "no-deadline"
  | "cap-below-base"
  | "limit-never-binds"
  | "deadline-before-first-delay"
  | "attempts-beyond-deadline"
  | "many-attempts-without-budget"
  | "unlimited-without-deadline";

/** What the checks look at: the policy, and how far its delays may go. */
interface Subject extends Policy<never> {
  readonly reach: Reach;
}

/** The reason for a finding, where there is one. */
type Check = (subject: Subject) => string | undefined;

const MANY = 10;

/** A retry that no policy reaches, and the last one, to see whether a schedule stops growing. */
const FAR = 2 ** 40;
const FURTHEST = 2 ** 53 - 2;

const CHECKS: Readonly<Record<FindingCode, Check>> = {
  "no-jitter": ({ reach: { delays } }) => {
    const steady = delays.some(({ max }) => max > 0) && delays.every(({ min, max }) => min === max);
    return steady ? "Callers that fail together come back together: add a jitter." : undefined;
  },

  "no-cap": ({ schedule, attempts }) => {
    // So far out even a sound schedule of one's own may have no bounds in numbers.
    const most = (retry: number): number => (Object(schedule.bounds(retry)) as Bounds).max;
    const last = most(FURTHEST);
    const grows = last >= Number.MAX_VALUE || last > most(FAR);
    return attempts > 2 && grows ? "The delays grow without end: add a cap." : undefined;
  },

  "no-deadline": (subject) => {
    const { attempts, totalTimeout, reach } = subject;
    const { total } = worstOf(reach, subject);
    if (totalTimeout < Infinity || (attempts === 1 && total < Infinity)) return undefined;
    if (total === Infinity) return "Nothing bounds how long a caller waits: set totalTimeout.";
    return `Only the sum of all attempts and delays, ${formatMillis(total)}, bounds how long a caller waits: set totalTimeout.`;
  },

  "cap-below-base": ({ schedule }) => {
    const first = ([source]: readonly [Policy["schedule"], number]): number => source.bounds(1).min;
    const below = cappedSources(schedule).find((capped) => capped[1] < first(capped));
    if (below === undefined) return undefined;
    return `The cap of ${formatMillis(below[1])} lies below the first delay of ${formatMillis(first(below))}, so the cap is all there is.`;
  },

  "limit-never-binds": (subject) => {
    const { attempts, attemptTimeout, totalTimeout, reach, routes = [] } = subject;
    const beyond = routes.map(([, own]) => own.attempts ?? 0).find((limit) => limit > attempts && limit < Infinity);
    if (beyond !== undefined)
      return `The limit of ${beyond} attempts in a route can never end a run: there are ${attempts} in all.`;
    if (totalTimeout === Infinity) return undefined;
    const deadline = formatMillis(totalTimeout);
    if (attemptTimeout < Infinity && attemptTimeout >= totalTimeout)
      return `The attemptTimeout of ${formatMillis(attemptTimeout)} can never end an attempt: the deadline comes after ${deadline}.`;
    const unbounded = { attemptTimeout, totalTimeout: Infinity };
    const { total } = worstOf(reach, unbounded);
    if (total < totalTimeout)
      return `The totalTimeout of ${deadline} can never end a run: all attempts and delays take at most ${formatMillis(total)}.`;
    if (attempts < Infinity && leastOf(reach, unbounded).total >= totalTimeout)
      return `The limit of ${attempts} attempts can never end a run: before the last one the deadline of ${deadline} has come.`;
    return undefined;
  },

  "deadline-before-first-delay": ({ totalTimeout, reach: { delays } }) => {
    const { max } = delays[0] ?? { max: 0 };
    if (max === 0 || max < totalTimeout || totalTimeout === Infinity) return undefined;
    return `The first delay may be ${max === Infinity ? "endless" : formatMillis(max)}, and the deadline comes after ${formatMillis(totalTimeout)}.`;
  },

  "attempts-beyond-deadline": ({ attempts, attemptTimeout, totalTimeout }) => {
    const fits = attempts === Infinity || attemptTimeout >= totalTimeout || attempts * attemptTimeout <= totalTimeout;
    if (fits) return undefined;
    return `The time of ${attempts} attempts of ${formatMillis(attemptTimeout)} goes beyond the deadline of ${formatMillis(totalTimeout)}.`;
  },

  "many-attempts-without-budget": ({ attempts, budget }) => {
    if (attempts <= MANY || budget !== undefined) return undefined;
    const how = attempts === Infinity ? "Unlimited" : `As many as ${attempts}`;
    return `${how} attempts multiply the load on a server that is down: share a budget.`;
  },

  "unlimited-without-deadline": ({ attempts, totalTimeout }) =>
    attempts === Infinity && totalTimeout === Infinity
      ? "Unlimited attempts without a deadline never give up: set attempts or totalTimeout."
      : undefined,
};

/** Every code, with the reason where there is something to say. */
export function findings(made: Policy<never>): ReadonlyMap<FindingCode, string | undefined> {
  const subject = { ...made, reach: reachOf(made.schedule, made.attempts - 1) };
  const entries = Object.entries(CHECKS) as [FindingCode, Check][];
  return new Map(entries.map(([code, check]) => [code, check(subject)]));
}
