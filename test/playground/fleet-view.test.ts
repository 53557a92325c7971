import { describe, expect, it } from "vitest";
import { newsOf } from "../../docs/playground/src/fleet-run.ts";
import { VARIANTS } from "../../docs/playground/src/fleet-ask.ts";
import {
  captionOf,
  cellsOf,
  curveOf,
  frameOf,
  type FleetState,
  HEADINGS,
  heard,
  isOver,
  NOTHING_YET,
  progressOf,
  verdictOf,
} from "../../docs/playground/src/fleet-view.ts";
import { type State, USUAL, USUAL_FLEETS } from "../../docs/playground/src/state.ts";

const stall: State = { ...USUAL, fleet: { ...USUAL.fleet, load: 14, workers: 2, outage: 2_000 } };
const crowd: State = { ...USUAL, scene: "crowd", fleet: USUAL_FLEETS.crowd };

function known(state: State, most?: number): FleetState {
  let now = NOTHING_YET;
  for (const news of newsOf(state, most)) now = heard(now, news);
  return now;
}

describe("the fleets of the explorer", () => {
  it("show that a budget decides where a server stalls", () => {
    const after = known(stall);
    const { alike, apart, "apart-budget": budgeted } = after;
    expect(verdictOf(after, stall)).toMatch(
      /Without either, the fleet never recovered; with both, it recovered \d+ s after/,
    );
    expect(alike.report!.amplification).toBeGreaterThan(2);
    expect(apart.report!.amplification).toBeGreaterThan(2);
    expect(budgeted.report!.amplification).toBeLessThan(1.5);
    expect(budgeted.report!.recovery).toBeLessThan(60_000);
  });

  it("show that jitter decides where a crowd comes at once", () => {
    const { alike, apart } = known(crowd);
    expect(alike.report!.amplification).toBeGreaterThan(1.5 * apart.report!.amplification);
  });

  it("are told of step by step, all four side by side, and are over when each has come to an end", () => {
    let now = NOTHING_YET;
    const [shares, points]: [number[], number[]] = [[], []];
    for (const news of newsOf({ ...stall, fleet: { ...stall.fleet, load: 60, outage: 1_000 } })) {
      now = heard(now, news);
      shares.push(progressOf(now));
      if (news.kind === "progress") points.push(curveOf(now[news.variant]).seconds.length);
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(2 * VARIANTS.length);
    expect(Math.min(...points)).toBeGreaterThan(0);
    expect(isOver(now)).toBe(true);
  });

  it("stop where a page would run out of memory, and say so", () => {
    const now = known({ ...stall, fleet: { ...stall.fleet, load: 300 } }, 1_000);
    expect(captionOf(now.alike, "stall")).toBe("stopped after 1,000 calls");
    expect(verdictOf(now, stall)).toMatch(/nothing to compare/);
    expect(isOver(now)).toBe(true);
  });

  it("say so where they cannot run", () => {
    const wrong = known({ ...crowd, fleet: { ...crowd.fleet, clients: 0.5 } });
    expect(captionOf(wrong.alike, "crowd")).toMatch(/^clients: expected a whole number/);
    expect(isOver(wrong)).toBe(true);
  });
});

describe("what is said of a run", () => {
  const after = known(crowd);

  it("is a row for each variant, and a curve as long as the run", () => {
    for (const variant of VARIANTS) expect(cellsOf(variant, after[variant], "crowd")).toHaveLength(HEADINGS.length);
    const { report } = after.alike;
    const { seconds, attempts } = curveOf(after.alike);
    expect(seconds).toHaveLength(attempts.length);
    expect(attempts.reduce((sum, rate) => sum + rate, 0) / 10).toBeCloseTo(report!.attempts);
  });

  it("has one frame for all plots, which holds all of the outage before anything is known", () => {
    const nothing = VARIANTS.map((variant) => curveOf(NOTHING_YET[variant]));
    expect(frameOf(nothing, stall)).toEqual({ seconds: 132, most: 14, outage: [10, 12] });
    const curves = VARIANTS.map((variant) => curveOf(after[variant]));
    const { seconds, most, outage } = frameOf(curves, crowd);
    expect(outage).toBeUndefined();
    expect(most).toBe(Math.max(...curves.flatMap(({ attempts }) => attempts)));
    expect(seconds).toBe(Math.max(...curves.map((curve) => curve.seconds.at(-1)!)));
  });

  it("compares all four", () => {
    const { alike, apart } = after;
    expect(verdictOf(after, crowd)).toContain(
      `makes ${alike.report!.amplification.toFixed(2)} calls; with jitter ${apart.report!.amplification.toFixed(2)}`,
    );
  });
});
