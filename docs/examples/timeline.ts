import { styleText } from "node:util";
import { type Failure, formatMillis, type PolicyOptions } from "ostinato";

type Hooks = Pick<PolicyOptions<Response>, "onAttempt" | "onRetry" | "onSuccess" | "onGiveUp">;

/** Hooks that print what happens, as it happens. */
export function timeline(print: (line: string) => void): Hooks {
  const line = (elapsed: number, text: string): void => print(`${seconds(elapsed).padStart(7)}  ${text}`);
  return {
    onAttempt: ({ attempt, attempts, elapsed }) => line(elapsed, `attempt ${attempt} of ${attempts}`),
    onRetry: ({ failure, delay, from, elapsed }) => {
      line(elapsed, styleText("red", `  x ${described(failure)}`));
      const asker = from === "hint" ? "the server asks for it" : "the schedule says so";
      line(elapsed, styleText("yellow", `  wait ${formatMillis(Math.round(delay))}: ${asker}`));
    },
    onSuccess: ({ value, elapsed }) => line(elapsed, styleText("green", `  o ${answered(value)}`)),
    onGiveUp: ({ failure, reason, elapsed }) =>
      line(elapsed, styleText("red", `  x ${described(failure)}: no more (${reason})`)),
  };
}

/** Milliseconds in seconds, to the hundredth. */
export const seconds = (millis: number): string => `${(millis / 1_000).toFixed(2)}s`;

function described(failure: Failure<Response>): string {
  if (failure.kind === "rejected-result") return answered(failure.value);
  const { message, code, cause } = failure.error as NodeJS.ErrnoException;
  return `${message} (${code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? "no code"})`;
}

function answered({ status, statusText, headers }: Response): string {
  const after = headers.get("retry-after");
  return `${status} ${statusText}${after === null ? "" : `, Retry-After: ${after}`}`;
}
