import { describe, expect, it } from "vitest";
import * as compat from "../../src/compat/index.ts";
import { TimeoutError } from "../../src/policy/errors.ts";
import type { Predicate } from "../../src/policy/predicate.ts";

const { isApiDown, isAuthentication, isDatabaseLock, isInvalidData, isNotFound, isRateLimit, isTimeout } = compat;

const PREDICATES = { isApiDown, isAuthentication, isDatabaseLock, isInvalidData, isNotFound, isRateLimit, isTimeout };

const statuses = (...all: readonly number[]): unknown[] => all.map((status) => ({ status }));
const codes = (...all: readonly string[]): unknown[] => all.map((code) => ({ code }));

/** A 403 that is a rate limit. */
const GITHUB = [
  { status: 403, headers: new Headers({ "x-ratelimit-remaining": "0" }) },
  { status: 403, response: { headers: { "retry-after": "60" } } },
];

/** What drivers and clients throw, as far as it tells. */
const KNOWN: readonly (readonly [name: keyof typeof PREDICATES, errors: readonly unknown[]])[] = [
  [
    "isRateLimit",
    [...statuses(429), { name: "ThrottlingException" }, { $metadata: { httpStatusCode: 429 } }, ...GITHUB],
  ],
  ["isApiDown", [...statuses(500, 502, 503, 504), ...codes("ECONNREFUSED"), new TypeError("fetch failed")]],
  [
    "isTimeout",
    [
      ...statuses(408, 504),
      ...codes("ETIMEDOUT", "ETIMEOUT", "ESOCKETTIMEDOUT", "ERR_SOCKET_CONNECTION_TIMEOUT"),
      ...codes("UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"),
      new TimeoutError("ATTEMPT_TIMEOUT", 1_000),
      new DOMException("too late", "TimeoutError"),
    ],
  ],
  [
    "isInvalidData",
    [
      ...statuses(400, 411, 413, 414, 415, 422),
      ...codes("22001", "22P02", "23505"),
      { sqlState: "23000" },
      new SyntaxError("Unexpected token"),
      { name: "ZodError" },
      { name: "ValidationError" },
    ],
  ],
  ["isNotFound", [...statuses(404, 410), ...codes("ENOENT")]],
  ["isAuthentication", [...statuses(401, 403, 407), ...codes("28000", "28P01", "42501", "EACCES", "EPERM")]],
  [
    "isDatabaseLock",
    [
      ...codes("40001", "40P01", "55P03", "ER_LOCK_DEADLOCK", "ER_LOCK_WAIT_TIMEOUT", "ER_LOCK_NOWAIT"),
      ...codes("ORA-00054", "ORA-00060", "P2034"),
      ...codes("SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "SQLITE_LOCKED_SHAREDCACHE"),
      { sqlState: "40001" },
      { code: "ERR_SQLITE_ERROR", errcode: 5 },
      { code: "ERR_SQLITE_ERROR", errcode: 517 },
      { code: "ERR_SQLITE_ERROR", errcode: 6 },
      { errno: 1_205 },
      { errno: 1_213 },
      { errno: 3_572 },
      { number: 1_205 },
      { number: 1_222 },
    ],
  ],
];

const STRANGERS: readonly unknown[] = [
  undefined,
  null,
  "40P01",
  429,
  {},
  new Error("busy"),
  new TypeError("rows.map is not a function"),
  { status: 200 },
  { status: 402 },
  { code: "42P01" },
  { code: "SQLITE_BUSYBODY" },
  { code: "SQLITE_CONSTRAINT" },
  { code: `SQLITE_BUSY_${"X".repeat(1_000)}` },
  { code: 40_001 },
  { code: "ERR_SQLITE_ERROR", errcode: 19 },
  { errno: -104 },
  { number: 547 },
  { errcode: 5 },
];

describe.each(KNOWN)("%s", (name, errors) => {
  const predicate: Predicate = PREDICATES[name];

  it.each(errors)("knows %o", (error) => {
    expect(predicate(error)).toBe(true);
  });

  it.each(errors)("knows %o inside what was wrapped around it", (inner) => {
    if (typeof inner !== "object") return;
    expect(predicate(new Error("query failed", { cause: new Error("driver", { cause: inner }) }))).toBe(true);
    if (name === "isApiDown") return; // A network that failed is looked for where the language keeps it, in the cause.
    expect(predicate({ driverError: inner })).toBe(true);
    expect(predicate({ original: { originalError: inner } })).toBe(true);
  });

  it.each(STRANGERS)("does not know %o", (error) => {
    expect(predicate(error)).toBe(false);
  });

  it("is not shaken by what throws when it is looked at, and ends in a loop of causes", () => {
    const hostile = new Proxy(new Error("hostile"), {
      get: () => {
        throw new Error("do not look");
      },
    });
    expect(predicate(hostile)).toBe(false);
    const [one, other] = [new Error("one"), new Error("other")];
    one.cause = other;
    other.cause = one;
    expect(predicate(one)).toBe(false);
  });
});

it.each(GITHUB)("a 403 that is a rate limit is no question of authentication: %o", (error) => {
  expect(isAuthentication(error)).toBe(false);
  expect(isAuthentication({ status: 403, headers: { "x-ratelimit-remaining": "1" } })).toBe(true);
});

describe("what is wrapped a hundred times", () => {
  it("is looked at once each, so that two names for one error do not hide what is deeper", () => {
    let error: unknown = { code: "40P01" };
    for (let depth = 0; depth < 12; depth++) error = { cause: error, original: error, driverError: error };
    expect(isDatabaseLock(error)).toBe(true);
  });

  it("is not looked at to the end", () => {
    let error: unknown = { code: "40P01" };
    for (let depth = 0; depth < 100; depth++) error = { cause: error };
    expect(isDatabaseLock(error)).toBe(false);
  });
});
