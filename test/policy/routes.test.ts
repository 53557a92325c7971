import { describe, expect, it } from "vitest";
import { exponential, fixed, linear } from "../../src/core/sources.ts";
import { decide } from "../../src/policy/decide.ts";
import { PolicyFunctionError } from "../../src/policy/errors.ts";
import type { Decision, Failure, Progress } from "../../src/policy/failure.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import type { Counts, Route } from "../../src/policy/route.ts";

const isA = (error: unknown): boolean => error === "A";
const isB = (error: unknown): boolean => error === "B";
const failed = (error: unknown): Failure => ({ kind: "error", error });
const at = (attempt: number, routeAttempts?: readonly number[]): Progress => {
  const progress = { attempt, elapsed: 0, previousDelay: 0 };
  return routeAttempts === undefined ? progress : { ...progress, routeAttempts };
};
const decided = (options: PolicyOptions, failure: Failure, progress: Progress): Decision =>
  decide(policy(options), failure, progress, { wallNow: 0, random: () => 0.5 });

const options: PolicyOptions = {
  attempts: 8,
  schedule: fixed(7),
  routes: [
    [isA, { attempts: 3, schedule: exponential("1s") }],
    [isB, { delayHint: () => ({ delay: 99, spread: 0, atMost: 1_000 }) }],
  ],
};

describe("a route", () => {
  it("takes the failures that it fits, and says which it is", () => {
    expect(decided(options, failed("A"), at(1))).toEqual({ kind: "retry", delay: 1_000, from: "schedule", route: 0 });
    expect(decided(options, failed("B"), at(1))).toEqual({ kind: "retry", delay: 99, from: "hint", route: 1 });
  });

  it("leaves all others to the policy", () => {
    expect(decided(options, failed("C"), at(1))).toEqual({ kind: "retry", delay: 7, from: "schedule" });
  });

  it("is the first that fits", () => {
    const both = {
      ...options,
      routes: [
        [isB, {}],
        [() => true, { attempts: 2 }],
        [isA, {}],
      ] as const,
    };
    expect(decided(both, failed("A"), at(1))).toMatchObject({ route: 1 });
  });

  it("does not ask those after it", () => {
    const never = (): never => {
      throw new Error("asked");
    };
    expect(
      decided(
        {
          routes: [
            [isA, {}],
            [never, {}],
          ],
        },
        failed("A"),
        at(1),
      ),
    ).toMatchObject({ route: 0 });
  });

  it("counts its own failures for its own schedule", () => {
    const delays = [0, 1].map((earlier) => decided(options, failed("A"), at(5, [earlier, 4 - earlier])));
    expect(delays).toMatchObject([{ delay: 1_000 }, { delay: 2_000 }]);
  });

  it("stops at its own limit, which counts the failures that it took", () => {
    expect(decided(options, failed("A"), at(3, [2, 0]))).toEqual({ kind: "stop", reason: "attempts" });
    expect(decided(options, failed("A"), at(7, [1, 5]))).toMatchObject({ kind: "retry" });
  });

  it("counts all failures of the run, or those that it took in a row, if it says so", () => {
    const decide = (counts: Counts, progress: Progress): Decision =>
      decided({ ...options, routes: [[isA, { attempts: 4, schedule: linear(10), counts }]] }, failed("A"), progress);
    expect(decide("own", at(3, [1]))).toMatchObject({ delay: 20 });
    expect(decide("consecutive", at(3, [1]))).toMatchObject({ delay: 20 });
    expect(decide("all", at(3, [1]))).toMatchObject({ delay: 30 });
    expect(decide("all", at(3))).toMatchObject({ delay: 30 });
    expect(decide("all", at(4, [0]))).toEqual({ kind: "stop", reason: "attempts" });
    expect(decide("consecutive", at(7, [0]))).toMatchObject({ delay: 10 });
    expect(decide("consecutive", at(7, [3]))).toEqual({ kind: "stop", reason: "attempts" });
  });

  it("of one attempt is never tried again", () => {
    expect(decided({ routes: [[isA, { attempts: 1 }]] }, failed("A"), at(1))).toMatchObject({ reason: "attempts" });
  });

  it("cannot allow more than the policy does, and is not asked then", () => {
    const endless = {
      attempts: 2,
      routes: [
        [
          () => {
            throw new Error("asked");
          },
          { attempts: Infinity },
        ],
      ] as const,
    };
    expect(decided(endless, failed("A"), at(2, [1]))).toEqual({ kind: "stop", reason: "attempts" });
  });

  it("takes no rejected result", () => {
    const all = { ...options, routes: [[() => true, { attempts: 1 }]] as const };
    expect(decided(all, { kind: "rejected-result", value: "A" }, at(1))).toEqual({
      kind: "retry",
      delay: 7,
      from: "schedule",
    });
  });

  it("has the policy's schedule, hint and limits where it has none of its own", () => {
    const hint = { delay: 50, spread: 0, atMost: 1_000 };
    const plain = { schedule: fixed(7), delayHint: () => hint, attempts: 5, routes: [[isA, {}]] as const };
    expect(decided(plain, failed("A"), at(4, [3]))).toEqual({ kind: "retry", delay: 50, from: "hint", route: 0 });
  });

  it("is still under the policy's predicate and deadline", () => {
    expect(decided({ ...options, retryIf: () => false }, failed("A"), at(1))).toMatchObject({
      reason: "not-retryable",
    });
    expect(decided({ ...options, totalTimeout: "1s" }, failed("A"), at(1))).toMatchObject({ reason: "deadline" });
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("mistake");
      },
    ],
    ["answers a promise", async () => true],
    ["answers a promise that fails", () => Promise.reject(new Error("mistake"))],
    ["answers nothing", () => undefined],
    ["answers 1", () => 1],
  ])("whose function %s ends the run as a policy error", (_, when) => {
    const decision = decided({ routes: [[when as never, {}]] }, failed("A"), at(1));
    expect(decision).toMatchObject({ kind: "stop", reason: "policy-error", error: { option: "routes" } });
    const { error } = decision as { error: PolicyFunctionError };
    expect(error).toBeInstanceOf(PolicyFunctionError);
    expect(error.failure).toEqual(failed("A"));
  });
});

describe("the option routes", () => {
  const REFUSED: readonly (readonly [option: string, routes: unknown])[] = [
    ...[null, 0, "", {}, isA].map((routes) => ["routes", routes] as const),
    ...[null, 5, isA, [], ["A", {}], [isA], [isA, {}, {}], { 0: isA, 1: {} }].map(
      (pair) => ["routes[0]", [pair]] as const,
    ),
    ["routes[1]", [[isA, {}], undefined]],
    // oxlint-disable-next-line no-sparse-arrays
    ["routes[0]", [, [isA, {}]]],
    ...[null, undefined, 5, { attemptTimeout: 5 }, { retryIf: isA }].map(
      (own) => ["routes[0] options", [[isA, own]]] as const,
    ),
    ...[0, 1.5, NaN, "3", null].map((attempts) => ["attempts", [[isA, { attempts }]]] as const),
    ...[null, "1s", 0, {}].map((schedule) => ["schedule", [[isA, { schedule }]]] as const),
    ...[null, "", "Own", "ALL", true, 1, ["all"]].map((counts) => ["counts", [[isA, { counts }]]] as const),
    ...[null, 5, "1s"].map((delayHint) => ["delayHint", [[isA, { delayHint }]]] as const),
  ];

  it.each(REFUSED)("is refused for %s: %o", (option, routes) => {
    const whole = routes as readonly Route[];
    // A message names the option, where it is an object or its parts.
    expect(() => policy({ routes: whole })).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(() => policy({ routes: whole })).toThrow(option);
  });

  it("is copied and frozen, so that nothing changes afterwards", () => {
    const own = { attempts: 2 };
    const pair: [typeof isA, { attempts: number }] = [isA, own];
    const routes = [pair];
    const made = policy({ routes });
    own.attempts = 9;
    pair[0] = () => false;
    routes.length = 0;
    expect(made.routes).toEqual([[isA, { attempts: 2 }]]);
    expect([made.routes, made.routes![0], made.routes![0]![1]].every(Object.isFrozen)).toBe(true);
  });

  it("survives being spread into another policy", () => {
    const made = policy({ routes: [[isA, { attempts: 2, schedule: fixed(5) }]] });
    expect(policy({ ...made, attempts: 9 }).routes).toEqual(made.routes);
  });

  it("may be empty, and then says nothing", () => {
    expect(decided({ schedule: fixed(7), routes: [] }, failed("A"), at(1))).toEqual({
      kind: "retry",
      delay: 7,
      from: "schedule",
    });
  });

  it("reads own properties only", () => {
    const own = Object.create({ attempts: 1 }) as object;
    expect(policy({ routes: [[isA, own]] }).routes![0]![1].attempts).toBeUndefined();
  });
});
