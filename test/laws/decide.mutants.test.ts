import { describe, expect, it } from "vitest";
import type { decide } from "../../src/policy/decide.ts";
import { decider } from "../mutants/decision-model.ts";
import * as decisions from "../mutants/decisions.ts";
import { answerTo } from "../policy/decide-answer.ts";
import { NONSENSE } from "../policy/decide-nonsense.ts";
import { ROWS } from "../policy/decide-rows.ts";
import { DECIDE_LAWS } from "./decide-laws.ts";

const mutants = Object.entries(decisions);
const table = Object.entries({ ...ROWS, ...NONSENSE });

/** The rows that a decision function gets wrong. */
const wrongRows = (decideIt: typeof decide): string[] =>
  table.filter(([, row]) => !fits(decideIt, row)).map(([name]) => name);

function fits(decideIt: typeof decide, row: (typeof ROWS)[string]): boolean {
  try {
    expect(answerTo(decideIt, row)).toEqual({ gives: row.gives, asks: row.asks });
    return true;
  } catch {
    return false;
  }
}

describe("the table rejects a decision that", () => {
  it.each(mutants)("%s", (_, { make }) => {
    expect(wrongRows(make())).not.toEqual([]);
  });

  it("nothing is wrong with: no row", () => {
    expect(wrongRows(decider())).toEqual([]);
  });
});

describe.each(Object.entries(DECIDE_LAWS))('the law "%s" rejects a decision that', (name, law) => {
  const broken = mutants.filter(([, { breaks }]) => (breaks as readonly string[]).includes(name));

  it.each(broken)("%s", (_, { make }) => {
    expect(() => law(make())).toThrow(/Property failed after \d+ tests/);
  });

  it("somebody gets wrong", () => {
    expect(broken).not.toEqual([]);
  });
});
