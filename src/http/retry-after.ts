import type { Duration } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import type { Failure, Hint } from "../policy/failure.ts";
import { answersIn } from "./answer.ts";
import { discardBody } from "./discard.ts";
import { headerIn } from "./header.ts";
import { hintLimits } from "./hint-limits.ts";
import { parseHttpDate } from "./http-date.ts";

// Long enough for a number beyond every double, which is a very long wait and not garbage.
const LONGEST = 512;
const SECONDS = /^[ \t]*(\d+)[ \t]*$/;

/** What a date in a header is measured from. */
export interface RetryAfterContext {
  /** The wall clock in epoch milliseconds. */
  readonly wallNow: number;
  /** The `Date` header of the same response: it is "now" by the clock that wrote the date, however wrong ours may be. */
  readonly date?: string | null | undefined;
}

/**
 * How many milliseconds a `Retry-After` header asks to wait, strictly by RFC 9110 (10.2.3, 5.6.7): whole seconds or one
 * of the three date forms. Zero, a past date and anything else ask for nothing: undefined.
 *
 * The answer is above 0 and at most `Number.MAX_SAFE_INTEGER`, and a text of more than 512 characters is not looked at.
 *
 * @throws InvalidOptionError when it is not told the time
 * @example
 * ```ts
 * import { parseRetryAfter } from "ostinato/http";
 *
 * const wallNow = Date.UTC(2026, 9, 21, 7, 28);
 * parseRetryAfter("120", { wallNow }); // => 120000
 * parseRetryAfter("Wed, 21 Oct 2026 07:29:00 GMT", { wallNow }); // => 60000
 * parseRetryAfter("soon", { wallNow }); // => undefined
 * ```
 */
export function parseRetryAfter(value: string | null | undefined, at: RetryAfterContext): number | undefined {
  const { wallNow } = Object(at) as Partial<RetryAfterContext>;
  if (typeof wallNow !== "number") throw new InvalidOptionError("wallNow", "epoch milliseconds", wallNow);
  if (typeof value !== "string" || value.length > LONGEST) return undefined;
  const wait = inSeconds(value) ?? untilDate(value, at);
  return wait !== undefined && wait > 0 ? Math.min(wait, Number.MAX_SAFE_INTEGER) : undefined;
}

function inSeconds(value: string): number | undefined {
  const digits = SECONDS.exec(value)?.[1];
  return digits === undefined ? undefined : Number(digits) * 1_000;
}

function untilDate(value: string, { wallNow, date }: RetryAfterContext): number | undefined {
  const now = (typeof date === "string" ? parseHttpDate(date, wallNow) : undefined) ?? wallNow;
  const then = parseHttpDate(value, now);
  return then === undefined ? undefined : then - now;
}

/** How far {@link retryAfter} follows a server. */
export interface RetryAfterOptions {
  /** A longer wait than this ends the run with the reason `hint-too-long`; `"1m"` unless given, `Infinity` for no limit. */
  readonly atMost?: Duration | undefined;
  /** Come back up to this much later than asked, by a draw, so that not all clients come back at once; 0 unless given. */
  readonly spread?: Duration | undefined;
}

/**
 * A `delayHint` that heeds `Retry-After`. It looks in a `Response` that was rejected as a result or thrown, in
 * `error.response`, in the AWS SDK's `error.$response` and in `error.headers`, be the headers a `Headers` or a record; what
 * it cannot read is no hint.
 *
 * It also cancels the body of a `Response` that was rejected as a result, so that the connection is free for the next
 * attempt; unless the wait is longer than `atMost`, because the run then ends and you may want to read it.
 *
 * @throws InvalidOptionError for an unknown option or one that is not a duration
 * @example
 * ```ts
 * import { retryAfter } from "ostinato/http";
 *
 * const hint = retryAfter({ atMost: "2m", spread: "5s" });
 * const response = new Response("busy", { status: 503, headers: { "retry-after": "30" } });
 * hint({ kind: "rejected-result", value: response }, { wallNow: 0 }); // => { delay: 30000, spread: 5000, atMost: 120000 }
 * ```
 */
export function retryAfter(
  options: RetryAfterOptions = {},
): (failure: Failure, at: { readonly wallNow: number }) => Hint | undefined {
  const { atMost, spread = 0 } = hintLimits(optionsOf(options, "retryAfter", ["atMost", "spread"]));
  return (failure, { wallNow }) => {
    const delay = asked(failure, wallNow);
    if (failure.kind === "rejected-result" && (delay ?? 0) <= atMost) discardBody(failure.value);
    return delay === undefined ? undefined : { delay, spread, atMost };
  };
}

/** The first headers that bear the field decide, so that a date and the `Date` it is measured from are of one response. */
function asked(failure: Failure, wallNow: number): number | undefined {
  for (const { headers } of answersIn(failure)) {
    const value = headerIn(headers, "Retry-After");
    if (value !== undefined) return parseRetryAfter(value, { wallNow, date: headerIn(headers, "Date") });
  }
  return undefined;
}
