import type { StopReason } from "../../src/policy/failure.ts";
import { at, BEFORE, type Plan } from "./engine-plan.ts";

/** What must come of a plan, by arithmetic alone. */
export interface Expected {
  /** What the hooks are told, and when. */
  readonly log: readonly string[];
  /** Which abandoned attempts settle after all, and when. */
  readonly late: readonly string[];
  readonly starts: readonly number[];
  readonly settledAt: number;
  readonly ending: "value" | StopReason;
  /** What the last failure was: that of the last attempt, a limit, or the caller's reason. */
  readonly last: "step" | "ATTEMPT_TIMEOUT" | "TOTAL_TIMEOUT" | "left";
}

export function expectedOf(plan: Plan): Expected {
  const { attempts, attemptTimeout, totalTimeout, abortAt } = plan;
  const log: string[] = [];
  const late: string[] = [];
  const starts: number[] = [];
  let now = 0;

  /** Whether the caller leaves before a moment: at one and the same, before what a timer does and after all else. */
  const leavesBefore = (moment: number, byTimer: boolean): boolean => (byTimer ? abortAt <= moment : abortAt < moment);
  const end = (ending: Expected["ending"], last: Expected["last"], attempt: number): Expected => {
    log.push(ending === "value" ? `success ${attempt} at ${now}` : `gives up ${attempt}, ${ending} at ${now}`);
    return { log, late, starts, settledAt: now, ending, last };
  };

  if (abortAt === BEFORE) return end("aborted", "left", 0);
  if (totalTimeout <= 0) return end("deadline", "TOTAL_TIMEOUT", 0);
  for (let attempt = 1; ; attempt++) {
    log.push(`attempt ${attempt} at ${now}`);
    starts.push(now);
    const { kind, takes } = at(plan.steps, attempt - 1);
    const limit = Math.min(attemptTimeout, totalTimeout - now);
    const settles = kind === "never" ? Infinity : now + takes;
    const timedOut = settles > now && now + limit <= settles;
    const over = timedOut ? now + limit : settles;
    const left = leavesBefore(over, over > now || timedOut);
    if ((left || timedOut) && settles < Infinity) late.push(`late ${attempt} at ${settles}`);
    if (left) {
      now = abortAt;
      return end("aborted", "left", attempt);
    }
    const total = timedOut && attemptTimeout >= totalTimeout - now;
    now = over;
    if (total) return end("deadline", "TOTAL_TIMEOUT", attempt);
    const last = timedOut ? "ATTEMPT_TIMEOUT" : "step";
    if (!timedOut && kind === "ok") return end("value", last, attempt);
    if (!timedOut && kind === "fatal") return end("not-retryable", last, attempt);
    if (attempt === attempts) return end("attempts", last, attempt);
    if (!timedOut && kind === "refused") return end("not-retryable", last, attempt);
    const delay = at(plan.delays, attempt - 1);
    if (now + delay >= totalTimeout) return end("deadline", last, attempt);
    log.push(`retry ${attempt}, +${delay} at ${now}`);
    if (leavesBefore(now + delay, delay > 0)) {
      now = abortAt;
      return end("aborted", "left", attempt);
    }
    now += delay;
  }
}
