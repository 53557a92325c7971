import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "../../src/http/retry-after.ts";

const wallNow = Date.UTC(1994, 10, 6, 8, 49, 37);
const MINUTE = 60_000;
const DAY = 86_400_000;

/** The parser that most people write. */
const naive = (value: string): number =>
  Number.isNaN(Number(value)) ? Date.parse(value) - wallNow : Number(value) * 1_000;

describe("parseRetryAfter: seconds (rule 7c)", () => {
  it.each([
    ["1", 1_000],
    ["120", 120_000],
    ["0120", 120_000],
    ["00000000000000000000001", 1_000],
    ["2147483648", 2_147_483_648_000],
    [" 120", 120_000],
    ["120 ", 120_000],
    ["\t 120 \t", 120_000],
  ])("F-080: reads %j as %d ms", (value, wait) => {
    expect(parseRetryAfter(value, { wallNow })).toBe(wait);
  });

  it.each(["0", "00", "-0", " 0 "])("F-068, F-080: takes %j for no hint, not for at once", (value) => {
    expect(parseRetryAfter(value, { wallNow })).toBeUndefined();
  });
});

const naiveMisreads = [
  "",
  " ",
  "-1",
  "+5",
  "1.5",
  "1e3",
  "1E3",
  "0x10",
  "0b11",
  "0o17",
  ".5",
  "5.",
  "Infinity",
  "1e400",
  "\n5",
  "5\r\n",
  "\u00a05",
];

describe("parseRetryAfter: what is no number of seconds (rule 7c)", () => {
  it.each([
    ...naiveMisreads,
    "abc",
    "soon",
    "120s",
    "120 s",
    "2m",
    "1,000",
    "120, 120",
    "120;",
    '"120"',
    "12 0",
    "NaN",
    "null",
    "undefined",
    "١٢٠",
    "１２０",
    "²",
    "1_000",
    "120n",
    "5\u0000",
    "try again in 2030",
    "5\u200b",
    "\ufeff5",
    "--5",
    "PT120S",
    "true",
  ])("F-080: takes %j for no hint", (value) => {
    expect(parseRetryAfter(value, { wallNow })).toBeUndefined();
  });

  it.each(naiveMisreads)("F-080: which the naive parser reads as a number: %j", (value) => {
    expect(naive(value)).not.toBeNaN();
  });

  it.each([undefined, null, 120, new Date(), {}, ["120"], true])("takes %s for no hint", (value) => {
    expect(parseRetryAfter(value as never, { wallNow })).toBeUndefined();
  });
});

describe("parseRetryAfter: dates (rule 7c)", () => {
  it.each([
    ["IMF-fixdate", "Sun, 06 Nov 1994 08:50:37 GMT", MINUTE],
    ["IMF-fixdate, the next year", "Sun, 01 Jan 1995 00:00:00 GMT", 55 * DAY + 54_623_000],
    ["IMF-fixdate, a leap day", "Tue, 29 Feb 2000 08:49:37 GMT", 1_941 * DAY],
    ["IMF-fixdate, a leap second", "Sun, 06 Nov 1994 08:49:60 GMT", 23_000],
    ["IMF-fixdate with white space around", "\t Sun, 06 Nov 1994 08:50:37 GMT ", MINUTE],
    ["rfc850-date", "Sunday, 06-Nov-94 08:50:37 GMT", MINUTE],
    ["rfc850-date, a long day", "Wednesday, 09-Nov-94 08:49:37 GMT", 3 * DAY],
    ["asctime-date", "Sun Nov  6 08:50:37 1994", MINUTE],
    ["asctime-date, two digits", "Wed Nov 16 08:49:37 1994", 10 * DAY],
    ["asctime-date, a leading zero", "Sun Nov 06 08:50:37 1994", MINUTE],
  ])("F-080: reads an %s", (_, value, wait) => {
    expect(parseRetryAfter(value, { wallNow })).toBe(wait);
  });

  it.each([
    ["now", "Sun, 06 Nov 1994 08:49:37 GMT"],
    ["a second ago", "Sun, 06 Nov 1994 08:49:36 GMT"],
    ["the epoch", "Thu, 01 Jan 1970 00:00:00 GMT"],
    ["the year 0", "Sat, 01 Jan 0000 00:00:00 GMT"],
    ["the year 50", "Sat, 01 Jan 0050 00:00:00 GMT"],
    ["rfc850, past", "Sunday, 06-Nov-94 08:49:36 GMT"],
    ["asctime, past", "Sun Nov  6 08:49:36 1994"],
  ])("F-068, F-080: takes a past date for no hint: %s", (_, value) => {
    expect(parseRetryAfter(value, { wallNow })).toBeUndefined();
  });

  it.each([
    ["a day that is not that date", "Mon, 06 Nov 2044 08:49:37 GMT"],
    ["no 30 February", "Wed, 30 Feb 2000 00:00:00 GMT"],
    ["no leap day in 1995", "Wed, 29 Feb 1995 00:00:00 GMT"],
    ["no leap day in 2100", "Mon, 29 Feb 2100 00:00:00 GMT"],
    ["no 31 April", "Mon, 31 Apr 1995 00:00:00 GMT"],
    ["day 0", "Tue, 00 Nov 1995 00:00:00 GMT"],
    ["day 32", "Mon, 32 Dec 1995 00:00:00 GMT"],
    ["hour 24", "Mon, 06 Nov 1995 24:00:00 GMT"],
    ["minute 60", "Mon, 06 Nov 1995 08:60:37 GMT"],
    ["second 61", "Mon, 06 Nov 1995 08:49:61 GMT"],
    ["no such month", "Mon, 06 Nev 1995 08:49:37 GMT"],
    ["lower case", "mon, 06 nov 1995 08:49:37 gmt"],
    ["upper case", "MON, 06 NOV 1995 08:49:37 GMT"],
    ["a day of one digit", "Mon, 6 Nov 1995 08:49:37 GMT"],
    ["an hour of one digit", "Mon, 06 Nov 1995 8:49:37 GMT"],
    ["a year of two digits in an IMF-fixdate", "Mon, 06 Nov 95 08:49:37 GMT"],
    ["a year of five digits", "Mon, 06 Nov 11995 08:49:37 GMT"],
    ["no zone", "Mon, 06 Nov 1995 08:49:37"],
    ["UTC", "Mon, 06 Nov 1995 08:49:37 UTC"],
    ["Z", "Mon, 06 Nov 1995 08:49:37 Z"],
    ["an offset", "Mon, 06 Nov 1995 08:49:37 +0000"],
    ["another zone", "Mon, 06 Nov 1995 08:49:37 EST"],
    ["no weekday", "06 Nov 1995 08:49:37 GMT"],
    ["no comma", "Mon 06 Nov 1995 08:49:37 GMT"],
    ["two spaces", "Mon, 06  Nov 1995 08:49:37 GMT"],
    ["a tab", "Mon,\t06 Nov 1995 08:49:37 GMT"],
    ["milliseconds", "Mon, 06 Nov 1995 08:49:37.000 GMT"],
    ["no seconds", "Mon, 06 Nov 1995 08:49 GMT"],
    ["ISO 8601", "1995-11-06T08:49:37Z"],
    ["ISO 8601, the day alone", "1995-11-06"],
    ["the text of a Date", "Mon Nov 06 1995 08:49:37 GMT+0000 (Coordinated Universal Time)"],
    ["epoch seconds as a float", "784111777.5"],
    ["rfc850 with four digits", "Monday, 06-Nov-1995 08:49:37 GMT"],
    ["rfc850 with a short day", "Mon, 06-Nov-95 08:49:37 GMT"],
    ["rfc850, a day that is not that date", "Tuesday, 06-Nov-95 08:49:37 GMT"],
    ["asctime with one space", "Mon Nov 6 08:49:37 1995"],
    ["asctime with a zone", "Mon Nov  6 08:49:37 1995 GMT"],
    ["asctime, a day that is not that date", "Tue Nov  6 08:49:37 1995"],
    ["two dates", "Mon, 06 Nov 1995 08:49:37 GMT, Mon, 06 Nov 1995 08:49:37 GMT"],
    ["a date and a number", "Mon, 06 Nov 1995 08:49:37 GMT 120"],
    ["quotes", '"Mon, 06 Nov 1995 08:49:37 GMT"'],
    ["a line after it", "Mon, 06 Nov 1995 08:49:37 GMT\n"],
    ["Arabic digits", "Mon, ٠٦ Nov 1995 08:49:37 GMT"],
  ])("F-080: takes a malformed date for no hint: %s", (_, value) => {
    expect(parseRetryAfter(value, { wallNow })).toBeUndefined();
  });

  it.each([NaN, Infinity])("takes a date for no hint when now is %d", (now) => {
    expect(parseRetryAfter("Sun, 06 Nov 1994 08:50:37 GMT", { wallNow: now })).toBeUndefined();
    expect(parseRetryAfter("Sunday, 06-Nov-94 08:50:37 GMT", { wallNow: now })).toBeUndefined();
  });
});

describe("parseRetryAfter: a year of two digits", () => {
  const in2026 = Date.UTC(2026, 10, 21, 9, 30);

  it("is the next such year up to 50 years ahead", () => {
    const fifty = Date.UTC(2076, 10, 21, 9, 30) - in2026;
    expect(parseRetryAfter("Saturday, 21-Nov-76 09:30:00 GMT", { wallNow: in2026 })).toBe(fifty);
  });

  it("is a past year when it would be more than 50 years ahead", () => {
    expect(parseRetryAfter("Monday, 21-Nov-77 09:30:00 GMT", { wallNow: in2026 })).toBeUndefined();
    expect(parseRetryAfter("Sunday, 21-Nov-77 09:30:00 GMT", { wallNow: in2026 })).toBeUndefined(); // so it is in 2077
    expect(parseRetryAfter("Saturday, 21-Nov-76 09:30:01 GMT", { wallNow: in2026 })).toBeUndefined();
  });

  it("may lie in the next century", () => {
    const in2099 = Date.UTC(2099, 11, 31, 23, 59);
    expect(parseRetryAfter("Friday, 01-Jan-00 00:00:00 GMT", { wallNow: in2099 })).toBe(MINUTE);
  });
});

describe("parseRetryAfter: whose now", () => {
  const value = "Sun, 06 Nov 1994 09:49:37 GMT"; // an hour from now

  it.each([
    ["behind", "Sun, 06 Nov 1994 09:39:37 GMT", 10 * MINUTE],
    ["ahead", "Sun, 06 Nov 1994 07:49:37 GMT", 120 * MINUTE],
    ["behind, told in another form", "Sunday, 06-Nov-94 09:39:37 GMT", 10 * MINUTE],
  ])("F-081: measures from the Date of the response when the local clock is %s", (_, date, wait) => {
    expect(parseRetryAfter(value, { wallNow, date })).toBe(wait);
    expect(naive(value)).toBe(60 * MINUTE); // the naive parser knows its own clock only
  });

  it.each([undefined, null, "", "yesterday", "0", "Mon, 06 Nov 1994 09:39:37 GMT"])(
    "F-081: measures from the local clock when the Date is %j",
    (date) => {
      expect(parseRetryAfter(value, { wallNow, date })).toBe(60 * MINUTE);
    },
  );

  it("F-081: takes a date that is past by the clock of the response for no hint", () => {
    expect(parseRetryAfter(value, { wallNow, date: "Sun, 06 Nov 1994 09:49:37 GMT" })).toBeUndefined();
  });

  it("F-081: takes a year of two digits by the Date of the response too", () => {
    const date = "Sat, 21 Nov 2076 09:29:00 GMT";
    expect(parseRetryAfter("Saturday, 21-Nov-76 09:30:00 GMT", { wallNow, date })).toBe(MINUTE);
  });

  it("does not measure seconds from any clock", () => {
    expect(parseRetryAfter("120", { wallNow: NaN, date: "Sun, 06 Nov 1994 09:49:37 GMT" })).toBe(120_000);
  });
});

describe("parseRetryAfter: hostile servers", () => {
  it.each([
    ["86400", DAY],
    ["Fri, 31 Dec 9999 23:59:59 GMT", Date.UTC(9999, 11, 31, 23, 59, 59) - wallNow],
    ["9".repeat(16), Number.MAX_SAFE_INTEGER],
    ["9".repeat(400), Number.MAX_SAFE_INTEGER],
    ["9".repeat(512), Number.MAX_SAFE_INTEGER],
  ])("F-079: keeps a long wait finite, for the limit to judge: %.20s", (value, wait) => {
    expect(parseRetryAfter(value, { wallNow })).toBe(wait);
  });

  it("F-078: does not look at text beyond the limit", () => {
    expect(parseRetryAfter("9".repeat(513), { wallNow })).toBeUndefined();
    expect(parseRetryAfter(`${" ".repeat(509)}120`, { wallNow })).toBe(120_000);
    expect(parseRetryAfter(`${" ".repeat(510)}120`, { wallNow })).toBeUndefined();
    expect(parseRetryAfter(`${" ".repeat(99)}Sun, 06 Nov 1994 08:50:37 GMT`, { wallNow })).toBe(MINUTE);
    expect(parseRetryAfter(`${" ".repeat(100)}Sun, 06 Nov 1994 08:50:37 GMT`, { wallNow })).toBeUndefined();
  });

  it.each(["9", " ", "\t", "GMT, ", "Sun, ", "Sun, 06 Nov 1994 ", " 9", "\u0000", "💥"])(
    "F-078: is not slowed by a million characters of %j",
    (part) => {
      const value = part.repeat(Math.ceil(1e6 / part.length));
      const begun = performance.now();
      expect(parseRetryAfter(value, { wallNow })).toBeUndefined();
      expect(parseRetryAfter("Sun, 06 Nov 1994 08:50:37 GMT", { wallNow, date: value })).toBe(MINUTE);
      expect(performance.now() - begun).toBeLessThan(200);
    },
  );
});
