import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import { policy } from "../../src/policy/policy.ts";
import { decider } from "../mutants/decision-model.ts";
import { anyCase, optionsOf } from "../support/arbitrary-policies.ts";
import { lawParameters } from "../support/laws.ts";
import { DECIDE_LAWS } from "./decide-laws.ts";

describe("decide", () => {
  it.each(Object.entries(DECIDE_LAWS))("%s", (_, law) => {
    law(decide);
  });

  it("decides as its second telling in test/mutants does", () => {
    const again = decider();
    const law = fc.property(anyCase, (each) => {
      const { failure, progress, wallNow, draw } = each;
      const inputs = { wallNow, random: () => draw };
      expect(decide(policy(optionsOf(each)), failure, progress, inputs)).toEqual(
        again(policy(optionsOf(each)), failure, progress, inputs),
      );
    });
    fc.assert(law, lawParameters(1_000));
  });
});
