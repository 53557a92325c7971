import fc from "fast-check";
import { describe, it } from "vitest";
import { rateLimitReset } from "../../src/http/index.ts";
import type { Hint } from "../../src/policy/failure.ts";
import { lawParameters } from "../support/laws.ts";

const NAMES = [
  "retry-after-ms",
  "x-ms-retry-after-ms",
  "x-amz-retry-after",
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "ratelimit-reset",
  "ratelimit-remaining",
  "x-ratelimit-reset",
  "x-ratelimit-remaining",
  "date",
  "age",
];

const count = fc.oneof(fc.constant(0), fc.nat(99), fc.integer({ min: 1, max: 999_999_999_999_999 }));
const limit = fc.tuple(fc.constantFrom('"a"', '"b"', "c"), count, fc.option(count));
const limits = fc.array(limit, { minLength: 1, maxLength: 4 });
type Limits = readonly (readonly [name: string, remaining: number, window: number | null])[];

const written = (all: Limits): string =>
  all.map(([name, remaining, window]) => `${name};r=${remaining}${window === null ? "" : `;t=${window}`}`).join(", ");

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^[ \t\d.eE+-]{0,40}$/),
  fc.stringMatching(/^\d{0,20}$/),
  fc.integer({ min: 0, max: 4e12 }).map((instant) => new Date(instant).toUTCString()),
  limits.map(written),
  fc
    .tuple(limits.map(written), fc.nat(40), fc.string({ maxLength: 2, unit: "binary" }))
    .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + 1)),
);
const anyHeaders = fc.dictionary(fc.constantFrom(...NAMES), fc.oneof(anyText, fc.array(anyText, { maxLength: 3 })));
const status = fc.option(fc.constantFrom(200, 403, 429, 500, 503), { nil: undefined });

const hintFor = (headers: unknown, wallNow = 0, code?: number, header?: string): Hint | undefined =>
  rateLimitReset({ atMost: Infinity, header })({ kind: "error", error: { headers, status: code } }, { wallNow });

const fits = (hint: Hint | undefined): boolean => hint === undefined || (hint.delay > 0 && Number.isFinite(hint.delay));

describe("rateLimitReset", () => {
  it("F-068, F-078…F-081: answers undefined or a finite delay above 0, whatever the headers", () => {
    const law = fc.property(anyHeaders, fc.double(), status, (headers, wallNow, code) =>
      fits(hintFor(headers, wallNow, code)),
    );
    fc.assert(law, lawParameters(1_500));
  });

  it("answers undefined or a finite delay above 0, whatever the failure", () => {
    const law = fc.property(fc.anything({ withNullPrototype: true }), fc.boolean(), (value, isError) => {
      const failure = isError
        ? ({ kind: "error", error: value } as const)
        : ({ kind: "rejected-result", value } as const);
      return fits(rateLimitReset()(failure, { wallNow: 0 }));
    });
    fc.assert(law, lawParameters(250));
  });

  it("waits as long as a RateLimit says, by the plain reading of the rule", () => {
    const law = fc.property(limits, status, (all, code) => {
      const least = Math.min(...all.map(([, remaining]) => remaining));
      const matters = least === 0 || code === 429 || code === 503;
      const seconds = Math.max(...all.map(([, remaining, window]) => (remaining === least ? (window ?? 0) : 0)));
      const expected = matters && seconds > 0 ? Math.min(seconds * 1_000, Number.MAX_SAFE_INTEGER) : undefined;
      return hintFor({ ratelimit: written(all) }, 0, code)?.delay === expected;
    });
    fc.assert(law, lawParameters(500));
  });

  it("reads an instant in seconds and in milliseconds alike, and as far away as it is", () => {
    const now = fc.integer({ min: 1e9, max: 9e11 });
    const ahead = fc.integer({ min: 1, max: 9e10 });
    const law = fc.property(now, ahead, (second, wait) => {
      const inSeconds = hintFor({ "x-ratelimit-reset": String(second + wait) }, second * 1_000);
      const inMillis = hintFor({ "x-ratelimit-reset": String((second + wait) * 1_000) }, second * 1_000);
      return inSeconds?.delay === wait * 1_000 && inMillis?.delay === wait * 1_000;
    });
    fc.assert(law, lawParameters(500));
  });

  it("F-081: does not depend on the local clock when the response has a Date", () => {
    const now = fc.integer({ min: 1e9, max: 2e11 });
    const law = fc.property(now, fc.nat(1e6), fc.double(), (second, wait, wallNow) => {
      const headers = { date: new Date(second * 1_000).toUTCString(), "x-ratelimit-reset": String(second + wait) };
      return hintFor(headers, wallNow)?.delay === (wait === 0 ? undefined : wait * 1_000);
    });
    fc.assert(law, lawParameters(250));
  });

  it("reads the milliseconds that were written, with white space around and zeros before them", () => {
    const space = fc.stringMatching(/^[ \t]{0,5}$/);
    const law = fc.property(
      fc.integer({ min: 1, max: 1e12 }),
      fc.nat(20),
      space,
      space,
      (millis, zeros, before, after) => {
        const value = before + "0".repeat(zeros) + millis + after;
        return hintFor({ "retry-after-ms": value })?.delay === millis;
      },
    );
    fc.assert(law, lawParameters(250));
  });

  it("finds in a list of names what it finds by the first of them that asks", () => {
    const names = fc.shuffledSubarray(NAMES.slice(0, 6), { minLength: 1 });
    const law = fc.property(anyHeaders, names, (headers, list) => {
      const first = list.map((name) => hintFor(headers, 0, 429, name)).find((hint) => hint !== undefined);
      const all = rateLimitReset({ atMost: Infinity, header: list });
      return all({ kind: "error", error: { headers, status: 429 } }, { wallNow: 0 })?.delay === first?.delay;
    });
    fc.assert(law, lawParameters(500));
  });
});
