/**
 * Arbitrary policies, schedules, durations and scripts for fast-check: what this package's own laws are held with.
 *
 * @module ostinato/testing/arbitraries
 */
import fc from "fast-check";
import { longest, phases, shortest } from "../core/combine.ts";
import { equalJitter, fullJitter, spread } from "../core/jitter.ts";
import { cap, floor } from "../core/limits.ts";
import { type Modifier, type Schedule, schedule } from "../core/schedule.ts";
import { decorrelated, exponential, fibonacci, fixed, linear, polynomial, sequence } from "../core/sources.ts";
import type { PolicyOptions } from "../policy/policy.ts";
import { anyDuration, anyExponent, anyFactor, anyMillis, anyShare, shownAs, SIMPLER } from "./arbitrary-figures.ts";
import { policyOf, stepOf, STEPS } from "./arbitrary-parts.ts";
import { shown } from "./explore-error.ts";
import { ok, type ScriptStep } from "./script.ts";

export { anyDuration, anyExponent, anyFactor, anyMillis, anyShare } from "./arbitrary-figures.ts";

/**
 * A schedule without modifiers.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { parseSchedule } from "ostinato";
 * import { anySource } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anySource, ({ name }) => parseSchedule(name).name === name), { numRuns: 20 });
 * ```
 */
export const anySource: fc.Arbitrary<Schedule> = fc.oneof(
  SIMPLER,
  anyDuration.map((delay) => fixed(delay)),
  fc.tuple(anyDuration, anyDuration).map(([initial, increment]) => linear(initial, increment)),
  fc.tuple(anyDuration, anyFactor).map(([base, factor]) => exponential(base, factor)),
  anyDuration.map((unit) => fibonacci(unit)),
  fc.tuple(anyDuration, anyExponent).map(([base, exponent]) => polynomial(base, exponent)),
  fc.tuple(anyDuration, fc.array(anyDuration, { maxLength: 4 })).map(([first, more]) => sequence(first, ...more)),
  anyDuration.map((base) => decorrelated(base)),
  fc.tuple(anyMillis, anyMillis).map(([a, b]) => decorrelated(Math.min(a, b), Math.max(a, b))),
);

/**
 * Any modifier.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { fixed } from "ostinato";
 * import { anyModifier } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anyModifier, (modifier) => modifier(fixed("1s")).bounds(1).min >= 0), { numRuns: 20 });
 * ```
 */
export const anyModifier: fc.Arbitrary<Modifier> = fc.oneof(
  SIMPLER,
  anyDuration.map((limit) => cap(limit)),
  anyDuration.map((limit) => floor(limit)),
  fc.constantFrom(fullJitter, equalJitter),
  anyShare.map((share) => spread(share)),
);

const combined = (inner: fc.Arbitrary<Schedule>): fc.Arbitrary<Schedule> =>
  fc.oneof(
    SIMPLER,
    fc.tuple(inner, fc.array(inner, { maxLength: 2 })).map(([first, more]) => longest(first, ...more)),
    fc.tuple(inner, fc.array(inner, { maxLength: 2 })).map(([first, more]) => shortest(first, ...more)),
    fc
      .tuple(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), inner), { maxLength: 2 }), inner)
      .map(([parts, last]) => phases(...parts, last)),
  );

const modified = (inner: fc.Arbitrary<Schedule>): fc.Arbitrary<Schedule> =>
  fc.tuple(inner, fc.array(anyModifier, { maxLength: 3 })).map(([source, modifiers]) => schedule(source, ...modifiers));

const nested = (depth: number): fc.Arbitrary<Schedule> =>
  depth === 0 ? modified(anySource) : fc.oneof(SIMPLER, nested(depth - 1), modified(combined(nested(depth - 1))));

/**
 * Any schedule: sources, modifiers and combinations of them up to three deep; a failing one shows as its notation.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { checkSchedule } from "ostinato/testing";
 * import { anySchedule } from "ostinato/testing/arbitraries";
 *
 * fc.assert(fc.property(anySchedule, (schedule) => checkSchedule(schedule)), { numRuns: 5 });
 * ```
 */
export const anySchedule: fc.Arbitrary<Schedule> = nested(3).map((made) => shownAs(made, made.name));

const seldom = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

/**
 * Any policy without hooks, routes and budget: a schedule, limits, and functions that always answer the same; of results, those that
 * are `"poor"` may be rejected. A failing one shows as the options that were given.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { fail, ok, simulate } from "ostinato/testing";
 * import { anyPolicy } from "ostinato/testing/arbitraries";
 *
 * const holds = fc.asyncProperty(anyPolicy, async (policy) => {
 *   const run = await simulate(policy, [fail(), ok("saved")]);
 *   return run.attempts <= 2;
 * });
 * await fc.assert(holds, { numRuns: 20 });
 * ```
 */
export const anyPolicy: fc.Arbitrary<PolicyOptions> = fc
  .record({
    schedule: seldom(anySchedule),
    attempts: seldom(fc.oneof(SIMPLER, fc.integer({ min: 1, max: 10 }), fc.constant(Infinity))),
    attemptTimeout: seldom(anyMillis),
    totalTimeout: seldom(anyMillis),
    retryIf: seldom(fc.boolean()),
    retryResult: seldom(fc.boolean()),
    delayHint: seldom(fc.record({ delay: anyMillis, spread: anyMillis, atMost: anyMillis })),
  })
  .map((parts) => shownAs(policyOf(parts), `{ ${Object.entries(parts).flatMap(given).join(", ")} }`));

const given = ([name, part]: [name: string, part: unknown]): readonly string[] =>
  part === undefined ? [] : [`${name}: ${fc.stringify(part)}`];

const anyStep = fc.tuple(fc.constantFrom(...STEPS), fc.nat(2_000)).map(stepOf);

/**
 * Any script of outcomes: successes, failures, permanent ones, and attempts that never settle, each with the time that it takes. It ends
 * with what repeats, so that no run asks for more; a failing one shows as one would write it.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { simulate } from "ostinato/testing";
 * import { anyOutcomeScript } from "ostinato/testing/arbitraries";
 *
 * const bounded = { attempts: 3, attemptTimeout: "1s" } as const;
 * const holds = fc.asyncProperty(anyOutcomeScript, async (script) => (await simulate(bounded, script)).attempts <= 3);
 * await fc.assert(holds, { numRuns: 20 });
 * ```
 */
export const anyOutcomeScript: fc.Arbitrary<readonly ScriptStep<string>[]> = fc
  .tuple(fc.array(anyStep, { maxLength: 6 }), fc.nat(2_000))
  .map(([steps, takes]) =>
    shownAs([...steps, ok("saved", takes)], `[${[...steps, ok("saved", takes)].map(shown).join(", ")}]`),
  );
