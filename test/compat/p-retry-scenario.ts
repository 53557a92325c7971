import fc from "fast-check";
import type { Options } from "p-retry";

/** How one attempt ends. */
export interface Ending {
  readonly kind:
    | "value"
    | "error"
    | "mistake"
    | "network"
    | "abort error"
    | "abort text"
    | "abort in abort"
    | "text"
    | "nothing";
  readonly at: "once" | "later";
  readonly takes: number;
}

/** What a callback answers, one after another, the last one again and again; how long it takes; and when it throws. */
export interface Callback {
  readonly answers: readonly unknown[];
  readonly takes: number;
  readonly throwsAt: number | undefined;
}

/** One call of `pRetry` as data. */
export interface Scenario {
  readonly endings: readonly Ending[];
  readonly options: Options;
  readonly callbacks: { readonly [Name in "onFailedAttempt" | "shouldRetry" | "shouldConsumeRetry"]?: Callback };
  readonly abort: { readonly after: number; readonly reason: "error" | "text" } | undefined;
  readonly drawn: number;
}

/** A scenario with somebody who leaves. */
export interface ImpatientScenario extends Scenario {
  readonly abort: NonNullable<Scenario["abort"]>;
}

const optional = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(some, { nil: undefined });
const orEndless = (some: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ arbitrary: some, weight: 4 }, { arbitrary: fc.constant(Infinity), weight: 1 });

const anyEnding = (takes: fc.Arbitrary<number>): fc.Arbitrary<Ending> =>
  fc.record({
    kind: fc.oneof(
      { arbitrary: fc.constantFrom("error", "network"), weight: 6 },
      {
        arbitrary: fc.constantFrom(
          "value",
          "mistake",
          "abort error",
          "abort text",
          "abort in abort",
          "text",
          "nothing",
        ),
        weight: 2,
      },
    ),
    at: fc.constantFrom("once", "later"),
    takes,
  });

const anyAnswer = fc.oneof(
  { arbitrary: fc.constant(true), weight: 4 },
  { arbitrary: fc.constantFrom(false, undefined, null, 0, 1, ""), weight: 1 },
);

const anyCallback = (takes: fc.Arbitrary<number>): fc.Arbitrary<Callback> =>
  fc.record({
    answers: fc.array(anyAnswer, { minLength: 1, maxLength: 4 }),
    takes,
    throwsAt: fc.oneof({ arbitrary: fc.constant(undefined), weight: 6 }, { arbitrary: fc.nat(3), weight: 1 }),
  });

const anyOptions: fc.Arbitrary<Options> = fc.record(
  {
    retries: orEndless(fc.nat(5)),
    factor: fc.constantFrom(0, 0.5, 1, 1.5, 2, 3),
    minTimeout: fc.nat(50),
    maxTimeout: orEndless(fc.nat(200)),
    maxRetryTime: orEndless(fc.nat(300)),
    randomize: fc.boolean(),
    unref: fc.boolean(),
  },
  { requiredKeys: [] },
);

const scenarioOf = (takes: fc.Arbitrary<number>, abort: fc.Arbitrary<Scenario["abort"]>): fc.Arbitrary<Scenario> =>
  fc.record({
    endings: fc.array(anyEnding(takes), { maxLength: 7 }),
    options: anyOptions,
    callbacks: fc.record(
      { onFailedAttempt: anyCallback(takes), shouldRetry: anyCallback(takes), shouldConsumeRetry: anyCallback(takes) },
      { requiredKeys: [] },
    ),
    abort,
    drawn: fc.constantFrom(0, 0.25, 0.5, 0.999),
  });

/** Attempts and callbacks that take their time, and nobody who leaves. */
export const anySlowScenario: fc.Arbitrary<Scenario> = scenarioOf(
  fc.oneof(fc.constant(0), fc.nat(80)),
  fc.constant(undefined),
);

/** Attempts and callbacks that take their time, and somebody who may leave in the middle of them. */
export const anyImpatientScenario: fc.Arbitrary<ImpatientScenario> = scenarioOf(
  fc.nat(80),
  fc.record({ after: fc.integer({ min: 1, max: 300 }), reason: fc.constantFrom("error", "text") }),
) as fc.Arbitrary<ImpatientScenario>;

/** Attempts and callbacks that take no time, so that whoever leaves does so before the start, in a wait or after the end. */
export const anyAbortedScenario: fc.Arbitrary<Scenario> = scenarioOf(
  fc.constant(0),
  optional(fc.record({ after: fc.nat(300), reason: fc.constantFrom("error", "text") })),
);
