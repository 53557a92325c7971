import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSchedule } from "ostinato/schedule";
import { JITTERS, type Knobs, knobsOf, notationOf, SOURCES } from "../../docs/playground/src/knobs.ts";
import { TIMES } from "../../docs/playground/src/ladder.ts";
import { anySchedule } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

const time = fc.constantFrom(...TIMES);
const anyKnobs: fc.Arbitrary<Knobs> = fc.record({
  source: fc.constantFrom(...SOURCES),
  base: time,
  increment: time,
  factor: fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
  exponent: fc.integer({ min: 0, max: 16 }).map((quarters) => quarters / 4),
  cap: fc.oneof(time, fc.constant(Infinity)),
  jitter: fc.constantFrom(...JITTERS),
  share: fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20),
});

describe("the sliders of the explorer", () => {
  it("write a notation that brings them back to where they are", () => {
    fc.assert(
      fc.property(anyKnobs, (knobs) => {
        const notation = notationOf(knobs);
        expect(notationOf(knobsOf(notation)!)).toBe(notation);
        expect(parseSchedule(notation).name).toBe(notation);
      }),
      lawParameters(),
    );
  });

  it("hold a schedule whole or not at all", () => {
    fc.assert(
      fc.property(anySchedule, ({ name }) => {
        fc.pre(name.length <= 2_000);
        const knobs = knobsOf(name);
        return knobs === undefined || parseSchedule(notationOf(knobs)).name === name;
      }),
      lawParameters(),
    );
  });

  it.each([
    ["exponential 250ms x1.5, cap 5s, equal jitter", { base: 250, factor: 1.5, cap: 5_000, jitter: "equal" }],
    ["linear 1s +500ms", { source: "linear", base: 1_000, increment: 500, cap: Infinity, jitter: "none" }],
    ["polynomial 7ms ^0.5, spread 0.35", { exponent: 0.5, jitter: "spread", share: 0.35 }],
    ["decorrelated 100ms to 10s", { source: "decorrelated", base: 100, cap: 10_000 }],
  ])("are set by %s", (notation, held) => {
    expect(knobsOf(notation)).toMatchObject(held);
  });

  it.each([
    "sequence 1s 5s",
    "fixed 1s, floor 1ms",
    "fixed 1s, full jitter, cap 2s",
    "fixed 1s, cap 2s, cap 1s",
    "fixed 1s, full jitter, equal jitter",
    "decorrelated 1s to 9s, cap 5s",
    "longest (fixed 1s) (linear 1s)",
    "phases 3 (fixed 1s, cap 2s) (fixed 2s), full jitter",
  ])("do not pretend to hold %s", (notation) => {
    expect(knobsOf(notation)).toBeUndefined();
  });
});
