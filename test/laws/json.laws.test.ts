import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { policyFromJSON, type PolicyJSON, policyToJSON } from "../../src/policy/json.ts";
import { type Policy, policy } from "../../src/policy/policy.ts";
import { anyMillis, anySchedule, anyStep } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

const predicates = { a: () => true, b: () => false, "": () => true, __proto__: null } as never;
const hints = { "later, please": () => undefined };
const functions = { predicates, hints };

const orNone = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const anyPredicate = orNone(fc.constantFrom(...Object.values<() => boolean>(predicates)));
const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    schedule: anySchedule.filter(({ name }) => name.length <= 2_000),
    attempts: fc.oneof(fc.integer({ min: 1, max: 2 ** 53 - 1 }), fc.constant(Infinity)),
    attemptTimeout: orNone(anyMillis),
    totalTimeout: orNone(anyMillis),
    retryIf: anyPredicate,
    retryResult: anyPredicate,
    delayHint: orNone(fc.constantFrom(...Object.values(hints))),
  })
  .map((options) => policy(options));

describe("a policy as JSON", () => {
  it("and back is the same policy, through text", () => {
    const law = fc.property(anyPolicy, anyStep, fc.double({ min: 0, max: 0.999, noNaN: true }), (made, step, draw) => {
      const text = JSON.stringify(policyToJSON(made, functions));
      const { schedule, ...read } = policyFromJSON(JSON.parse(text), functions);
      const { schedule: own, ...others } = made;
      expect(read).toEqual(others);
      expect(schedule.name).toBe(own.name);
      expect(schedule.delay(step, () => draw)).toBe(own.delay(step, () => draw));
      expect(JSON.stringify(policyToJSON({ ...read, schedule }, functions))).toBe(text);
    });
    fc.assert(law, lawParameters(250));
  });

  it("of any kind is a policy or is refused, and nothing else happens", () => {
    const law = fc.property(
      fc.json(),
      fc.constantFrom("schedule", "attempts", "retryIf", "totalTimeout"),
      (text, key) => {
        const json = JSON.parse(text) as unknown;
        for (const made of [ending(json), ending({ [key]: json })])
          expect(made instanceof InvalidOptionError || Object.isFrozen(made)).toBe(true);
      },
    );
    fc.assert(law, lawParameters(250));
  });
});

/** What comes of JSON that may be anything. */
function ending(json: unknown): Policy | InvalidOptionError {
  try {
    return policyFromJSON(json as PolicyJSON, functions);
  } catch (error) {
    if (error instanceof InvalidOptionError) return error;
    throw error;
  }
}
