import fc from "fast-check";
import { describe, it } from "vitest";
import { parseRetryAfter } from "../../src/http/retry-after.ts";
import { lawParameters } from "../support/laws.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const FIFTY_YEARS = 50 * 365.25 * 86_400_000;

/** The three forms of RFC 9110, 5.6.7, written from the text that ECMAScript prescribes for `toUTCString`. */
const forms = {
  imf: (at: Date): string => at.toUTCString(),
  rfc850: (at: Date): string => {
    const [, day, month, year, time] = at.toUTCString().split(" ");
    return `${DAYS[at.getUTCDay()]}, ${day}-${month}-${year!.slice(-2)} ${time} GMT`;
  },
  asctime: (at: Date): string => {
    const [weekday, day, month, year, time] = at.toUTCString().split(" ");
    return `${weekday!.slice(0, 3)} ${month} ${day!.replace(/^0/, " ")} ${time} ${year}`;
  },
};

const wholeSecond = (from: Date, to: Date): fc.Arbitrary<number> =>
  fc.integer({ min: from.getTime() / 1_000, max: to.getTime() / 1_000 }).map((seconds) => seconds * 1_000);

const anyInstant = wholeSecond(new Date("0000-01-01T00:00:00Z"), new Date("9999-12-31T23:59:59Z"));
const nowadays = wholeSecond(new Date("1970-01-01T00:00:00Z"), new Date("2200-01-01T00:00:00Z"));

/** Text that comes near to being right. */
const nearly = fc
  .tuple(fc.constantFrom(...Object.values(forms)), nowadays, fc.nat(40), fc.string({ maxLength: 2, unit: "binary" }))
  .map(([form, at, position, text]) => {
    const right = form(new Date(at));
    return right.slice(0, position) + text + right.slice(position + 1);
  });

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^[ \t\d.eE+-]{0,40}$/),
  fc.stringMatching(/^\d{0,600}$/),
  nearly,
);

const fits = (wait: number | undefined): boolean => wait === undefined || (wait > 0 && Number.isFinite(wait));

describe("parseRetryAfter", () => {
  it("F-078, F-080: answers undefined or finite milliseconds above 0, whatever the text", () => {
    const law = fc.property(anyText, fc.option(anyText), fc.double(), (value, date, wallNow) =>
      fits(parseRetryAfter(value, { wallNow, date })),
    );
    fc.assert(law, lawParameters(1_000));
  });

  it("reads the seconds that were written, with white space around and zeros before them", () => {
    const space = fc.stringMatching(/^[ \t]{0,5}$/);
    const law = fc.property(
      fc.integer({ min: 1, max: 1e12 }),
      fc.nat(20),
      space,
      space,
      (seconds, zeros, before, after) => {
        const value = before + "0".repeat(zeros) + seconds + after;
        return parseRetryAfter(value, { wallNow: 0 }) === seconds * 1_000;
      },
    );
    fc.assert(law, lawParameters(250));
  });

  it("reads an IMF-fixdate and an asctime-date as the instant that was written", () => {
    const law = fc.property(anyInstant, fc.constantFrom(forms.imf, forms.asctime), (at, form) => {
      return parseRetryAfter(form(new Date(at)), { wallNow: at - 5_000 }) === 5_000;
    });
    fc.assert(law, lawParameters(500));
  });

  it("reads an rfc850-date as the instant that was written, when it is within 50 years", () => {
    const ahead = fc.integer({ min: 1, max: FIFTY_YEARS / 1_000 - 2 * 86_400 }).map((seconds) => seconds * 1_000);
    const law = fc.property(nowadays, ahead, (wallNow, wait) => {
      return parseRetryAfter(forms.rfc850(new Date(wallNow + wait)), { wallNow }) === wait;
    });
    fc.assert(law, lawParameters(500));
  });

  it("F-081: does not depend on the local clock when the response has a Date", () => {
    const law = fc.property(
      anyInstant,
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ noNaN: true }),
      (at, seconds, wallNow) => {
        const date = forms.imf(new Date(at));
        const then = new Date(at + seconds * 1_000);
        return then.getUTCFullYear() > 9_999 || parseRetryAfter(forms.imf(then), { wallNow, date }) === seconds * 1_000;
      },
    );
    fc.assert(law, lawParameters(250));
  });

  it("asks for a later date to be waited for longer", () => {
    const law = fc.property(
      nowadays,
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e6 }),
      (wallNow, near, more) => {
        const [sooner = NaN, later = NaN] = [near, near + more].map((s) =>
          parseRetryAfter(forms.imf(new Date(wallNow + s * 1_000)), { wallNow }),
        );
        return later - sooner === more * 1_000;
      },
    );
    fc.assert(law, lawParameters(150));
  });
});
