import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { type Policy, policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { anyPolicy } from "../support/arbitrary-policies.ts";
import { lawParameters } from "../support/laws.ts";

const KEYS = Object.keys(policy()) as (keyof PolicyOptions)[];

const anyDefined = fc.anything().filter((value) => value !== undefined);

/** What comes of options that may be anything. */
function ending(options: unknown): Policy | InvalidOptionError {
  try {
    return policy(options as PolicyOptions);
  } catch (error) {
    if (error instanceof InvalidOptionError) return error;
    throw error;
  }
}

const isLimit = (limit: unknown): boolean => typeof limit === "number" && limit >= 0;
const isCount = (count: number): boolean => count === Infinity || (Number.isSafeInteger(count) && count >= 1);
const isSound = ({ schedule, attempts, attemptTimeout, totalTimeout, routes, budget, ...functions }: Policy): boolean =>
  [schedule.delay, schedule.bounds, ...Object.values(functions).filter((each) => each !== undefined)].every(
    (each) => typeof each === "function",
  ) &&
  isCount(attempts) &&
  (routes === undefined || Array.isArray(routes)) &&
  (budget === undefined || typeof budget.withdraw === "function") &&
  isLimit(attemptTimeout) &&
  isLimit(totalTimeout);

describe("a policy", () => {
  it("spread and made again is the same", () => {
    const law = fc.property(anyPolicy, (options) => {
      const made = policy(options);
      expect({ ...policy({ ...made }) }).toEqual({ ...made });
    });
    fc.assert(law, lawParameters(250));
  });

  it("takes each option from the later of two that are spread together", () => {
    const law = fc.property(anyPolicy, anyPolicy, fc.constantFrom(...KEYS), (base, other, key) => {
      const changed = policy({ ...policy(base), [key]: policy(other)[key] });
      expect({ ...changed }).toEqual({ ...policy(base), [key]: policy(other)[key] });
    });
    fc.assert(law, lawParameters(250));
  });

  it("is sound, or its options are refused with an error that names the option", () => {
    const law = fc.property(fc.constantFrom(...KEYS), anyDefined, (key, value) => {
      const made = ending({ [key]: value });
      return made instanceof InvalidOptionError
        ? made.option.startsWith(key) && made.message.startsWith(key)
        : isSound(made);
    });
    fc.assert(law, lawParameters(1_500));
  });

  it("is made of known options alone, whatever the object is called with", () => {
    const law = fc.property(fc.string(), fc.anything(), (key, value) => {
      fc.pre(!KEYS.includes(key as keyof PolicyOptions));
      const options = Object.defineProperty({}, key, { value, enumerable: true });
      return ending(options) instanceof InvalidOptionError;
    });
    fc.assert(law, lawParameters(500));
  });

  it("is made of an object, or of nothing", () => {
    const law = fc.property(anyDefined, (options) => {
      const made = ending(options);
      return made instanceof InvalidOptionError || (typeof options === "object" && isSound(made));
    });
    fc.assert(law, lawParameters(500));
  });
});
