const PASSING: ReadonlySet<number> = new Set([
  408, // Request Timeout (RFC 9110, 15.5.9): the client may repeat the request on a new connection.
  425, // Too Early (RFC 8470, 5.2): to be sent again, once the handshake is complete.
  429, // Too Many Requests (RFC 6585, 4): the limit passes; a Retry-After may say when.
  500, // Internal Server Error (RFC 9110, 15.6.1): says nothing of how long; see below.
  502, // Bad Gateway (RFC 9110, 15.6.3): the server behind it was replaced, or crashed just now.
  503, // Service Unavailable (RFC 9110, 15.6.4): a condition that will likely be alleviated after some delay.
  504, // Gateway Timeout (RFC 9110, 15.6.5): the server behind it was too slow this time.
]);

/**
 * Whether a status speaks of a condition that may pass by itself: 408, 425, 429, 500, 502, 503 and 504.
 *
 * 500 is among them: as often as a bug it is a crashed worker, a lost database or a deadlock, and to ask a few times more is
 * cheap. A 500 may come *after* the work was done, as may 502, 504 and a broken connection: for what must not happen
 * twice, send an idempotency key, or leave the status out: `isRetryableStatus(status) && status !== 500`.
 *
 * @example
 * ```ts
 * import { isRetryableStatus } from "ostinato/http";
 *
 * isRetryableStatus(503); // => true
 * isRetryableStatus(404); // => false
 * ```
 */
export function isRetryableStatus(status: number): boolean {
  return PASSING.has(status);
}
