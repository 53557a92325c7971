import { describe, expect, it } from "vitest";
import { atTheCap } from "../../bench/fleets/at-the-cap.ts";
import { failing } from "../../bench/fleets/findings.ts";
import { layered } from "../../bench/fleets/layers.ts";
import { filled, markdown } from "../../bench/fleets/markdown.ts";
import { metastable } from "../../bench/fleets/metastable.ts";

describe("the experiments with fleets, in short", () => {
  it("an outage does not outlast itself where successes fund the retries, and does where nothing does", () => {
    const found = metastable({
      runs: 1,
      names: ["no retries", "3 retries, full jitter", "3 retries, 0.1 per success, at most 10"],
    });
    expect(found.checks.length).toBeGreaterThan(10);
    expect(failing(found)).toEqual([]);
  });

  it("clients at the cap do not come back together, but where a draw is capped", () => {
    expect(failing(atTheCap())).toEqual([]);
  });

  it("layers multiply, and budgets keep them from it", () => {
    expect(failing(layered({ requests: 100 }))).toEqual([]);
  });
});

describe("the tables of the experiments", () => {
  const findings = { header: ["a", "figure"], rows: [["b", 12]], checks: [{ what: "c", found: 2, from: 3, to: 4 }] };

  it("are written between their markers", () => {
    const page = "before\n<!-- x -->\nold\n<!-- /x -->\nafter";
    const table = "| a   | figure |\n| --- | ------ |\n| b   | 12     |";
    expect(filled(page, "x", markdown(findings))).toBe(`before\n<!-- x -->\n\n${table}\n\n<!-- /x -->\nafter`);
    expect(() => filled(page, "y", table)).toThrow('the page has no place for the table "y"');
  });

  it("are not believed when a figure is out of its tolerance, or is none", () => {
    expect(failing(findings)).toHaveLength(1);
    expect(failing({ ...findings, checks: [{ what: "c", found: NaN, from: 0, to: 1 }] })).toHaveLength(1);
  });
});
