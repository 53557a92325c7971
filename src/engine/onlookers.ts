import { leavesAlone, seesFailures } from "../policy/checked-policy.ts";
import type { Policy } from "../policy/policy.ts";
import { CHANNELS } from "./channels.ts";
import { partOf } from "./clock.ts";
import { HERE, type Surroundings } from "./env.ts";
import type { Operation, Run } from "./run.ts";

/** Whether an attempt needs no company: nothing limits it or judges it, nobody hears of its start or of what comes too late. */
export const isAlone = (policy: Policy<never>, signal: AbortSignal | undefined): boolean =>
  (leavesAlone(policy) || !limits(policy)) &&
  CHANNELS?.onAttempt.hasSubscribers !== true &&
  (signal === undefined || (policy.onLate === undefined && CHANNELS?.onLate.hasSubscribers !== true));

const limits = (policy: Policy<never>): boolean =>
  policy.attemptTimeout < Infinity ||
  policy.totalTimeout < Infinity ||
  policy.retryResult !== undefined ||
  policy.onAttempt !== undefined;

/** Whether anybody else than the caller hears of a value, or has to be told that the run is over. */
export const isHeard = <T>({ policy, signal, clock }: Run<T>): boolean =>
  signal !== undefined ||
  partOf(clock, "note") !== undefined ||
  policy.budget !== undefined ||
  policy.onSuccess !== undefined ||
  CHANNELS?.onSuccess.hasSubscribers === true;

/** Whether nobody but the caller has to do with a first attempt that succeeds. */
export const isUnwatched = (policy: Policy<never>, where: Surroundings): boolean =>
  where === HERE &&
  leavesAlone(policy) &&
  CHANNELS?.onAttempt.hasSubscribers !== true &&
  CHANNELS?.onSuccess.hasSubscribers !== true;

/**
 * Whether anybody may see the time, or the failures, of a run that begins unwatched: to read the clock costs as much as all
 * else around an attempt that succeeds, so it is not read for nobody: docs/decisions/0032.
 */
export const isObserved = <T>(operation: Operation<T>, policy: Policy<T>): boolean =>
  operation.length > 0 ||
  seesFailures(policy) ||
  CHANNELS?.onRetry.hasSubscribers === true ||
  CHANNELS?.onGiveUp.hasSubscribers === true;
