import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counted, human } from "../../src/cli/human.ts";
import { lawParameters } from "../support/laws.ts";

describe("a length of time for people", () => {
  it.each([
    [0, "0"],
    [0.04, "0"],
    [0.3, "0.3ms"],
    [7.53, "7.5ms"],
    [9.99, "10ms"],
    [187.4, "187ms"],
    [999.6, "1s"],
    [1_234, "1.23s"],
    [9_999, "10s"],
    [25_649, "25.6s"],
    [59_960, "1m"],
    [83_456, "1m23s"],
    [3_599_700, "1h"],
    [3_725_000, "1h2m"],
    [86_370_000, "1d"],
    [185_000_000, "2d3h"],
    [100 * 86_400_000, "100d"],
    [1e9 * 86_400_000, "1e9d"],
    [Number.MAX_VALUE, "2e300d"],
    [Infinity, "∞"],
  ])("writes %d as %s", (millis, text) => {
    expect(human(millis)).toBe(text);
  });

  it("takes at most six characters", () => {
    const any = fc.oneof(fc.double({ min: 0, noNaN: true }), fc.double({ min: 0, max: 1e12, noNaN: true }));
    fc.assert(
      fc.property(any, (millis) => human(millis).length <= 6),
      lawParameters(250),
    );
  });
});

describe("a count", () => {
  it("has one attempt, but two attempts", () => {
    expect([counted(1, "attempt"), counted(2, "attempt")]).toEqual(["1 attempt", "2 attempts"]);
  });
});
