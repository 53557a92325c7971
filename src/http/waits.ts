import type { Answer } from "./answer.ts";
import { headerIn, listIn } from "./header.ts";
import { parseHttpDate } from "./http-date.ts";
import { isSpent, untilQuota } from "./quota.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { untilReset, wholeNumber } from "./whole-number.ts";

/** What a header asks for in milliseconds, or undefined; to be judged by {@link waitIn}. */
type Reader = (answer: Answer, name: string, wallNow: number) => number | undefined;

const millis: Reader = ({ headers }, name) => wholeNumber(headerIn(headers, name));

const retryAfter: Reader = ({ headers }, name, wallNow) =>
  parseRetryAfter(headerIn(headers, name), { wallNow, date: headerIn(headers, "Date") });

const quota: Reader = ({ headers, status }, name) => {
  // What a cache kept is not current (draft-ietf-httpapi-ratelimit-headers-11, 7.3).
  if ((wholeNumber(headerIn(headers, "Age")) ?? 0) > 0) return undefined;
  const seconds = untilQuota(listIn(headers, name) ?? "", listIn(headers, "RateLimit-Policy"), status);
  return seconds === undefined ? undefined : seconds * 1_000;
};

const reset: Reader = ({ headers, status }, name, wallNow) => {
  const figure = wholeNumber(headerIn(headers, name));
  const remaining = name.endsWith("-reset") ? headerIn(headers, name.replace(/reset$/, "remaining")) : undefined;
  if (figure === undefined || !isSpent(wholeNumber(remaining), status)) return undefined;
  const date = headerIn(headers, "Date");
  return untilReset(figure, (date === undefined ? undefined : parseHttpDate(date, wallNow)) ?? wallNow);
};

/** In the order in which they are asked: what the server asks of this client, then what it says of its quotas. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ["retry-after-ms", millis], // Azure
  ["x-ms-retry-after-ms", millis], // Azure Cosmos DB
  ["x-amz-retry-after", millis], // AWS
  ["retry-after", retryAfter], // RFC 9110, 10.2.3; before RateLimit by section 7 of the draft
  ["ratelimit", quota],
  ["ratelimit-reset", reset], // seconds in the drafts before 07, an instant at GitLab
  ["x-ratelimit-reset", reset],
]);

/** The headers that are known to ask for a wait, in lower case, the first to be asked first. */
export const KNOWN_HEADERS: readonly string[] = [...READERS.keys()];

/**
 * The milliseconds that a header asks to wait: above 0 and at most `Number.MAX_SAFE_INTEGER`, or undefined.
 *
 * @param name in lower case; one that nobody knows is a reset or, if it ends in `-ms`, milliseconds
 */
export function waitIn(answer: Answer, name: string, wallNow: number): number | undefined {
  const read = READERS.get(name) ?? (name.endsWith("-ms") ? millis : reset);
  const wait = read(answer, name, wallNow);
  return wait !== undefined && wait > 0 ? Math.min(wait, Number.MAX_SAFE_INTEGER) : undefined;
}
