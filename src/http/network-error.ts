import { CODES, MESSAGES, type MessageSign, REFUSALS } from "./network-signs.ts";

const NETWORK: ReadonlySet<string> = new Set(CODES.map(({ code }) => code));
const MOST_ERRORS = 50;
const LONGEST = 2_000;

/**
 * Whether the network failed: no connection, no name, a connection lost or silent. By code or message, of Node.js, Bun,
 * Deno, the browsers and their clients, in the error, down its `cause`s and among the `errors` of an `AggregateError`.
 *
 * Not network errors: mistakes such as an invalid URL, a certificate that is refused, an abort, and a timeout of your own,
 * such as `attemptTimeout` or `AbortSignal.timeout`. A browser does not tell a lost connection from CORS: both count.
 *
 * @example
 * ```ts
 * import { isNetworkError } from "ostinato/http";
 *
 * isNetworkError(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })); // => true
 * isNetworkError(new TypeError("rows.map is not a function")); // => false
 * ```
 */
export function isNetworkError(error: unknown): boolean {
  try {
    return judge(error, new Set()) === true;
  } catch {
    return false; // An error that throws when looked at is none that a network made.
  }
}

/** True or false where something says so, nearest first; undefined where nothing does. */
function judge(error: unknown, seen: Set<object>): boolean | undefined {
  if (typeof error !== "object" || error === null || seen.has(error) || seen.size >= MOST_ERRORS) return undefined;
  seen.add(error);
  const { code, name, message, cause, errors } = error as Readonly<Record<string, unknown>>;
  if (typeof code === "string" && NETWORK.has(code)) return true;
  if (name === "AbortError" || name === "TimeoutError") return false;
  return (
    judge(cause, seen) ??
    judgeAll(errors, seen) ??
    judgeText(name, message) ??
    (typeof code === "string" ? false : undefined)
  );
}

/** One network error among many is enough: what it failed for may work the next time. */
function judgeAll(errors: unknown, seen: Set<object>): boolean | undefined {
  if (!Array.isArray(errors)) return undefined;
  const verdicts = errors.slice(0, MOST_ERRORS).map((error) => judge(error, seen));
  return verdicts.includes(true) || (verdicts.includes(false) ? false : undefined);
}

function judgeText(name: unknown, message: unknown): boolean | undefined {
  if (name === "NetworkError") return true; // Web IDL's name for a DOMException of the network
  if (typeof message !== "string") return undefined;
  const text = message.slice(0, LONGEST);
  const fits = (sign: MessageSign): boolean => sign.name === name && says(text, sign);
  if (REFUSALS.some(fits)) return false;
  return MESSAGES.some(fits) ? true : undefined;
}

function says(text: string, { message, match }: MessageSign): boolean {
  if (match === "part") return text.includes(message);
  return text === message || (text.startsWith(`${message} (`) && text.endsWith(")")); // Sentry's SDK adds the host
}
