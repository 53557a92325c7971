import { draw, type Random } from "../core/random.ts";
import type { Schedule } from "../core/schedule.ts";
import { ask, delay as asDelay, thrown, useless, verdict } from "./ask.ts";
import { PermanentError, type PolicyFunctionError } from "./errors.ts";
import type { Decision, Failure, Hint, Progress } from "./failure.ts";
import type { Policy } from "./policy.ts";
import { limitsFor } from "./route.ts";

/** What a decision needs from outside. */
export interface DecisionInputs {
  /** The wall clock in epoch milliseconds, for hints that are dates. */
  readonly wallNow: number;
  /** The draws. */
  readonly random: Random;
}

/**
 * Whether and when to try again: the one place where a policy becomes a decision. Pure and total; what a function of the
 * policy throws comes back as the reason `policy-error`.
 *
 * In order: a permanent error, attempts, a deadline that has come, the predicate, the delay asked for or the schedule's, a
 * deadline that would come before the delay is over. So nobody is asked when no retry could follow.
 *
 * @example
 * ```ts
 * import { decide, fixed, policy } from "ostinato";
 *
 * const failure = { kind: "error", error: new Error("busy") } as const;
 * const progress = { attempt: 1, elapsed: 30, previousDelay: 0 };
 * decide(policy({ schedule: fixed("1s") }), failure, progress, { wallNow: 0, random: () => 0.5 });
 * // => { kind: "retry", delay: 1000, from: "schedule" }
 * ```
 */
export function decide<T>(
  policy: Policy<T>,
  failure: Failure<T>,
  progress: Progress,
  inputs: DecisionInputs,
): Decision {
  if (failure.kind === "error" && PermanentError.inside(failure.error))
    return { kind: "stop", reason: "not-retryable" };
  // Asked so that a figure which is none, in a progress from elsewhere, ends the run and does not make it endless.
  if (!(progress.attempt < policy.attempts)) return { kind: "stop", reason: "attempts" };
  if (isOver(policy, progress, 0)) return { kind: "stop", reason: "deadline" };
  try {
    return judged(policy, failure, progress, inputs);
  } catch (error) {
    return { kind: "stop", reason: "policy-error", error: error as PolicyFunctionError };
  }
}

/**
 * Whether the deadline will have come after a delay; sums of huge delays may reach `Infinity`, where there is none. The time is
 * asked for only where there is one.
 */
const isOver = ({ totalTimeout }: Policy<never>, progress: Progress, delay: number): boolean =>
  totalTimeout < Infinity && !(progress.elapsed + delay < totalTimeout);

/** @throws PolicyFunctionError, and nothing else: whatever could throw is asked */
function judged<T>(policy: Policy<T>, failure: Failure<T>, progress: Progress, inputs: DecisionInputs): Decision {
  const { route, attempts, schedule, delayHint, counts } = limitsFor(policy, failure);
  const taken = Object.hasOwn(progress, "routeAttempts") ? progress.routeAttempts : undefined;
  const before = route === undefined || counts === "all" ? progress.attempt - 1 : (taken?.[route] ?? 0);
  if (!(before + 1 < attempts)) return { kind: "stop", reason: "attempts" };
  if (!isWorth(policy, failure, progress)) return { kind: "stop", reason: "not-retryable" };
  const hint = delayHint === undefined ? NONE : hinted(delayHint, failure, progress, inputs);
  if (hint.delay > hint.atMost) return { kind: "stop", reason: "hint-too-long" };
  const own = scheduled(schedule, before + 1, failure, progress, inputs);
  const asked = hint.spread === 0 ? hint.delay : spreadOut(hint, failure, inputs);
  const delay = Math.max(own, asked);
  if (isOver(policy, progress, delay)) return { kind: "stop", reason: "deadline" };
  const from = asked > own ? "hint" : "schedule";
  return route === undefined ? { kind: "retry", delay, from } : { kind: "retry", delay, from, route };
}

// Each question apart: a function that may make a closure pays for its scope at every call.

function isWorth<T>({ retryIf }: Policy<T>, failure: Failure<T>, progress: Progress): boolean {
  if (retryIf === undefined || failure.kind !== "error") return true;
  return ask("retryIf", failure, () => retryIf(failure.error, progress), verdict, "true or false");
}

function hinted<T>(
  delayHint: NonNullable<Policy<T>["delayHint"]>,
  failure: Failure<T>,
  progress: Progress,
  { wallNow }: DecisionInputs,
): Hint {
  return ask("delayHint", failure, () => delayHint(failure, { wallNow, progress }), readHint, "a hint or undefined");
}

function spreadOut({ delay, spread }: Hint, failure: Failure, { random }: DecisionInputs): number {
  const question = (): number => Math.min(Number.MAX_VALUE, delay + draw(random) * spread);
  return ask("random", failure, question, asDelay, "a number");
}

/** The schedule's own delay; asked without a closure, for every retry asks it. */
function scheduled(
  schedule: Schedule,
  retry: number,
  failure: Failure,
  { previousDelay }: Progress,
  { random }: DecisionInputs,
): number {
  let delay: number;
  try {
    delay = schedule.delay({ retry, previousDelay }, random);
  } catch (cause) {
    throw thrown("schedule", failure, cause);
  }
  if (asDelay(delay) === undefined) throw useless("schedule", failure, delay, "finite milliseconds ≥ 0");
  return delay;
}

const NONE: Hint = { delay: 0, spread: 0, atMost: Infinity };

/** Copies a hint, so that each of its figures is read once. */
function readHint(answer: Hint | undefined): Hint | undefined {
  if (answer === undefined) return NONE;
  if (typeof answer !== "object" || answer === null) return undefined;
  const { delay, spread, atMost } = answer;
  const fits =
    asDelay(delay) !== undefined && asDelay(spread) !== undefined && typeof atMost === "number" && atMost >= 0;
  return fits ? { delay, spread, atMost } : undefined;
}
