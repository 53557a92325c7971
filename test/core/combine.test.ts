import { describe, expect, it } from "vitest";
import {
  cap,
  decorrelated,
  equalJitter,
  exponential,
  fixed,
  fullJitter,
  InvalidOptionError,
  longest,
  type Phase,
  phases,
  type Schedule,
  schedule,
  shortest,
} from "../../src/core/index.ts";
import { drawsOf, ends, firstDelays } from "../support/draws.ts";

const growing = exponential("100ms");
const EXPECTED = "a schedule: an object with name, delay and bounds";

describe("longest", () => {
  it("takes the longest delay at each retry", () => {
    expect(firstDelays(longest(fixed("500ms"), growing), 5)).toEqual([500, 500, 500, 800, 1_600]);
  });

  it("of ranges runs from the highest lower end to the highest upper end", () => {
    const both = longest(schedule(fixed("1s"), fullJitter), schedule(fixed("600ms"), equalJitter));
    expect(ends(both)).toEqual([300, 650, 1_000]);
    expect(both.bounds(1)).toEqual({ min: 300, max: 1_000 });
  });

  it("of one is that one", () => {
    expect(firstDelays(longest(growing), 4)).toEqual([100, 200, 400, 800]);
  });

  it("says so by its name", () => {
    expect(longest(fixed("1s"), schedule(growing, cap("1m"))).name).toBe(
      "longest (fixed 1s) (exponential 100ms x2, cap 1m)",
    );
  });
});

describe("shortest", () => {
  it("takes the shortest delay at each retry", () => {
    expect(firstDelays(shortest(fixed("500ms"), growing), 5)).toEqual([100, 200, 400, 500, 500]);
  });

  it("of ranges runs from the lowest lower end to the lowest upper end", () => {
    const both = shortest(schedule(fixed("1s"), equalJitter), schedule(fixed("600ms"), fullJitter));
    expect(ends(both)).toEqual([0, 300, 600]);
    expect(both.bounds(1)).toEqual({ min: 0, max: 600 });
  });

  it("says so by its name", () => {
    expect(shortest(fixed("1s"), growing, fixed(0)).name).toBe(
      "shortest (fixed 1s) (exponential 100ms x2) (fixed 0ms)",
    );
  });
});

describe("longest and shortest", () => {
  it("take one draw for all, and none where nothing is drawn", () => {
    const jittered = schedule(fixed("1s"), fullJitter);
    for (const among of [longest, shortest]) {
      expect(drawsOf(among(jittered, jittered, jittered), { retry: 1, previousDelay: 0 })).toBe(1);
      expect(drawsOf(among(fixed("1s"), growing), { retry: 1, previousDelay: 0 })).toBe(0);
    }
  });

  it("may be jittered, even if nothing in them is", () => {
    expect(ends(schedule(longest(fixed("1s"), growing), fullJitter))).toEqual([0, 500, 1_000]);
  });

  it("take schedules from outside", () => {
    const own: Schedule = {
      name: "own",
      delay: (_step, random) => 100 * random(),
      bounds: () => ({ min: 0, max: 100 }),
    };
    expect(ends(longest(own, fixed(40)))).toEqual([40, 70, 100]);
  });

  it("refuse what is no schedule, and nothing at all", () => {
    for (const [word, among] of Object.entries({ longest, shortest })) {
      expect(() => among(growing, "1s" as never)).toThrow(`${word} schedule 2: expected ${EXPECTED}, got "1s"`);
      expect(() => among(...([] as unknown as [Schedule]))).toThrow(
        `${word}: expected at least one schedule, got an array`,
      );
      expect(() => among(...([] as unknown as [Schedule]))).toThrow(InvalidOptionError);
    }
  });
});

describe("phases", () => {
  const three = phases([3, fixed("50ms")], [2, growing], fixed("9s"));

  it("follow each other, each counting its own retries", () => {
    expect(firstDelays(three, 7)).toEqual([50, 50, 50, 100, 200, 9_000, 9_000]);
    expect(three.bounds(5)).toEqual({ min: 200, max: 200 });
    expect(three.bounds(6)).toEqual({ min: 9_000, max: 9_000 });
  });

  it("count on in the last", () => {
    expect(firstDelays(phases([1, fixed(0)], growing), 4)).toEqual([0, 100, 200, 400]);
  });

  it("may be one alone", () => {
    expect(firstDelays(phases(growing), 3)).toEqual([100, 200, 400]);
  });

  it("hand on the previous delay", () => {
    expect(ends(phases([2, growing], decorrelated("100ms", "10s")), 3, 200)).toEqual([100, 350, 600]);
  });

  it("draw as each of them draws", () => {
    const mixed = phases([1, fixed("1s")], [1, schedule(fixed("1s"), fullJitter)], schedule(fixed("1s"), equalJitter));
    expect([1, 2, 3].map((retry) => ends(mixed, retry))).toEqual([
      [1_000, 1_000, 1_000],
      [0, 500, 1_000],
      [500, 750, 1_000],
    ]);
    expect([1, 2, 3].map((retry) => drawsOf(mixed, { retry, previousDelay: 0 }))).toEqual([0, 1, 1]);
  });

  it("may be jittered as a whole", () => {
    expect(ends(schedule(three, fullJitter), 4)).toEqual([0, 50, 100]);
  });

  it("keep the way in which a schedule from outside draws, under any modifier", () => {
    const steep: Schedule = {
      name: "steep",
      delay: (_step, random) => 1_000 * random() ** 2,
      bounds: () => ({ min: 0, max: 1_000 }),
    };
    expect(ends(phases([2, growing], steep), 3)).toEqual([0, 250, 1_000]);
    expect(ends(schedule(phases([2, growing], steep), cap("400ms")), 3)).toEqual([0, 100, 400]);
  });

  it("say so by their name", () => {
    expect(three.name).toBe("phases 3 (fixed 50ms) 2 (exponential 100ms x2) (fixed 9s)");
  });

  it.each<[shown: string, retries: unknown]>([
    ["0", 0],
    ["-1", -1],
    ["2.5", 2.5],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ['"3"', "3"],
    ["3n", 3n],
    ["null", null],
    ["9007199254740992", 2 ** 53],
  ])("cannot last %s retries (F-015)", (shown, retries) => {
    expect(() => phases([1, growing], [retries as number, growing], growing)).toThrow(
      `phase 2 retries: expected a whole number ≥ 1, got ${shown}`,
    );
  });

  it("refuse what is no phase", () => {
    expect(() => phases(growing as unknown as Phase, growing)).toThrow(
      "phase 1 retries: expected a whole number ≥ 1, got undefined",
    );
    expect(() => phases([1] as unknown as Phase, growing)).toThrow(
      `phase 1 schedule: expected ${EXPECTED}, got undefined`,
    );
    expect(() => phases([1, growing] as unknown as Schedule)).toThrow(`last phase: expected ${EXPECTED}, got an array`);
    expect(() => phases(...([] as unknown as [Schedule]))).toThrow(`last phase: expected ${EXPECTED}, got undefined`);
  });
});
