import { equalJitter, fullJitter } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { type Modifier, type Schedule, schedule } from "../core/schedule.ts";
import { exponential, fixed } from "../core/sources.ts";
import { isNetworkError } from "../http/network-error.ts";
import { rateLimitReset } from "../http/rate-limit.ts";
import { retryAfter } from "../http/retry-after.ts";
import { type Policy, policy } from "../policy/policy.ts";
import type { Predicate } from "../policy/predicate.ts";
import type { Route } from "../policy/route.ts";
import { isDatabaseLock } from "./database-lock.ts";
import { authentication, invalidData, notFound } from "./hopeless.ts";
import { isApiDown, isAuthentication, isInvalidData, isNotFound, isRateLimit, isTimeout } from "./situation-errors.ts";

const backoff = (base: number, most: number, jitter: Modifier): Schedule =>
  schedule(exponential(base), cap(most), jitter);

/**
 * The network failed: exponential backoff with jitter, five retries.
 *
 * 500 ms, because a lost packet or a name server is back within it; five retries up to 5 s, because together they outlast
 * the ten seconds of a failover; full jitter, because all callers lose a connection in the same instant. The deadline of
 * 2 min is for attempts that hear nothing.
 *
 * @example
 * ```ts
 * import { networkErrors } from "ostinato/compat";
 * import { policy } from "ostinato";
 *
 * policy({ ...networkErrors, attempts: 8 }).schedule.name; // => "exponential 500ms x2, cap 5s, full jitter"
 * ```
 */
export const networkErrors: Policy = /* @__PURE__ */ policy({
  attempts: 6,
  schedule: /* @__PURE__ */ backoff(500, 5_000, fullJitter),
  totalTimeout: "2m",
  retryIf: isNetworkError,
});

/**
 * The server asks to slow down: come back when it says, else by a backoff.
 *
 * Where it says nothing: from 1 s, so that a limit per second is met at once; seven retries take at least 1 min, so that a
 * limit per minute is over. Up to 15 min are waited when asked for, the longest common window, and up to 5 s more, because
 * all who are told the same second would come in it.
 *
 * @example
 * ```ts
 * import { rateLimits } from "ostinato/compat";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * const limited = { status: 429, headers: { "Retry-After": "20" } };
 * (await simulate(rateLimits, [fail(limited), ok("done")])).timeline; // => "x 22.5s o"
 * ```
 */
export const rateLimits: Policy = /* @__PURE__ */ policy({
  attempts: 8,
  schedule: /* @__PURE__ */ backoff(1_000, 60_000, equalJitter),
  totalTimeout: "30m",
  retryIf: isRateLimit,
  delayHint: /* @__PURE__ */ rateLimitReset({ atMost: "15m", spread: "5s" }),
});

/**
 * A row or a table is locked: short delays, few retries.
 *
 * No delay is below 1 s, the time after which PostgreSQL looks for a deadlock, and none above 5 s, because a person may be
 * waiting. Three retries: what is still locked then is held by something that hangs. Retry the whole transaction.
 *
 * @example
 * ```ts
 * import { databaseLocks } from "ostinato/compat";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * (await simulate(databaseLocks, [fail({ code: "40P01" }), ok("done")])).timeline; // => "x 1.5s o"
 * ```
 */
export const databaseLocks: Policy = /* @__PURE__ */ policy({
  attempts: 4,
  schedule: /* @__PURE__ */ backoff(2_000, 5_000, equalJitter),
  totalTimeout: "1m",
  retryIf: isDatabaseLock,
});

/**
 * The other side is down: long delays, many retries. For work that nobody waits for.
 *
 * From 1 min, because it takes people or a deployment to bring it back; up to 30 min, so that it is found within that
 * time; nine retries, because together they take between 75 min and 151 min. Half of each delay is drawn, so that no call
 * comes early and not all come together when it is back. It may ask for up to 1 h.
 *
 * @example
 * ```ts
 * import { apiDown } from "ostinato/compat";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * (await simulate(apiDown, [fail({ status: 503 }), ok("done")])).timeline; // => "x 45s o"
 * ```
 */
export const apiDown: Policy = /* @__PURE__ */ policy({
  attempts: 10,
  schedule: /* @__PURE__ */ backoff(60_000, 1_800_000, equalJitter),
  totalTimeout: "6h",
  retryIf: isApiDown,
  delayHint: /* @__PURE__ */ retryAfter({ atMost: "1h", spread: "1m" }),
});

/**
 * An attempt took too long: the same time again.
 *
 * 10 s is ten times what a slow answer takes; two retries, because each costs that time, and a server that is slow from
 * overload gets slower by them; up to 2 s between them lets a queue drain. A limit that grows is the operation's to set, by
 * its `attempt`; then leave `attemptTimeout` out.
 *
 * @example
 * ```ts
 * import { timeouts } from "ostinato/compat";
 * import { never, ok, simulate } from "ostinato/testing";
 *
 * (await simulate(timeouts, [never(), ok("done")])).elapsed; // => 11000
 * ```
 */
export const timeouts: Policy = /* @__PURE__ */ policy({
  attempts: 3,
  attemptTimeout: "10s",
  schedule: /* @__PURE__ */ schedule(/* @__PURE__ */ fixed("2s"), fullJitter),
  totalTimeout: "32s",
  retryIf: isTimeout,
});

const route = (when: Predicate, { attempts, schedule: own, delayHint }: Policy): Route =>
  [when, { attempts, schedule: own, delayHint }] as const;

/**
 * All situations as routes of one policy, the hopeless first: each failure gets the attempts and the delays of its kind.
 *
 * @example
 * ```ts
 * import { settle } from "ostinato";
 * import { situations } from "ostinato/compat";
 *
 * const missing = Object.assign(new Error("no such user"), { status: 404 });
 * const outcome = await settle(() => Promise.reject(missing), { attempts: 12, routes: situations });
 * outcome.attempts; // => 1
 * ```
 */
export const situations: readonly Route[] = /* @__PURE__ */ Object.freeze([
  /* @__PURE__ */ route(isInvalidData, invalidData),
  /* @__PURE__ */ route(isNotFound, notFound),
  /* @__PURE__ */ route(isAuthentication, authentication),
  /* @__PURE__ */ route(isRateLimit, rateLimits),
  /* @__PURE__ */ route(isDatabaseLock, databaseLocks),
  /* @__PURE__ */ route(isTimeout, timeouts),
  /* @__PURE__ */ route(isNetworkError, networkErrors),
  /* @__PURE__ */ route(isApiDown, apiDown),
]);
