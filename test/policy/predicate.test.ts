import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { allOf, anyOf, not, onError, type Predicate, programmerErrors } from "../../src/policy/predicate.ts";
import { trap } from "../support/trap.ts";

class HttpError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

class Unavailable extends HttpError {}

const yes: Predicate = () => true;
const no: Predicate = () => false;
const unasked: Predicate = () => {
  throw new Error("asked although the answer was settled");
};
const verdicts = (predicate: Predicate, ...errors: unknown[]): unknown[] => errors.map((error) => predicate(error));

describe("onError", () => {
  it("accepts errors of a class and of its heirs, and nothing else", () => {
    const accepts = onError(HttpError);
    expect(verdicts(accepts, new HttpError(503), new Unavailable(503), new Error("busy"), undefined, "503")).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("accepts only those that pass the second question", () => {
    const accepts = onError(HttpError, (error) => error.status >= 500);
    expect(verdicts(accepts, new HttpError(503), new HttpError(404))).toEqual([true, false]);
  });

  it("asks the second question of its own class alone", () => {
    expect(onError(HttpError, unasked)(new Error("busy"))).toBe(false);
  });

  it("takes an abstract class", () => {
    abstract class Transient extends Error {}
    class Busy extends Transient {}
    expect(verdicts(onError(Transient), new Busy(), new Error("gone"))).toEqual([true, false]);
  });
});

describe("anyOf", () => {
  it.each([
    [[no, no], false],
    [[no, yes], true],
    [[yes, unasked], true],
    [[], false],
  ])("of %o is %o", (predicates, verdict) => {
    expect(anyOf(...predicates)("busy")).toBe(verdict);
  });
});

describe("allOf", () => {
  it.each([
    [[yes, yes], true],
    [[yes, no], false],
    [[no, unasked], false],
    [[], true],
  ])("of %o is %o", (predicates, verdict) => {
    expect(allOf(...predicates)("busy")).toBe(verdict);
  });
});

describe("not", () => {
  it("turns a verdict round", () => {
    expect([not(yes)("busy"), not(no)("busy")]).toEqual([false, true]);
  });
});

describe("programmerErrors", () => {
  it.each([TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError])("accepts a %o", (type) => {
    expect(programmerErrors()(new type("a mistake"))).toBe(true);
  });

  it.each([new Error("busy"), new DOMException("busy"), new AggregateError([]), "busy", undefined])(
    "does not accept %o",
    (error) => {
      expect(programmerErrors()(error)).toBe(false);
    },
  );
});

describe("every combinator", () => {
  const asked: unknown[] = [];
  const ask: Predicate = (error) => asked.push(error) > 0;

  it("asks about the very error", () => {
    const error = Object.freeze(new Error("busy"));
    for (const predicate of [anyOf(ask), allOf(ask), not(ask)]) predicate(error);
    expect(asked.map((each) => each === error)).toEqual([true, true, true]);
  });

  it.each([undefined, null, 0, 1, "", "no", {}])(
    "hands on %j, which is no verdict, for the policy to refuse",
    (answer) => {
      const useless = (() => answer) as unknown as Predicate;
      for (const predicate of [anyOf(no, useless, yes), allOf(yes, useless, no), not(useless), not(not(useless))]) {
        expect(predicate("busy")).toBe(answer);
      }
    },
  );
});

const slowly = (answer: boolean): Predicate => (async () => answer) as unknown as Predicate;

for (const [what, retryIf] of [
  ["anyOf(async () => false)", anyOf(slowly(false))],
  ["allOf(async () => false)", allOf(slowly(false))],
  ["not(async () => true)", not(slowly(true))],
  ["onError(Error, async () => false)", onError(Error, slowly(false))],
] as const) {
  trap(`F-063 ${what} is refused, not taken for true`, async ({ retry, clock }) => {
    const busy = new Error("busy");
    const run = retry(() => Promise.reject(busy), { retryIf, schedule: fixed(10) }, { clock });
    const ending = await clock.runUntil(run.catch((error: unknown) => error));
    expect(ending).toMatchObject({ code: "POLICY_FUNCTION", option: "retryIf", failure: { error: busy } });
    expect(clock.now()).toBe(0);
  });
}
