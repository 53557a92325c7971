import fc from "fast-check";
import { cap, exponential, fixed, fullJitter, linear, type Schedule, schedule } from "../../src/core/index.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { Failure, Hint, Progress } from "../../src/policy/failure.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { anyDraw, anyMillis, anySchedule } from "./arbitrary-schedules.ts";

/** All that a decision is made of, as data; whom the policy asks answers from `accepts` and `hint`. */
export interface Case {
  readonly schedule: Schedule;
  readonly attempts: number;
  readonly totalTimeout: number;
  readonly accepts: boolean | undefined;
  readonly hint: Hint | undefined;
  readonly failure: Failure;
  readonly progress: Progress;
  readonly wallNow: number;
  readonly draw: number;
}

/** The options of a case's policy, with functions that answer as the case says. */
export function optionsOf({ schedule: own, attempts, totalTimeout, accepts, hint }: Case): PolicyOptions {
  const retryIf = accepts === undefined ? undefined : (): boolean => accepts;
  return { schedule: own, attempts, totalTimeout, retryIf, delayHint: () => hint };
}

/** Anything that can be thrown, marked or not, and results that were rejected. */
export const anyFailure: fc.Arbitrary<Failure> = fc.oneof(
  { arbitrary: fc.anything().map((error) => ({ kind: "error", error }) as const), weight: 4 },
  { arbitrary: fc.anything().map((error) => ({ kind: "error", error: permanent(error) }) as const), weight: 1 },
  { arbitrary: fc.anything().map((value) => ({ kind: "rejected-result", value }) as const), weight: 2 },
);

const anyVerdict = fc.constantFrom(undefined, true, true, false);
const orEndless = (limit: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ arbitrary: limit, weight: 3 }, { arbitrary: fc.constant(Infinity), weight: 1 });

const caseOf = (
  own: fc.Arbitrary<Schedule>,
  attempt: fc.Arbitrary<number>,
  millis: fc.Arbitrary<number>,
): fc.Arbitrary<Case> =>
  fc.record({
    schedule: own,
    attempts: orEndless(attempt),
    totalTimeout: orEndless(millis),
    accepts: anyVerdict,
    hint: fc.option(fc.record({ delay: millis, spread: millis, atMost: orEndless(millis) }), { nil: undefined }),
    failure: anyFailure,
    progress: fc.record({ attempt, elapsed: millis, previousDelay: millis }),
    wallNow: fc.integer(),
    draw: anyDraw,
  });

const few = fc.nat(6);
const steep = schedule(exponential(1, 3), cap(6));

/** A world so small that limits are often met exactly. */
export const smallCase: fc.Arbitrary<Case> = caseOf(
  fc.oneof(
    few.map((delay) => fixed(delay)),
    fc.constantFrom(linear(1), steep, schedule(steep, fullJitter)),
  ),
  fc.integer({ min: 1, max: 4 }),
  few,
);

/** The whole world: any composition of schedules, any progress. */
export const wildCase: fc.Arbitrary<Case> = caseOf(
  anySchedule,
  fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  anyMillis,
);

export const anyCase: fc.Arbitrary<Case> = fc.oneof(smallCase, wildCase);

/** A policy of any kind. */
export const anyPolicy: fc.Arbitrary<PolicyOptions> = anyCase.map(optionsOf);
