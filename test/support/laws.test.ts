import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lawParameters } from "./laws.ts";

describe("law parameters", () => {
  it("are the same in every run", () => {
    expect(lawParameters(100, {})).toEqual({ seed: 1, numRuns: 100 });
  });

  it("run deeper on demand, from the seed of the run", () => {
    expect(lawParameters(50, { LAWS: "deep", LAWS_SEED: "7" })).toEqual({ seed: 7, numRuns: 1_000 });
  });

  it("leave the seed behind when a law is broken", () => {
    const broken = fc.property(fc.integer(), (drawn) => drawn === Infinity);
    expect(() => fc.assert(broken, lawParameters(10, { LAWS_SEED: "42" }))).toThrow("seed: 42");
  });
});
