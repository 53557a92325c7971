import { describe, expect, it } from "vitest";
import { rateLimitReset } from "../../src/http/index.ts";
import { NOW, wait, wallNow } from "./limited.ts";

/** What most people write. */
const naive = (value: string): number => Number(value);

describe("rateLimitReset: seconds, or an instant", () => {
  it.each<[what: string, reset: string, wait: number | undefined]>([
    ["the largest number of seconds", "999999999", 999_999_999_000],
    ["the first instant in seconds, long past", "1000000000", undefined],
    ["an instant in seconds", String(NOW + 1), 1_000],
    ["this very second", String(NOW), undefined],
    ["the second before", String(NOW - 1), undefined],
    ["the last instant in seconds", "999999999999", 999_999_999_999_000 - wallNow],
    ["the first instant in milliseconds, long past", "1000000000000", undefined],
    ["an instant in milliseconds", String(wallNow + 1), 1],
    ["this very millisecond", String(wallNow), undefined],
    ["the last instant in milliseconds", "999999999999999", 999_999_999_999_999 - wallNow],
    ["microseconds: no unit that it knows", String(wallNow * 1_000), undefined],
    ["nanoseconds: no unit that it knows", String(BigInt(wallNow) * 1_000_000n), undefined],
    ["zeros before it", "000000000000000000000030", 30_000],
  ])("%s", (_, reset, expected) => {
    expect(wait({ "x-ratelimit-reset": reset })).toBe(expected);
    expect(wait({ "ratelimit-reset": reset })).toBe(expected);
    expect(wait({ "x-rate-limit-reset": reset }, 429, "X-Rate-Limit-Reset")).toBe(expected);
  });

  it("F-081: measures an instant by the Date of the response, and a wait by no clock", () => {
    const date = "Wed, 21 Oct 2026 08:28:00 GMT"; // an hour ahead of us
    expect(wait({ date, "x-ratelimit-reset": String(NOW + 3_630) })).toBe(30_000);
    expect(wait({ date, "x-ratelimit-reset": String(wallNow + 3_630_000) })).toBe(30_000);
    expect(wait({ date, "x-ratelimit-reset": String(NOW + 30) })).toBeUndefined();
    expect(wait({ date, "x-ratelimit-reset": "30" })).toBe(30_000);
  });

  it.each(["", "yesterday", "0", "Mon, 21 Oct 2026 08:28:00 GMT"])("F-081: by ours when the Date is %j", (date) => {
    expect(wait({ date, "x-ratelimit-reset": String(NOW + 30) })).toBe(30_000);
  });

  it.each([NaN, Infinity])("has no hint for an instant when now is %d", (now) => {
    const error = { headers: { "x-ratelimit-reset": String(NOW) } };
    expect(rateLimitReset()({ kind: "error", error }, { wallNow: now })).toBeUndefined();
  });

  it("keeps a long wait finite when now is -Infinity", () => {
    const error = { headers: { "x-ratelimit-reset": String(NOW) } };
    const hint = rateLimitReset()({ kind: "error", error }, { wallNow: -Infinity });
    expect(hint?.delay).toBe(Number.MAX_SAFE_INTEGER);
  });
});

const FIGURES = [
  "retry-after-ms",
  "x-ms-retry-after-ms",
  "x-amz-retry-after",
  "ratelimit-reset",
  "x-ratelimit-reset",
  "x-acme-ms",
  "x-acme-reset-at",
];
const naiveMisreads = [
  "",
  " ",
  "-1",
  "-0",
  "+5",
  "1.5",
  "1e3",
  "0x10",
  "0b11",
  ".5",
  "5.",
  "Infinity",
  "1e400",
  "\n5",
  "5\r\n",
  "\u00a05",
];

describe("rateLimitReset: what is no figure", () => {
  it.each([
    ...naiveMisreads,
    "abc",
    "soon",
    "120s",
    "120 s",
    "6m0s",
    "1,000",
    "120, 120",
    "120;w=1",
    '"120"',
    "12 0",
    "NaN",
    "null",
    "١٢٠",
    "１２０",
    "²",
    "1_000",
    "120n",
    "5\u0000",
    "5\u200b",
    "\ufeff5",
    "--5",
    "PT120S",
    "true",
    "[120]",
    "2026-10-21T07:29:00Z",
    "1000000000000000",
    "9".repeat(16),
    "9".repeat(400),
    "9".repeat(1e6),
    "0",
    "00",
    `${" ".repeat(512)}1`,
  ])("F-068, F-080: takes %.30j for no hint", (value) => {
    for (const name of FIGURES) expect(wait({ [name]: value }, 429, name), name).toBeUndefined();
  });

  it.each(naiveMisreads)("F-080: which the naive reader takes for a number: %j", (value) => {
    expect(naive(value)).not.toBeNaN();
  });

  it.each([" 120", "120 ", "\t 120 \t", "0120"])("reads %j", (value) => {
    expect(wait({ "retry-after-ms": value })).toBe(120);
  });

  it("reads up to fifteen digits", () => {
    expect(wait({ "retry-after-ms": "999999999999999" })).toBe(999_999_999_999_999);
    expect(wait({ RateLimit: '"a";r=0;t=999999999999999' })).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    "",
    " ",
    '"a"',
    '"a";r=0;t=1e3',
    '"a";r=0;t=0x10',
    '"a";r=0;t=9999999999999999',
    '"a";r=0;t=+5',
    "0",
    "30",
    "[]",
  ])("F-068: takes a RateLimit of %j for no hint", (value) => {
    expect(wait({ RateLimit: value })).toBeUndefined();
  });

  it.each(["9", " ", '"', '"a";r=0;t=1,', ";", '"a";r=0;t=', "\\", ":", "\u0000", "💥"])(
    "F-078: is not slowed by a million characters of %j",
    (part) => {
      const value = part.repeat(Math.ceil(1e6 / part.length));
      const begun = performance.now();
      for (const name of [...FIGURES, "ratelimit", "retry-after"])
        expect(wait({ [name]: value, date: value, age: value, "ratelimit-policy": value }, 429, name)).toBeUndefined();
      expect(performance.now() - begun).toBeLessThan(200);
    },
  );
});
