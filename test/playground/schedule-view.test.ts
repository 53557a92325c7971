import { describe, expect, it } from "vitest";
import { explain } from "ostinato";
import { crowdView } from "../../docs/playground/src/crowd.ts";
import { companyOf } from "../../docs/playground/src/company.ts";
import { reading } from "../../docs/playground/src/reading.ts";
import { cellsOf, HEADINGS, scheduleView } from "../../docs/playground/src/schedule-view.ts";
import { policyOf } from "../../docs/playground/src/policy.ts";
import { type State, typing, USUAL } from "../../docs/playground/src/state.ts";

const shown = (notation: string, policy: Partial<State["policy"]> = {}): State =>
  typing({ ...USUAL, policy: { ...USUAL.policy, ...policy } }, notation);

describe("what the explorer says of a policy", () => {
  it("has the rows of explain, and sums them up", () => {
    const view = scheduleView(USUAL);
    const { rows, expected } = explain({ ...policyOf(USUAL), totalTimeout: Infinity });
    expect(view.rows.map(({ min, mean, max }) => [min, mean, max])).toEqual(
      rows.map(({ min, mean, max }) => [min, mean, max]),
    );
    expect(view.rows.at(-1)!.usual).toBeCloseTo(expected.delay);
    expect(cellsOf(view.rows[2]!)).toHaveLength(HEADINGS.length);
  });

  it("says where cap, attempts and deadline bind, and when", () => {
    const [cap, attempts, deadline] = scheduleView(
      shown("exponential 1s, cap 4s", { attempts: 5, attemptTimeout: Infinity, totalTimeout: Infinity }),
    ).milestones;
    expect(cap).toMatchObject({ attempt: 4, where: "from attempt 4 on", when: "7 s after the start" });
    expect(attempts).toMatchObject({ attempt: 5, where: "behind attempt 5", when: "11 s after the start" });
    expect(deadline).toMatchObject({ attempt: undefined, when: "there is none" });
    const late = scheduleView(shown("fixed 10s", { attempts: 5, attemptTimeout: 1_000, totalTimeout: 30_000 }))
      .milestones[2];
    expect(late).toMatchObject({ attempt: 3, where: "from attempt 3 on", when: "30 s after the start" });
  });

  it("says between which instants, where there is chance", () => {
    expect(scheduleView(USUAL).milestones[0]).toMatchObject({ attempt: 7, when: "0 s to 12.8 s after the start" });
  });

  it("has the findings of lint, with their reasons", () => {
    const { findings } = scheduleView(shown("exponential 1s", { totalTimeout: Infinity }));
    expect(findings.map(({ code }) => code)).toEqual(["no-jitter", "no-cap", "no-deadline"]);
  });

  it("stays whole where delays are beyond measure", () => {
    const view = scheduleView(
      shown("exponential 1d x5", { attempts: Infinity, totalTimeout: Infinity, attemptTimeout: Infinity }),
    );
    expect(view.rows).toHaveLength(50);
    expect(view.totals.at(-1)).toEqual(["at the most", "no end in sight"]);
    expect(JSON.stringify(crowdView(shown("exponential 1d x1000000", { totalTimeout: Infinity })).strips)).not.toMatch(
      /NaN|Infinity/,
    );
  });
});

describe("a notation that cannot be read", () => {
  it("is complained of at its place", () => {
    expect(reading("fixed 1s, cup 5s").complaint).toMatchObject({ position: 10, length: 3 });
    expect(reading("fixed 1s, cup 5s").complaint!.message).toMatch(/got "cup"; did you mean "cap"\?$/);
    expect(reading("fixed 1s,").complaint).toMatchObject({ position: 9, length: 1 });
  });

  it("is complained of as a whole where it is too long", () => {
    expect(reading("x".repeat(3_000)).complaint).toMatchObject({ position: undefined });
  });

  it("leaves the figures as they were", () => {
    expect(typing(USUAL, "fixed 1")).toEqual({ ...USUAL, typed: "fixed 1" });
  });
});

describe("the crowd that fails at the same instant", () => {
  it("comes back together without jitter, and apart with it", () => {
    const [alike, apart] = crowdView(USUAL).strips;
    expect(alike.busiest).toBe(60);
    expect(apart.busiest).toBeLessThan(40);
  });

  it("is shown what full jitter would do where the schedule has none", () => {
    const { strips } = crowdView(shown("fixed 2s"));
    expect(strips.map(({ title }) => title)).toEqual(["This schedule, without jitter", "The same with full jitter"]);
  });

  it("does not come back behind the deadline, nor without a retry", () => {
    const marks = (state: State): number => crowdView(state).strips[0].ticks.split("M").length - 1;
    expect(marks(shown("fixed 2s", { totalTimeout: 5_000 }))).toBe(120);
    expect(marks(shown("fixed 2s", { attempts: 1 }))).toBe(0);
  });

  it("waits as long on average, with jitter or without", () => {
    const { alike, hasJitter } = companyOf(policyOf(USUAL).schedule);
    expect(hasJitter).toBe(true);
    expect(alike.delay({ retry: 2, previousDelay: 0 }, () => 0.99)).toBe(explain(policyOf(USUAL)).rows[2]!.mean);
  });
});
