import { describe, expect, it } from "vitest";
import { clockFrom, schedulerFrom } from "ostinato/rxjs";
import { parseRetryAfter } from "ostinato/http";
import {
  allOf,
  anyOf,
  cap,
  equalJitter,
  finagleBudget,
  floor,
  fullJitter,
  not,
  onError,
  policyToJSON,
  retryable,
  spread,
} from "../../src/index.ts";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";

// What was given in the wrong place was taken, and failed where nobody looked for it: in the middle of a run, or as a TypeError
// of the platform. A predicate in the place of a class even made each run end with a PolicyFunctionError.
const door = (given: unknown) => ({
  onError: () => onError(given as never),
  "onError, also": () => onError(Error, given as never),
  anyOf: () => anyOf(() => false, given as never),
  allOf: () => allOf(given as never),
  not: () => not(given as never),
  fullJitter: () => fullJitter(given as never),
  equalJitter: () => equalJitter(given as never),
  spread: () => spread(0.5)(given as never),
  cap: () => cap("1s")(given as never),
  floor: () => floor("1s")(given as never),
  clockFrom: () => clockFrom(given as never),
  schedulerFrom: () => schedulerFrom(given as never),
  "schedulerFrom, now": () =>
    schedulerFrom({ now: () => 0, wallNow: () => 0, schedule: () => () => {} }, given as never),
  parseRetryAfter: () => parseRetryAfter("soon", given as never),
});

describe("doors that stood open", () => {
  const nonsense = [null, 5, "x", true, Symbol("x"), {}, [], Promise.resolve(), new Date()];

  it.each(Object.keys(door(0)) as (keyof ReturnType<typeof door>)[])(
    "refuse at once what they cannot use: %s",
    (name) => {
      for (const given of nonsense) expect(door(given)[name], name).toThrow(InvalidOptionError);
    },
  );

  it("refuse a function that is no class, and what is left out where it is needed", () => {
    for (const name of [
      "onError",
      "anyOf",
      "allOf",
      "not",
      "fullJitter",
      "clockFrom",
      "schedulerFrom",
      "parseRetryAfter",
    ] as const)
      expect(door(undefined)[name], name).toThrow(InvalidOptionError);
    expect(() => onError((() => true) as never)).toThrow("type: expected a class of errors, got a function");
  });

  it("refuse null, lists and maps where an object or a default would do", () => {
    for (const given of [null, [], new Map()]) {
      expect(() => retryable({}, given as never)).toThrow("environment: expected an object");
      expect(() => policyToJSON({}, { predicates: given as never })).toThrow("predicates: expected");
      expect(() => finagleBudget({ ttl: given as never })).toThrow("ttl: expected");
    }
  });

  it("take whatever `instanceof` takes", () => {
    class Busy extends Error {}
    const bound = Busy.bind(undefined);
    const kind = { [Symbol.hasInstance]: (value: unknown) => value === 5 } as never;
    expect([onError(Busy)(new Busy()), onError(bound)(new Busy()), onError(kind)(5)]).toEqual([true, true, true]);
    expect(onError(new Proxy(Busy, {}))(new Error("other"))).toBe(false);
  });
});
