import { describe, expect } from "vitest";
import { elsewhere } from "../support/host.ts";
import { fixed } from "../../src/core/sources.ts";
import { RejectedResultError } from "../../src/policy/errors.ts";
import { not, programmerErrors } from "../../src/policy/predicate.ts";
import { settle } from "../../src/retry/retry.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const asIs = { cannot: "what it throws is what it caught, too" };

/** In a list, for a promise cannot resolve with an error that cannot be touched. */
const caught = (promise: Promise<unknown>): Promise<readonly unknown[]> =>
  promise.then(
    () => [],
    (error: unknown) => [error],
  );

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const mine = (): never => {
  throw new Error("a mine");
};
const mined = new Proxy(new Error("busy"), { get: mine, has: mine, getPrototypeOf: mine, ownKeys: mine });
const cyclic = (): Error => {
  const [a, b] = [new Error("a"), new Error("b")];
  a.cause = b;
  b.cause = a;
  return a;
};

const thrown: readonly (readonly [what: string, value: unknown])[] = [
  ["F-049 T7 undefined", undefined],
  ["F-049 T7 null", null],
  ["F-049 0", 0],
  ["F-049 NaN", NaN],
  ["F-049 a bigint", 0n],
  ["F-049 false", false],
  ["F-049 an empty string", ""],
  ["F-049 T8 a string", "busy"],
  ["F-049 a symbol", Symbol("busy")],
  ["F-049 a function", () => "busy"],
  ["F-049 an object without a prototype", Object.create(null)],
  ["F-050 an error of another realm", elsewhere("Object.assign(new Error('reset'), { code: 'ECONNRESET' })")],
  ["F-051 a frozen error", Object.freeze(new Error("busy"))],
  ["F-051 a sealed error", Object.seal(new Error("busy"))],
  ["F-052 an AbortError that is not the caller's", new DOMException("stopped", "AbortError")],
  ["F-052 a TimeoutError that is not ours", new DOMException("slow", "TimeoutError")],
  ["F-052 an AggregateError", new AggregateError([new Error("a")], "all failed")],
  ["F-053 an error whose getters throw", Object.defineProperty(new Error("busy"), "message", { get: mine })],
  ["F-053 a proxy whose traps throw", mined],
  ["F-053 a proxy that has been revoked", revoked()],
  ["F-054 an error that causes itself over another", cyclic()],
  ["F-067 T5 a TypeError", new TypeError("Failed to fetch")],
];

describe("rule 5a rule 5b the error is the caller's, whatever was thrown", () => {
  for (const [what, error] of thrown) {
    trap(`${what} is retried, and comes out as it went in`, asIs, async ({ retry, clock }) => {
      const operation = failing([error]);
      const asked: unknown[] = [];
      const options = { schedule: fixed(10), retryIf: (each: unknown) => asked.push(each) > 0 };
      const [ended] = await clock.runUntil(caught(retry(operation, options, { clock })));
      expect(Object.is(ended, error)).toBe(true);
      expect(operation.calls).toBe(3);
      expect(asked.map((each) => Object.is(each, error))).toEqual([true, true]);
    });

    trap(`F-055 T6 ${what}, thrown and not rejected with, unwatched`, asIs, async ({ retry }) => {
      let calls = 0;
      const operation = (): never => {
        calls++;
        throw error;
      };
      const [ended] = await caught(retry(operation, { schedule: fixed(0) }));
      expect(Object.is(ended, error)).toBe(true);
      expect(calls).toBe(3);
    });

    trap(`${what} stands in the outcome as it was`, { cannot: "it has no settle" }, async ({ clock }) => {
      const outcome = await clock.runUntil(settle(failing([error]), { schedule: fixed(10) }, { clock }));
      if (outcome.ok) throw new Error("it succeeded");
      expect(Object.is(outcome.error, error)).toBe(true);
      expect({ ...outcome, error: "" }).toEqual({ ok: false, error: "", reason: "attempts", attempts: 3, elapsed: 20 });
    });
  }

  trap("rule 5a the error is not touched: no count, no cause, no new message", asIs, async ({ retry, clock }) => {
    const error = Object.assign(new Error("busy"), { code: "EBUSY" });
    const before = { ...Object.getOwnPropertyDescriptors(error) };
    expect(await clock.runUntil(rejection(retry(failing([error]), {}, { clock })))).toBe(error);
    expect(Object.getOwnPropertyDescriptors(error)).toEqual(before);
  });

  trap("F-064 T10 of the errors a, b, b, c the last comes out", asIs, async ({ retry, clock }) => {
    const [a, b, c] = [new Error("a"), new Error("b"), new Error("c")];
    const options = { attempts: 4, schedule: fixed(10) };
    expect(await clock.runUntil(rejection(retry(failing([a, b, b, c]), options, { clock })))).toBe(c);
  });

  trap("rule 5f F-067 mistakes in the program are spared only when asked for", asIs, async ({ retry, clock }) => {
    const operation = failing([new TypeError("x is not a function")]);
    const options = { retryIf: not(programmerErrors()) };
    await clock.runUntil(rejection(retry(operation, options, { clock })));
    expect(operation.calls).toBe(1);
    await clock.runUntil(rejection(retry(operation, {}, { clock })));
    expect(operation.calls).toBe(4);
  });
});

describe("a result that is rejected to the end", () => {
  trap("ends in a RejectedResultError with the value", async ({ retry, clock }) => {
    const value = { state: "running" };
    let calls = 0;
    const operation = (): typeof value => (calls++, value);
    const options = { schedule: fixed(10), retryResult: ({ state }: typeof value) => state === "running" };
    const error = await clock.runUntil(rejection(retry(operation, options, { clock })));
    expect(error).toBeInstanceOf(RejectedResultError);
    expect(error).toMatchObject({ name: "RejectedResultError", code: "REJECTED_RESULT" });
    expect((error as RejectedResultError).value).toBe(value);
    expect({ calls, now: clock.now() }).toEqual({ calls: 3, now: 20 });
  });

  trap("is told to the hooks as a rejected result, and to the next attempt as an error", async (stage) => {
    const { retry, clock } = stage;
    const told: unknown[] = [];
    const seen: unknown[] = [];
    const operation = ({ attempt, previousError }: { attempt: number; previousError: unknown }): number => {
      seen.push(previousError);
      return attempt;
    };
    const tell = ({ failure }: { failure: object }): void => void told.push(failure);
    const options = { schedule: fixed(10), retryResult: () => true, onRetry: tell, onGiveUp: tell };
    await clock.runUntil(rejection(retry(operation, options, { clock })));
    expect(told).toEqual([1, 2, 3].map((value) => ({ kind: "rejected-result", value })));
    expect(seen).toEqual([undefined, expect.any(RejectedResultError), expect.any(RejectedResultError)]);
    expect(seen[2]).toMatchObject({ value: 2 });
  });

  trap("does not ask the predicate for errors", async ({ retry, clock }) => {
    const asked: unknown[] = [];
    const retryIf = (error: unknown): boolean => asked.push(error) > 0;
    let calls = 0;
    const options = { schedule: fixed(10), retryIf, retryResult: (value: number) => value < 3 };
    expect(await clock.runUntil(retry(() => ++calls, options, { clock }))).toBe(3);
    expect(asked).toEqual([]);
  });
});
