import { elsewhere } from "../support/host.ts";
import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { errorOf, permanent, PermanentError } from "../../src/policy/errors.ts";
import { explosive } from "../support/explosive.ts";
import { trap } from "../support/trap.ts";

const markedIn = (value: unknown): unknown => PermanentError.inside(value);

const ANYTHING: readonly (readonly [what: string, value: unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["0", 0],
  ["-0", -0],
  ["NaN", Number.NaN],
  ["an empty string", ""],
  ["false", false],
  ["0n", 0n],
  ["a string", "no such user"],
  ["a symbol", Symbol("no")],
  ["a function", () => {}],
  ["an object without prototype", Object.create(null)],
  ["an error", new Error("no such user")],
  ["a frozen error", Object.freeze(new Error("no such user"))],
  ["an error of another realm", elsewhere('new Error("no such user")')],
  ["a DOMException", new DOMException("no such user", "AbortError")],
  ["a proxy whose traps throw", explosive()],
];

describe("permanent", () => {
  it.each(ANYTHING)("marks %s, and gives it back", (_, value) => {
    const mark = permanent(value);
    const inside = PermanentError.inside(mark);
    expect(Object.is(inside?.error, value)).toBe(true);
    expect(Object.is(errorOf({ kind: "error", error: mark }), value)).toBe(true);
  });

  it.each(ANYTHING)("sees no mark on %s itself", (_, value) => {
    expect(markedIn(value)).toBeUndefined();
  });

  it("marks once: a mark on a mark is the same mark", () => {
    const mark = permanent("no");
    expect(permanent(permanent(mark))).toBe(mark);
  });

  it("works when frozen", () => {
    expect(markedIn(Object.freeze(permanent("no")))).toEqual({ error: "no" });
  });

  it("holds what it was given, whatever is written on it later", () => {
    const mark = permanent("no");
    Object.assign(mark, { cause: "something else", code: "OTHER", name: "Other" });
    expect(markedIn(mark)).toEqual({ error: "no" });
  });

  it("works for those who inherit from it", () => {
    class NoSuchUser extends PermanentError {}
    expect(markedIn(new NoSuchUser("ada"))).toEqual({ error: "ada" });
  });

  it.each([
    ["a copy of its properties", Object.assign({}, permanent("no"))],
    ["its name and code", { name: "PermanentError", code: "PERMANENT", cause: "no" }],
    ["its prototype", Object.create(PermanentError.prototype)],
    ["a heir of a mark", Object.create(permanent("no"))],
    ["a proxy around a mark", new Proxy(permanent("no"), {})],
    ["an error caused by a mark", new Error("wrapped", { cause: permanent("no") })],
  ])("is not mimicked by %s", (_, value) => {
    expect(markedIn(value)).toBeUndefined();
  });

  it("F-053 does not look at a proxy to see whether it is marked", () => {
    expect(() => Object.keys(explosive())).toThrow("looked at");
    expect(markedIn(explosive(permanent("no")))).toBeUndefined();
  });
});

describe("marks in a circle", () => {
  it("F-054 of causes are seen through", () => {
    const [a, b] = [new Error("a"), new Error("b")];
    a.cause = permanent(b);
    b.cause = permanent(a);
    expect(errorOf({ kind: "error", error: a.cause })).toBe(b);
    expect(errorOf({ kind: "error", error: b.cause })).toBe(a);
  });

  it("F-054 around themselves are seen through", () => {
    const mark = permanent("no");
    mark.cause = mark;
    expect(errorOf({ kind: "error", error: mark })).toBe("no");
  });
});

for (const [what, value] of ANYTHING) {
  trap(`5c, 5d: permanent(${what}) ends the run at once with the very value`, async ({ retry, clock }) => {
    let calls = 0;
    const operation = (): never => {
      calls++;
      throw permanent(value);
    };
    const ending = retry(operation, { attempts: 3, schedule: fixed(10) }, { clock }).then(
      () => ({ error: "it resolved" }),
      (error: unknown) => ({ error }),
    );
    const { error } = await clock.runUntil(ending);
    expect(Object.is(error, value)).toBe(true);
    expect(calls).toBe(1);
  });
}

trap("F-054 two errors that are each other's cause, one marked: the run ends with it", async ({ retry, clock }) => {
  const [a, b] = [new Error("a"), new Error("b")];
  a.cause = b;
  b.cause = permanent(a);
  const failing = (): Promise<never> => Promise.reject(b.cause);
  const run = retry(failing, { schedule: fixed(10) }, { clock });
  expect(await clock.runUntil(run.catch((error: unknown) => error))).toBe(a);
  expect(clock.now()).toBe(0);
});

trap("5c: permanent at the last attempt is unwrapped too", async ({ retry, clock }) => {
  const error = new Error("no such user");
  const operation = ({ isLast, attempt }: { isLast: boolean; attempt: number }): never => {
    throw isLast || attempt === 3 ? permanent(error) : new Error("busy");
  };
  const run = retry(operation, { attempts: 3, schedule: fixed(10) }, { clock });
  expect(await clock.runUntil(run.catch((reason: unknown) => reason))).toBe(error);
  expect(clock.now()).toBe(20);
});
