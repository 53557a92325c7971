import fc from "fast-check";
import type { Member } from "./engine-company.ts";
import type { PlanStep } from "./engine-plan.ts";
import type { Field } from "./engine-races.ts";

/** How the attempts of a race end, and whether they have a limit. */
export const anyField: fc.Arbitrary<Field> = fc.record({
  answers: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  limit: fc.constantFrom(Infinity, 10),
});

const anyStep: fc.Arbitrary<PlanStep> = fc.record({
  kind: fc.constantFrom("fail" as const, "fail", "fail", "ok", "never"),
  takes: fc.nat(120),
});

/** A company of runs that begin one after the other. */
export const anyMember: fc.Arbitrary<Member[]> = fc.array(
  fc.record({
    from: fc.nat(200),
    seed: fc.nat(1_000),
    steps: fc.array(anyStep, { minLength: 1, maxLength: 4 }),
  }),
  { minLength: 2, maxLength: 6 },
);
