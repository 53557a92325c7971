import { errorOf } from "../policy/errors.ts";
import type { RetryEvent } from "../policy/events.ts";
import type { Outcome } from "../policy/failure.ts";
import { commandFailure } from "./command-failure.ts";
import { counted, human } from "./human.ts";

/** Why there is another attempt, which it is and when it comes: `exit code 7; attempt 2 of 5 in 187ms`. */
export function retryLine({ failure, attempt, attempts, delay }: RetryEvent<void>): string {
  const { message } = commandFailure(errorOf(failure));
  const next = attempts === Infinity ? `attempt ${attempt + 1}` : `attempt ${attempt + 1} of ${attempts}`;
  return `${message}; ${next} in ${human(delay)}`;
}

/** Why there is no other attempt: `exit code 7; gave up after 5 attempts in 12.3s`. */
export function endLine({ error, reason, attempts, elapsed }: Extract<Outcome<void>, { readonly ok: false }>): string {
  const { message, code } = commandFailure(error);
  if (code === "COMMAND_UNSTARTABLE") return message;
  const spent = `${counted(attempts, "attempt")} in ${human(elapsed)}`;
  if (reason === "aborted") return `${message} after ${spent}`;
  const why = WHY.get(reason);
  return `${message}; gave up after ${spent}${why === undefined ? "" : `: ${why}`}`;
}

const WHY: ReadonlyMap<string, string> = new Map([
  ["deadline", "no time is left for another"],
  ["not-retryable", "not in --retry-on"],
]);
