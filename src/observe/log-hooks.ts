import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { formatMillis } from "../core/duration.ts";
import { errorOf } from "../policy/errors.ts";
import type { Hooks, RunEvent } from "../policy/events.ts";
import type { Failure } from "../policy/failure.ts";
import { digest, inWords, type Redact } from "./digest.ts";

/** Where lines go: `console`, pino, winston and their like. */
export interface Logger {
  /** Without it, nothing is said of attempts that start or succeed at once. */
  debug?(line: string): unknown;
  /** What went well in the end, and what the caller called off. */
  info(line: string): unknown;
  /** An attempt that failed and will be followed. */
  warn(line: string): unknown;
  /** The end without a value. */
  error(line: string): unknown;
}

/** How lines are written. */
export interface LogOptions {
  /** What each line begins with, such as the name of the operation; nothing unless given. */
  readonly name?: string | undefined;
  /** Takes out of errors what must not be logged. If it fails, the text is withheld. */
  readonly redact?: Redact | undefined;
}

/**
 * Hooks that log: `load user: attempt 2 of 5 failed (Error ECONNRESET: socket hang up), next in 400ms`.
 *
 * A retry is a warning, the end without a value an error, a value after retries an information. Of an error there is the
 * name, the code and the message, cut and in one line; arguments and values are never printed.
 *
 * @throws InvalidOptionError for a logger or an option that cannot be used
 * @example
 * ```ts
 * import { fixed, settle } from "ostinato";
 * import { logHooks } from "ostinato/observe";
 *
 * const lines: string[] = [];
 * const logger = { info: () => {}, warn: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
 * const busy = () => Promise.reject(new TypeError("busy"));
 *
 * await settle(busy, { attempts: 2, schedule: fixed("1ms"), ...logHooks(logger, { name: "load user" }) });
 * lines[0]; // => "load user: attempt 1 of 2 failed (TypeError: busy), next in 1ms"
 * ```
 */
export function logHooks(logger: Logger, options: LogOptions = {}): Hooks {
  checkLogger(logger);
  const read = optionsOf(options, "options", ["name", "redact"]);
  const name = read<string>("name", "text", (value) => typeof value === "string");
  const redact = read<Redact>("redact", "a function", isFunction);
  const prefix = name === undefined || name === "" ? "" : `${name}: `;
  // It may inherit its methods, but not from what every object inherits.
  const isTalkative = logger.debug !== (Object.prototype as Partial<Logger>).debug;
  // Its answer is handed on: it may be a promise that rejects.
  const say = (level: keyof Logger, line: string): unknown =>
    level !== "debug" || isTalkative ? logger[level]?.(prefix + line) : undefined;
  const why = (failure: Failure): string =>
    failure.kind === "error" ? inWords(digest(errorOf(failure), redact)) : "the policy rejects the result";

  const watching: Hooks = {
    onRetry: (event) => {
      const asked = event.from === "hint" ? ", as asked" : "";
      const next = `next in ${millis(event.delay)}${asked}`;
      return say("warn", `${counted(event)} failed (${why(event.failure)}), ${next}`);
    },
    onSuccess: (event) =>
      say(event.attempt === 1 ? "debug" : "info", `${counted(event)} succeeded, ${millis(event.elapsed)} in all`),
    onGiveUp: (event) => {
      const { reason, failure, attempt } = event;
      const where =
        attempt === 0 ? "before the first attempt" : `after ${counted(event)}, ${millis(event.elapsed)} in all`;
      return say(reason === "aborted" ? "info" : "error", `gave up (${reason}) ${where}: ${why(failure)}`);
    },
    onLate: (event) => {
      const { settled } = event;
      const how = settled.ok ? "succeeded" : `failed (${inWords(digest(settled.error, redact))})`;
      return say("info", `${counted(event)} ${how} after it had been given up`);
    },
  };
  if (!isTalkative) return watching;
  return { ...watching, onAttempt: (event) => say("debug", `${counted(event)} starts`) };
}

const counted = ({ attempt, attempts }: RunEvent): string =>
  attempts === Infinity ? `attempt ${attempt}` : `attempt ${attempt} of ${attempts}`;

const millis = (time: number): string => formatMillis(Math.round(time));

function checkLogger(logger: Logger): void {
  const { debug, info, warn, error } = Object(logger) as Partial<Logger>;
  if (
    [info, warn, error].every(isFunction) &&
    (debug === (Object.prototype as Partial<Logger>).debug || isFunction(debug))
  )
    return;
  throw new InvalidOptionError("logger", "a logger: info, warn and error, and debug if it likes", logger);
}
