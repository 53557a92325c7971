import { describe, expect } from "vitest";
import { elsewhere } from "../support/host.ts";
import { fixed } from "../../src/core/sources.ts";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { settle } from "../../src/retry/retry.ts";
import { wrap as ours, wrapWithAttempt } from "../../src/retry/wrap.ts";
import type { VirtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { rejection } from "./scene.ts";

const busy = new Error("busy");
const rules = { cannot: "await keeps the rules of promises for it" };

/** With a note-taking clock a run is watched from its first attempt, without one it is not: both must keep the rules. */
const clocks = (clock: VirtualClock): readonly object[] => {
  const { note: _note, ...bare } = clock;
  return [clock, bare];
};

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void;
const thenable = (then: Then): PromiseLike<string> => ({ then }) as PromiseLike<string>;

describe("what an operation answers with", () => {
  const answers: readonly (readonly [what: string, answer: () => unknown, value: unknown])[] = [
    ["F-058 a value that is no promise", () => 42, 42],
    ["F-058 undefined", () => undefined, undefined],
    ["F-058 a function", () => busy.toString, busy.toString],
    ["F-056 a thenable", () => thenable((resolve) => resolve("done")), "done"],
    ["F-056 a thenable that resolves twice", () => thenable((resolve) => (resolve("one"), resolve("two"))), "one"],
    [
      "F-056 a thenable that throws after it has resolved",
      () =>
        thenable((resolve) => {
          resolve("done");
          throw busy;
        }),
      "done",
    ],
    ["F-056 a thenable of a thenable", () => thenable((resolve) => resolve(thenable((deep) => deep("deep")))), "deep"],
    ["F-057 a promise of another realm", () => elsewhere("Promise.resolve('done')"), "done"],
    ["F-056 an object whose then is no function", () => ({ then: 1 }), { then: 1 }],
  ];
  for (const [what, answer, value] of answers) {
    trap(`${what} is its value`, rules, async ({ retry, clock }) => {
      for (const each of clocks(clock)) {
        const run = retry(answer, { attempts: 1 }, { clock: each as VirtualClock });
        expect(run.constructor).toBe(Promise);
        expect(await clock.runUntil(run)).toEqual(value);
      }
    });
  }

  const failures: readonly (readonly [what: string, answer: () => unknown])[] = [
    ["F-056 a thenable that rejects", () => thenable((_, reject) => reject(busy))],
    [
      "F-056 a thenable that rejects and then resolves",
      () => thenable((resolve, reject) => (reject(busy), resolve(1))),
    ],
    [
      "F-056 a thenable that throws",
      () =>
        thenable(() => {
          throw busy;
        }),
    ],
    [
      "F-056 an object whose getter of then throws",
      () =>
        Object.defineProperty({}, "then", {
          get: () => {
            throw busy;
          },
        }),
    ],
    [
      "F-057 a rejected promise of another realm",
      () => (elsewhere("(error) => Promise.reject(error)") as (error: Error) => unknown)(busy),
    ],
  ];
  for (const [what, answer] of failures) {
    trap(`${what} is a failed attempt`, rules, async ({ retry, clock }) => {
      for (const each of clocks(clock)) {
        let calls = 0;
        const operation = (): unknown => (calls++, answer());
        const run = rejection(retry(operation, { schedule: fixed(10) }, { clock: each as VirtualClock }));
        expect(await clock.runUntil(run)).toBe(busy);
        expect(calls).toBe(3);
      }
    });
  }

  trap("F-056 a thenable that never settles is cut short by the limits", async ({ retry, clock }) => {
    const run = rejection(retry(() => thenable(() => {}), { totalTimeout: 100 }, { clock }));
    expect(await clock.runUntil(run)).toMatchObject({ code: "TOTAL_TIMEOUT" });
  });
});

describe("F-057 a promise with ways of its own", () => {
  class Own extends Promise<string> {}

  trap("of a subclass: the result is a plain promise", rules, async ({ retry, clock }) => {
    for (const each of clocks(clock)) {
      const run = retry(() => Own.resolve("done"), {}, { clock: each as VirtualClock });
      expect(run.constructor).toBe(Promise);
      expect(await clock.runUntil(run)).toBe("done");
    }
  });

  trap("whose species throws: a failed attempt, as await would have it", rules, async ({ retry, clock }) => {
    class Hostile extends Promise<string> {
      static override get [Symbol.species](): never {
        throw busy;
      }
    }
    for (const each of clocks(clock)) {
      const run = rejection(retry(() => Hostile.resolve("done"), { attempts: 1 }, { clock: each as VirtualClock }));
      expect(await clock.runUntil(run)).toBe(busy);
    }
  });
});

describe("F-058 an operation that is no function", () => {
  for (const operation of [undefined, null, 42, "save", {}, Promise.resolve("done")]) {
    trap(`is refused before anything happens: ${Object.prototype.toString.call(operation)}`, async (stage) => {
      const { retry, clock } = stage;
      const run = rejection(retry(operation as never, {}, { clock }));
      const error = await run;
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ option: "operation", code: "INVALID_OPTION" });
      expect(clock.pending()).toEqual([]);
      expect(await rejection(settle(operation as never))).toMatchObject({ option: "operation" });
      expect(() => ours(operation as never)).toThrow(InvalidOptionError);
      expect(() => wrapWithAttempt(operation as never)).toThrow(InvalidOptionError);
    });
  }
});
