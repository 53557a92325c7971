import { answersIn } from "../http/answer.ts";
import { headerIn } from "../http/header.ts";
import { property } from "../core/property.ts";
import { isNetworkError } from "../http/network-error.ts";
import type { Predicate } from "../policy/predicate.ts";
import { isAwsThrottle } from "./aws-errors.ts";
import { nested } from "./nested-errors.ts";

const statusOf = (error: unknown): unknown =>
  answersIn({ kind: "error", error })[0]?.status ?? property(property(error, "$metadata"), "httpStatusCode");

/** An error that says so by its status, its code or its name, itself or inside what was wrapped around it. */
function saying(statuses: readonly unknown[], codes: readonly unknown[], names: readonly unknown[]): Predicate {
  const says = (error: unknown): boolean =>
    statuses.includes(statusOf(error)) ||
    codes.includes(property(error, "code")) ||
    codes.includes(property(error, "sqlState")) ||
    names.includes(property(error, "name"));
  return (error) => nested(error).some(says);
}

/**
 * Whether a server asks to slow down: status 429, a 403 that says when to come back or that nothing is left (as GitHub's
 * does), or what the AWS SDKs take for it.
 *
 * @example
 * ```ts
 * import { isRateLimit } from "ostinato/compat";
 *
 * isRateLimit({ status: 429 }); // => true
 * ```
 */
export const isRateLimit: Predicate = (error) =>
  nested(error).some((each) => statusOf(each) === 429 || isSpent(each) || isAwsThrottle(each));

/** Source: GitHub, "Rate limits for the REST API". */
const isSpent = (error: unknown): boolean =>
  statusOf(error) === 403 &&
  answersIn({ kind: "error", error }).some(
    ({ headers }) =>
      headerIn(headers, "Retry-After") !== undefined || headerIn(headers, "X-RateLimit-Remaining") === "0",
  );

/**
 * Whether the other side is down: no network to it, or status 500, 502, 503 or 504.
 *
 * @example
 * ```ts
 * import { isApiDown } from "ostinato/compat";
 *
 * isApiDown({ response: { status: 503 } }); // => true
 * ```
 */
export const isApiDown: Predicate = (error) => isNetworkError(error) || isServerFault(error);

const isServerFault = /* @__PURE__ */ saying([500, 502, 503, 504], [], []);

/**
 * Whether something took too long: a time limit of this library or of the platform, a socket's, or status 408 or 504.
 *
 * @example
 * ```ts
 * import { isTimeout } from "ostinato/compat";
 *
 * isTimeout(new DOMException("too late", "TimeoutError")); // => true
 * ```
 */
export const isTimeout: Predicate = /* @__PURE__ */ saying(
  [408, 504],
  [
    "ETIMEDOUT",
    "ETIMEOUT",
    "ESOCKETTIMEDOUT",
    "ERR_SOCKET_CONNECTION_TIMEOUT",
    "UND_ERR_CONNECT_TIMEOUT",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
  ],
  ["TimeoutError"],
);

/**
 * Whether what was sent is wrong, and stays wrong: status 400, 411, 413, 414, 415 or 422, text that is no JSON, a value or
 * a constraint that a database refuses (SQLSTATE 22… and 23…), or the error of a schema: `ZodError`, `ValidationError`.
 *
 * @example
 * ```ts
 * import { isInvalidData } from "ostinato/compat";
 *
 * isInvalidData({ status: 422 }); // => true
 * ```
 */
export const isInvalidData: Predicate = (error) => isWrong(error) || nested(error).some(isRefusedValue);

const isWrong = /* @__PURE__ */ saying(
  [400, 411, 413, 414, 415, 422],
  [],
  ["SyntaxError", "ValidationError", "ZodError"],
);

const isRefusedValue = (error: unknown): boolean =>
  [property(error, "code"), property(error, "sqlState")].some(
    (state) => typeof state === "string" && /^2[23][0-9A-Z]{3}$/.test(state),
  );

/**
 * Whether there is no such thing: status 404 or 410, or no such file.
 *
 * @example
 * ```ts
 * import { isNotFound } from "ostinato/compat";
 *
 * isNotFound({ status: 404 }); // => true
 * ```
 */
export const isNotFound: Predicate = /* @__PURE__ */ saying([404, 410], ["ENOENT"], []);

/**
 * Whether the caller is not who it must be, or may not do it: status 401, 407, or 403 where it is no rate limit; a login
 * or a right that a database refuses (SQLSTATE 28000, 28P01, 42501), or a file's permissions.
 *
 * @example
 * ```ts
 * import { isAuthentication } from "ostinato/compat";
 *
 * isAuthentication({ status: 401 }); // => true
 * ```
 */
export const isAuthentication: Predicate = (error) => isForbidden(error) && !isRateLimit(error);

const isForbidden = /* @__PURE__ */ saying([401, 403, 407], ["28000", "28P01", "42501", "EACCES", "EPERM"], []);
