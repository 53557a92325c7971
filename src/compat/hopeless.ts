import { type Policy, policy } from "../policy/policy.ts";
import { not, type Predicate } from "../policy/predicate.ts";
import { isAuthentication, isInvalidData, isNotFound } from "./situation-errors.ts";

/** One attempt; and with more of them, given by hand, still none after such an error. */
const never = (kind: Predicate): Policy => policy({ attempts: 1, retryIf: not(kind) });

/**
 * What was sent is wrong: not retried, because it is as wrong the second time. Log it and tell somebody.
 *
 * With `attempts` of your own, `{ ...invalidData, attempts: 5 }`, everything else is retried.
 *
 * @example
 * ```ts
 * import { invalidData } from "ostinato/compat";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * const guarded = { ...invalidData, attempts: 5 };
 * (await simulate(guarded, [fail({ status: 422 })])).attempts; // => 1
 * (await simulate(guarded, [fail({ status: 500 }), ok("done")])).attempts; // => 2
 * ```
 */
export const invalidData: Policy = /* @__PURE__ */ never(isInvalidData);

/**
 * There is no such thing: not retried, because it seldom comes to be while one waits. Else as {@link invalidData}.
 *
 * @example
 * ```ts
 * import { notFound } from "ostinato/compat";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * const guarded = { ...notFound, attempts: 5 };
 * (await simulate(guarded, [fail({ status: 404 })])).attempts; // => 1
 * (await simulate(guarded, [fail({ status: 500 }), ok("done")])).attempts; // => 2
 * ```
 */
export const notFound: Policy = /* @__PURE__ */ never(isNotFound);

/**
 * The caller may not do it: not retried, because a wrong password stays wrong, and many servers lock who tries it again.
 * Else as {@link invalidData}.
 * @example
 * ```ts
 * import { authentication } from "ostinato/compat";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * const guarded = { ...authentication, attempts: 5 };
 * (await simulate(guarded, [fail({ status: 401 })])).attempts; // => 1
 * (await simulate(guarded, [fail({ status: 500 }), ok("done")])).attempts; // => 2
 * ```
 */
export const authentication: Policy = /* @__PURE__ */ never(isAuthentication);
