import fc from "fast-check";

/** How one attempt of a plan goes, and after how many milliseconds. */
export interface PlanStep {
  readonly kind: "ok" | "fail" | "fatal" | "refused" | "poor" | "never";
  readonly takes: number;
}

/** A run with everything that can happen to it: outcomes, delays, limits, and the caller's leaving. */
export interface Plan {
  /** One per attempt; the last repeats. */
  readonly steps: readonly PlanStep[];
  /** One per retry; the last repeats. */
  readonly delays: readonly number[];
  readonly attempts: number;
  readonly attemptTimeout: number;
  readonly totalTimeout: number;
  /** When the caller leaves: never, or before the run began. */
  readonly abortAt: number;
}

/** When the caller has left before the run begins. */
export const BEFORE = -1;

/** Multiples of ten, so that much falls together. */
const tens = (most: number): fc.Arbitrary<number> => fc.nat(most / 10).map((each) => each * 10);
const seldom = (limit: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ arbitrary: fc.constant(Infinity), weight: 2 }, { arbitrary: limit, weight: 1 });

const anyStep: fc.Arbitrary<PlanStep> = fc.record({
  kind: fc.oneof(
    { arbitrary: fc.constant("fail" as const), weight: 6 },
    { arbitrary: fc.constantFrom("ok" as const, "fatal", "refused", "poor", "never"), weight: 4 },
  ),
  takes: fc.oneof(fc.constant(0), tens(100)),
});

/** A plan whose run ends: if nothing else ends it, the caller leaves. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    steps: fc.array(anyStep, { minLength: 1, maxLength: 5 }),
    delays: fc.array(fc.oneof(fc.constant(0), tens(200)), { minLength: 1, maxLength: 4 }),
    attempts: fc.integer({ min: 1, max: 6 }),
    attemptTimeout: seldom(tens(100)),
    totalTimeout: seldom(tens(500)),
    abortAt: seldom(fc.oneof({ arbitrary: tens(400), weight: 9 }, { arbitrary: fc.constant(BEFORE), weight: 1 })),
  })
  .map((plan) => (endless(plan) ? { ...plan, abortAt: 1_000 } : plan));

const endless = ({ steps, attemptTimeout, totalTimeout, abortAt }: Plan): boolean =>
  steps.some(({ kind }) => kind === "never") && Math.min(attemptTimeout, totalTimeout, abortAt) === Infinity;

/** The same plan at times of which no two fall together, for clocks that order ties in ways of their own. */
export const withoutTies = (plan: Plan): Plan => ({
  ...plan,
  attemptTimeout: plan.attemptTimeout + 5,
  totalTimeout: plan.totalTimeout + 3,
  abortAt: plan.abortAt === BEFORE ? BEFORE : plan.abortAt + 7,
});

/** What stands at a place of a list whose last repeats. */
export const at = <Each>(list: readonly Each[], index: number): Each => list[Math.min(index, list.length - 1)]!;
