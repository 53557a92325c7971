import type { Duration } from "../core/duration.ts";
import { optionsOf } from "../core/options.ts";
import type { Failure, Hint } from "../policy/failure.ts";
import { answersIn } from "./answer.ts";
import { discardBody } from "./discard.ts";
import { hintLimits } from "./hint-limits.ts";
import { KNOWN_HEADERS, waitIn } from "./waits.ts";

/** How {@link rateLimitReset} finds the end of a rate limit, and how far it follows. */
export interface RateLimitResetOptions {
  /**
   * The header field to look for, or several, the first to be asked first. Unless given: `Retry-After-Ms`,
   * `X-Ms-Retry-After-Ms`, `X-Amz-Retry-After`, `Retry-After`, `RateLimit`, `RateLimit-Reset`, `X-RateLimit-Reset`.
   *
   * A name that is not among these is read like `X-RateLimit-Reset` or, if it ends in `-ms`, as milliseconds.
   */
  readonly header?: string | readonly string[] | undefined;
  /** A longer wait than this ends the run with the reason `hint-too-long`; `"1m"` unless given, `Infinity` for no limit. */
  readonly atMost?: Duration | undefined;
  /**
   * Come back up to this much later than asked, by a draw, so that not all clients come back at once; 0 unless given, and
   * 5 s after `X-Amz-Retry-After`.
   */
  readonly spread?: Duration | undefined;
}

/** AWS asks whole fleets at once; the five seconds are those by which its own clients let that header move a delay. */
const SPREADS: ReadonlyMap<string, number> = new Map([["x-amz-retry-after", 5_000]]);

// A token of RFC 9110, 5.6.2.
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;

/**
 * A `delayHint` that comes back when a rate limit is over. It looks where `retryAfter` looks; the first header that asks
 * for a wait above 0 counts, and what it cannot read to the letter is no hint.
 *
 * The end of a quota's window is waited for when nothing is left of the quota, or the status is 429 or 503. A reset below
 * 10⁹ is in seconds from now, from 10⁹ in epoch seconds, from 10¹² in epoch milliseconds, by the response's own `Date`.
 *
 * Like `retryAfter`, it cancels the body of a `Response` that was rejected as a result, unless the wait is longer than
 * `atMost`. Sources: RFC 9110, 10.2.3; draft-ietf-httpapi-ratelimit-headers-11.
 *
 * @throws InvalidOptionError for an unknown option, no name of a header field, or no duration
 * @example
 * ```ts
 * import { rateLimitReset } from "ostinato/http";
 *
 * const hint = rateLimitReset({ atMost: "15m", spread: "5s" });
 * const response = new Response("slow down", { status: 429, headers: { ratelimit: '"hourly";r=0;t=600' } });
 * hint({ kind: "rejected-result", value: response }, { wallNow: 0 }); // => { delay: 600000, spread: 5000, atMost: 900000 }
 * ```
 */
export function rateLimitReset(
  options: RateLimitResetOptions = {},
): (failure: Failure, at: { readonly wallNow: number }) => Hint | undefined {
  const read = optionsOf(options, "rateLimitReset", ["header", "atMost", "spread"]);
  const header = read<string | readonly string[]>("header", "the name of a header field, or a list of them", areNames);
  const names = [header ?? KNOWN_HEADERS].flat().map((name) => name.toLowerCase());
  const { atMost, spread } = hintLimits(read);
  return (failure, { wallNow }) => {
    const asked = firstWait(failure, names, wallNow);
    if (failure.kind === "rejected-result" && (asked?.wait ?? 0) <= atMost) discardBody(failure.value);
    if (asked === undefined) return undefined;
    return { delay: asked.wait, spread: spread ?? SPREADS.get(asked.name) ?? 0, atMost };
  };
}

function areNames(value: unknown): boolean {
  const names: readonly unknown[] = [value].flat();
  return names.length > 0 && names.every((name) => typeof name === "string" && FIELD_NAME.test(name));
}

interface Asked {
  readonly wait: number;
  readonly name: string;
}

function firstWait(failure: Failure, names: readonly string[], wallNow: number): Asked | undefined {
  for (const answer of answersIn(failure)) {
    for (const name of names) {
      const wait = waitIn(answer, name, wallNow);
      if (wait !== undefined) return { wait, name };
    }
  }
  return undefined;
}
