import { shown } from "../support/host.ts";
import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { PolicyFunctionError } from "../../src/policy/errors.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection, strays } from "./scene.ts";

const busy = new Error("busy");
const oops = new Error("oops");
const throwing = (): never => {
  throw oops;
};
const bounds = (): { min: number; max: number } => ({ min: 0, max: 0 });

/** Each function of a policy, played by one that is given. */
const asked: readonly (readonly [option: string, options: (play: () => never) => PolicyOptions<string>])[] = [
  ["retryIf", (play) => ({ retryIf: play })],
  ["delayHint", (play) => ({ delayHint: play })],
  ["schedule", (play) => ({ schedule: { name: "own", delay: play, bounds } })],
];

describe("rule 5e a function of the policy that throws", () => {
  for (const [option, options] of asked) {
    trap(`F-062 ${option}: the run ends in an error that holds both, and no call follows`, async ({ retry, clock }) => {
      const operation = failing([busy]);
      const error = await clock.runUntil(rejection(retry(operation, options(throwing), { clock })));
      expect(error).toBeInstanceOf(PolicyFunctionError);
      expect(error).toMatchObject({ name: "PolicyFunctionError", code: "POLICY_FUNCTION", option });
      const { cause, failure, message } = error as PolicyFunctionError;
      expect(cause).toBe(oops);
      expect(failure).toEqual({ kind: "error", error: busy });
      expect(message).toBe(`${option} threw`);
      await clock.advance("1h");
      expect({ calls: operation.calls, pending: clock.pending() }).toEqual({ calls: 1, pending: [] });
    });
  }

  trap("F-062 retryResult: the result it was asked about stands in the error", async ({ retry, clock }) => {
    const run = rejection(retry(() => "done", { retryResult: throwing }, { clock }));
    const error = await clock.runUntil(run);
    expect(error).toMatchObject({ option: "retryResult", failure: { kind: "rejected-result", value: "done" } });
    expect((error as Error).cause).toBe(oops);
  });

  it("the outcome says so, and the hooks are told the same error", async () => {
    const clock = virtualClock();
    const told: unknown[] = [];
    const options = { retryIf: throwing, onGiveUp: (event: object): void => void told.push(event) };
    const outcome = await clock.runUntil(settle(failing([busy]), options, { clock }));
    if (outcome.ok) throw new Error("it succeeded");
    const { error } = outcome;
    expect(error).toBeInstanceOf(PolicyFunctionError);
    expect(outcome).toEqual({ ok: false, error, reason: "policy-error", attempts: 1, elapsed: 0 });
    expect(told).toEqual([
      { attempt: 1, attempts: 3, elapsed: 0, failure: { kind: "error", error }, reason: "policy-error" },
    ]);
  });
});

describe("a function of the policy that answers nonsense", () => {
  for (const [what, verdict] of [
    ["true as text", "true"],
    ["1", 1],
    ["undefined", undefined],
    ["null", null],
    ["an object", {}],
  ] as const) {
    trap(`a predicate that answers ${what} ends the run`, async ({ retry, clock }) => {
      for (const option of ["retryIf", "retryResult"] as const) {
        const operation = failing(option === "retryIf" ? [busy] : [], "done");
        const run = rejection(retry(operation, { [option]: () => verdict as never }, { clock }));
        expect(await clock.runUntil(run)).toMatchObject({ code: "POLICY_FUNCTION", option });
        expect(operation.calls).toBe(1);
      }
    });
  }

  for (const [what, answer] of [
    ["that says false", () => Promise.resolve(false)],
    ["that rejects", () => Promise.reject(oops)],
    ["that is only thenable", () => ({ then: (resolve: (verdict: boolean) => void) => resolve(false) })],
  ] as const) {
    trap(`F-063 a predicate with a promise ${what} is refused, not taken for true`, async ({ retry, clock }) => {
      const { rejections } = await strays(async () => {
        for (const option of ["retryIf", "retryResult"] as const) {
          const operation = failing(option === "retryIf" ? [busy] : [], "done");
          const run = rejection(retry(operation, { [option]: answer as never, schedule: fixed(10) }, { clock }));
          expect(await clock.runUntil(run)).toMatchObject({ code: "POLICY_FUNCTION", option });
          expect(operation.calls).toBe(1);
        }
      });
      expect(rejections).toEqual([]);
    });
  }

  for (const delay of [NaN, Infinity, -1, -Infinity, "100", 100n, null, undefined, {}]) {
    trap(`F-005 F-007 F-008 a schedule that answers ${shown(delay)} ends the run`, async ({ retry, clock }) => {
      const operation = failing([busy]);
      const options = { schedule: { name: "own", delay: () => delay as number, bounds } };
      const error = await clock.runUntil(rejection(retry(operation, options, { clock })));
      expect(error).toMatchObject({ code: "POLICY_FUNCTION", option: "schedule", failure: { error: busy } });
      expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 1, now: 0 });
    });
  }

  for (const hint of [null, 5, "5s", {}, { delay: -1, spread: 0, atMost: 1 }, { delay: NaN, spread: 0, atMost: 1 }]) {
    trap(`a hint that is ${shown(hint)} ends the run`, async ({ retry, clock }) => {
      const run = rejection(retry(failing([busy]), { delayHint: () => hint as never }, { clock }));
      expect(await clock.runUntil(run)).toMatchObject({ code: "POLICY_FUNCTION", option: "delayHint" });
    });
  }
});

describe("rule 4d nobody is asked when no retry could follow", () => {
  trap("the predicate is not asked after the last attempt", async ({ retry, clock }) => {
    const questions: number[] = [];
    const retryIf = (_: unknown, { attempt }: { attempt: number }): boolean => questions.push(attempt) > 0;
    await clock.runUntil(rejection(retry(failing([busy]), { retryIf, schedule: fixed(10) }, { clock })));
    expect(questions).toEqual([1, 2]);
  });

  trap("and not when there is one attempt only, nor when the deadline has come", async ({ retry, clock }) => {
    let questions = 0;
    let stall = 0;
    const retryIf = (): boolean => ++questions > 0;
    const stalled = { ...clock, now: () => clock.now() + stall };
    const stalling = (): never => {
      stall += 100;
      throw busy;
    };
    await clock.runUntil(rejection(retry(failing([busy]), { retryIf, attempts: 1 }, { clock })));
    await clock.runUntil(rejection(retry(stalling, { retryIf, totalTimeout: 100 }, { clock: stalled })));
    expect(questions).toBe(0);
  });

  trap("the predicate is told how far the run is", async ({ retry, clock }) => {
    const told: unknown[] = [];
    const retryIf = (error: unknown, progress: object): boolean => told.push([error, progress]) > 0;
    await clock.runUntil(rejection(retry(failing([busy]), { retryIf, schedule: fixed(10) }, { clock })));
    expect(told).toEqual([
      [busy, { attempt: 1, elapsed: 0, previousDelay: 0 }],
      [busy, { attempt: 2, elapsed: 10, previousDelay: 10 }],
    ]);
  });
});
