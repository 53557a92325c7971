import { describe, expect, it } from "vitest";
import {
  cap,
  equalJitter,
  fixed,
  floor,
  fullJitter,
  type Schedule,
  schedule,
  seededRandom,
  spread,
} from "../../src/core/index.ts";
import { drawsOf } from "../support/draws.ts";

const step = { retry: 1, previousDelay: 0 };

/** One's own jitter, with more short delays than long ones. */
const steep: Schedule = {
  name: "steep",
  delay: (_step, random) => 100 + 900 * random() ** 2,
  bounds: () => ({ min: 100, max: 1_000 }),
};

describe("a modifier", () => {
  it("squeezes the range of a schedule from outside and keeps its way of drawing", () => {
    const squeezed = schedule(steep, cap("500ms"));
    expect(squeezed.delay(step, () => 0)).toBe(100);
    expect(squeezed.delay(step, () => 0.5)).toBeCloseTo(200);
    expect(squeezed.delay(step, () => 1 - 2 ** -53)).toBeCloseTo(500);
    expect(squeezed.bounds(1)).toEqual({ min: 100, max: 500 });
  });

  it("takes one draw, even from a schedule from outside", () => {
    expect(drawsOf(schedule(steep, cap("500ms"), fullJitter), step)).toBe(1);
  });

  it("brings chance to a schedule from outside that has none", () => {
    const own: Schedule = { name: "own", delay: () => 1_000, bounds: () => ({ min: 1_000, max: 1_000 }) };
    expect(schedule(own, equalJitter).delay(step, () => 0.5)).toBe(750);
  });

  it("works on a copy that brings its own delay, not on what it was copied from", () => {
    const copy: Schedule = { ...fixed("1s"), delay: () => 5 };
    expect(schedule(copy, cap("10s")).delay(step, () => 0.5)).toBe(5);
  });

  it("works on an heir that brings its own delay, not on its ancestor", () => {
    const heir = Object.create(fixed("1s"), { delay: { value: () => 5 } }) as Schedule;
    expect(schedule(heir, cap("10s")).delay(step, () => 0.5)).toBe(5);
  });

  it("does not pass the end of the range by rounding", () => {
    const [least, most] = [1.5 * 2 ** -52, 1.5 + 2 ** -52];
    expect(least + (most - least)).toBeGreaterThan(most);
    const coin: Schedule = {
      name: "coin",
      delay: (_step, random) => (random() < 0.5 ? 0 : most),
      bounds: () => ({ min: 0, max: most }),
    };
    expect(schedule(coin, floor(least)).delay(step, () => 0.9)).toBe(most);
  });

  it("holds even if a schedule from outside leaves its range", () => {
    const unruly: Schedule = {
      name: "unruly",
      delay: (_step, random) => [400, 9_000, 500, -9_000, 600][Math.floor(random() * 5)]!,
      bounds: () => ({ min: 400, max: 600 }),
    };
    const held = schedule(unruly, floor("450ms"), cap("550ms"));
    const random = seededRandom(1);
    for (let drawn = 0; drawn < 100; drawn++) {
      const delay = held.delay(step, random);
      expect(delay).toBeGreaterThanOrEqual(450);
      expect(delay).toBeLessThanOrEqual(550);
    }
  });
});

describe("a draw", () => {
  it("is not taken where there is nothing to draw", () => {
    expect(drawsOf(fixed("1s"), step)).toBe(0);
    expect(drawsOf(schedule(fixed("1s"), spread(0)), step)).toBe(0);
    expect(drawsOf(schedule(fixed("1s"), fullJitter, floor("1s")), step)).toBe(0);
    expect(drawsOf(schedule(fixed("0ms"), fullJitter), step)).toBe(0);
  });

  it("is one, however many jitters stand in a row", () => {
    expect(drawsOf(schedule(fixed("1s"), fullJitter), step)).toBe(1);
    expect(drawsOf(schedule(fixed("1s"), fullJitter, equalJitter, spread(0.2), fullJitter), step)).toBe(1);
  });
});

describe("a schedule of the house", () => {
  it("shows its name, its delay and its bounds, and nothing else", () => {
    expect(Object.keys(schedule(fixed("1s"), fullJitter))).toEqual(["name", "delay", "bounds"]);
  });

  it("cannot be changed (F-018)", () => {
    const shared = fixed("1s") as { name: string };
    expect(() => (shared.name = "other")).toThrow(TypeError);
    (shared as unknown as Schedule).bounds(1);
    (fixed("1s").bounds(1) as { max: number }).max = 0;
    expect((shared as unknown as Schedule).bounds(1)).toEqual({ min: 1_000, max: 1_000 });
  });

  it("does not hold on to the list it was given (F-018)", () => {
    const limits = [cap("1s")];
    const made = schedule(fixed("5s"), ...limits);
    limits[0] = cap("2s");
    expect(made.bounds(1).max).toBe(1_000);
  });
});
