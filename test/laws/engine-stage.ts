import type { Clock } from "../../src/engine/clock.ts";
import type { settle } from "../../src/retry/retry.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { Outcome } from "../../src/policy/failure.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { StandstillError } from "../../src/testing/standstill.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { listeners } from "../retry/scene.ts";
import { at, BEFORE, type Plan } from "./engine-plan.ts";

/** What plays a plan: an operation, a policy and an environment to an outcome, as `settle` does. */
export type Engine = typeof settle;

/** What an attempt of a plan answers with or throws: each another one. */
export interface Answer {
  readonly attempt: number;
  readonly kind: Plan["steps"][number]["kind"];
}

/** What came of a plan. */
export interface Observed {
  /** What the hooks were told, and when. */
  readonly log: readonly string[];
  readonly late: readonly string[];
  readonly starts: readonly number[];
  readonly answers: readonly Answer[];
  /** When it settled, or undefined if it never did. */
  readonly settledAt: number | undefined;
  readonly outcome: Outcome<Answer> | undefined;
  /** What is left when it has settled. */
  readonly left: { readonly timers: number; readonly listeners: number };
  /** How many calls were made when it had settled already. */
  readonly callsLater: number;
}

/** The reason with which the caller leaves. */
export const LEFT = new Error("the caller left");

/** A clock that counts what waits on it. */
function counted(clock: Clock): { readonly clock: Clock; readonly waiting: () => number } {
  let waiting = 0;
  const schedule: Clock["schedule"] = (delay, run, unref) => {
    let over = false;
    waiting++;
    const end = (): void => {
      if (!over) waiting--;
      over = true;
    };
    const cancel = clock.schedule(delay, () => (end(), run()), unref);
    return () => (end(), cancel());
  };
  return { clock: { ...clock, schedule }, waiting: () => waiting };
}

/** The policy of a plan. */
export const policyOf = ({ attempts, attemptTimeout, totalTimeout, delays }: Plan): PolicyOptions<Answer> => ({
  attempts,
  attemptTimeout,
  totalTimeout,
  schedule: { name: "planned", delay: ({ retry }) => at(delays, retry - 1), bounds: () => ({ min: 0, max: 200 }) },
  retryIf: (error) => (error as Partial<Answer>).kind !== "refused",
  retryResult: ({ kind }) => kind === "poor",
});

/** Where a plan is played: a clock, and what waits on it beside the engine. */
export interface Stage {
  readonly clock: Clock;
  readonly after: (delay: number, run: () => void) => void;
}

/** A plan on a stage, from the moment when it begins: watch it, let the time run, then look. */
export function begun(plan: Plan, engine: Engine, { clock, after }: Stage, hooks: PolicyOptions<Answer> = {}) {
  const log: string[] = [];
  const late: string[] = [];
  const starts: number[] = [];
  const answers: Answer[] = [];
  const engines = counted(clock);
  const controller = new AbortController();
  const origin = clock.now();
  const now = (): number => clock.now() - origin;
  if (plan.abortAt === BEFORE) controller.abort(LEFT);
  else if (plan.abortAt < Infinity) after(plan.abortAt, () => controller.abort(LEFT));

  const operation = (): Promise<Answer> => {
    const attempt = starts.push(now());
    const { kind, takes } = at(plan.steps, attempt - 1);
    const answer: Answer = { attempt, kind };
    answers.push(answer);
    return new Promise((resolve, reject) => {
      const answered = (): void => {
        if (kind === "fatal") reject(permanent(answer));
        else if (kind === "ok" || kind === "poor") resolve(answer);
        else reject(answer);
      };
      if (kind === "never") return;
      if (takes === 0) answered();
      else after(takes, answered);
    });
  };
  const written: PolicyOptions<Answer> = {
    ...policyOf(plan),
    onAttempt: (event) => (log.push(`attempt ${event.attempt} at ${now()}`), hooks.onAttempt?.(event)),
    onRetry: (event) => (log.push(`retry ${event.attempt}, +${event.delay} at ${now()}`), hooks.onRetry?.(event)),
    onSuccess: (event) => (log.push(`success ${event.attempt} at ${now()}`), hooks.onSuccess?.(event)),
    onGiveUp: (event) => (log.push(`gives up ${event.attempt}, ${event.reason} at ${now()}`), hooks.onGiveUp?.(event)),
    onLate: (event) => (late.push(`late ${event.attempt} at ${now()}`), hooks.onLate?.(event)),
  };
  let settledAt: number | undefined;
  let outcome: Outcome<Answer> | undefined;
  let left = { timers: 0, listeners: 0 };
  let calls = 0;
  const run = engine(operation, written, { clock: engines.clock, signal: controller.signal, random: () => 0.5 }).then(
    (settled) => {
      outcome = settled;
      settledAt = now();
      left = { timers: engines.waiting(), listeners: listeners(controller.signal) };
      calls = starts.length;
    },
  );
  const look = (): Observed => ({
    log,
    late,
    starts,
    answers,
    settledAt,
    outcome,
    left,
    callsLater: settledAt === undefined ? 0 : starts.length - calls,
  });
  return { run, look };
}

/** A plan in virtual time, and an hour more, in which nothing should happen. */
export async function played(plan: Plan, engine: Engine, hooks?: PolicyOptions<Answer>): Promise<Observed> {
  const clock = virtualClock({ patience: 0 });
  const { run, look } = begun(plan, engine, { clock, after: clock.schedule }, hooks);
  try {
    await clock.runUntil(run);
    await clock.advance("1h");
  } catch (error) {
    if (!(error instanceof StandstillError)) throw error;
  }
  return look();
}
