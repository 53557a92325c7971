import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Field, FLEET_FIELDS, POLICY_FIELDS } from "../../docs/playground/src/fields.ts";
import { hashOf, linked } from "../../docs/playground/src/link.ts";
import { SCENES, type State, TABS, typing, USUAL } from "../../docs/playground/src/state.ts";
import { lawParameters } from "../support/laws.ts";

const figuresOf = <Key extends string>(fields: Readonly<Record<Key, Field>>): fc.Arbitrary<Record<Key, number>> => {
  const entries = Object.entries<Field>(fields);
  const values = fc.tuple(...entries.map(([, { ladder }]) => fc.constantFrom(...ladder)));
  return values.map(
    (drawn) => Object.fromEntries(entries.map(([key], index) => [key, drawn[index]])) as Record<Key, number>,
  );
};

const notations = ["fixed 7ms", "exponential 1s x1.5, spread 0.2", "phases 3 (fixed 50ms) (exponential 1s)", "fixed ?"];
const anyState: fc.Arbitrary<State> = fc
  .record({
    tab: fc.constantFrom(...TABS),
    typed: fc.constantFrom(...notations),
    policy: figuresOf(POLICY_FIELDS),
    scene: fc.constantFrom(...SCENES),
    fleet: figuresOf(FLEET_FIELDS),
  })
  .map(({ typed, ...rest }) => typing({ ...USUAL, ...rest }, typed));

describe("the link of the explorer", () => {
  it("brings the state back, and has nothing to complain of", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(linked(hashOf(state))).toEqual({ state, complaints: [] });
      }),
      lawParameters(),
    );
  });

  it("throws nothing, whatever it says, and gives a state that can be linked to", () => {
    const key = fc.constantFrom("tab", "schedule", "attempts", "totalTimeout", "scene", "load", "__proto__", "", "%");
    const part = fc.tuple(
      key,
      fc.oneof(fc.string(), fc.constantFrom("Infinity", "-1", "2.5", "1e999", "NaN", "%E0%A4%A", "9s")),
    );
    const hostile = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => `#${parts.map((pair) => pair.join("=")).join("&")}`),
    );
    fc.assert(
      fc.property(hostile, (hash) => {
        const { state } = linked(hash);
        expect(linked(hashOf(state)).complaints).toEqual([]);
      }),
      lawParameters(),
    );
  });

  it("has one line of text, as the field has", () => {
    expect(linked("#schedule=fixed%0A%201s").state.typed).toBe("fixed 1s");
  });

  it("says nothing where there is none", () => {
    expect(linked("")).toEqual({ state: USUAL, complaints: [] });
  });

  it.each([
    ["#attempts=0", 'attempts: expected a figure from 1 to no limit, got "0"'],
    ["#attempts=three", 'attempts: expected a figure from 1 to no limit, got "three"'],
    ["#attempts=2.5", 'attempts: expected a figure from 1 to no limit, got "2.5"'],
    ["#clients=1.5", 'clients: expected a figure from 1 to 1000, got "1.5"'],
    ["#totalTimeout=1 hour", "duration: expected a duration"],
    ["#load=5000", 'load: expected a figure from 10 to 1000, got "5000"'],
    ["#tab=kitchen", 'tab: expected schedule or fleet, got "kitchen"'],
    ["#__proto__=1", 'it says "__proto__", which means nothing here'],
    ["#load=20&load=30", "it says load more than once"],
    [`#schedule=${"x".repeat(401)}`, "schedule: it has more than 400 characters"],
    [`#schedule=${"x".repeat(2_000)}`, "it has more than 2000 characters"],
  ])("%s is told: %s", (hash, complaint) => {
    const { complaints, state } = linked(hash);
    expect(complaints).toEqual([expect.stringContaining(complaint)]);
    expect({ ...state, fleet: { ...state.fleet, load: USUAL.fleet.load } }).toEqual(USUAL);
  });

  it("keeps a schedule that cannot be read in the field, and shows the usual one", () => {
    const { state, complaints } = linked("#schedule=fixed+1s,+cup+5s");
    expect(complaints).toEqual([]);
    expect(state).toMatchObject({ typed: "fixed 1s, cup 5s", shown: USUAL.shown });
  });
});
