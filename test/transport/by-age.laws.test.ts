import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByAge } from "../../src/transport/by-age.ts";
import { lawParameters } from "../support/laws.ts";

type Step =
  | { readonly kind: "set" | "delete"; readonly key: string }
  | { readonly kind: "evict" | "look"; readonly key?: undefined };

const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("set" as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), key }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("evict" as const, "look" as const) }) },
);

describe("values by age", () => {
  it("tell the one that was set first, and not again since, whatever has come and gone", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const values = new ByAge<number>();
        const model = new Map<string, number>();
        const told: unknown[] = [];
        const due: unknown[] = [];
        for (const [index, { kind, key }] of steps.entries()) {
          const first = [...model][0];
          if (kind === "set") {
            values.set(key, index);
            model.delete(key);
            model.set(key, index);
          } else if (kind === "delete") {
            values.delete(key);
            model.delete(key);
          } else {
            told.push(values.oldest);
            due.push(first);
            if (kind === "evict" && first !== undefined) {
              values.delete(first[0]);
              model.delete(first[0]);
            }
          }
          expect(values.size).toBe(model.size);
          for (const each of ["a", "b", "c"]) expect(values.get(each)).toBe(model.get(each));
        }
        expect([...told, values.oldest]).toEqual([...due, [...model][0]]);
      }),
      lawParameters(),
    );
  });
});
