import { describe, expect, it } from "vitest";
import {
  cap,
  decorrelated,
  equalJitter,
  exponential,
  fixed,
  floor,
  fullJitter,
  longest,
  phases,
  type Schedule,
  schedule,
  seededRandom,
  shortest,
  spread,
} from "../../src/core/index.ts";
import {
  atomAtTheCap,
  bothSidesInWhole,
  clampAfterDraw,
  clampedDecorrelated,
  drawSquared,
  jitterTwice,
} from "../mutants/jitters.ts";
import { lawParameters } from "../support/laws.ts";
import {
  binChance,
  dependence,
  FALSE_ALARMS,
  meanShift,
  mostFrequent,
  succession,
  unevenness,
  unevennessLimit,
} from "../support/statistics.ts";

const { seed, numRuns: SIZE } = lawParameters(33_000);
const exponentially = exponential("100ms");

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Many delays at one step, as places in the range that is documented for it; all of them even if it is true. */
function places(source: Schedule, retry: number, { min, max }: Range, size = SIZE, from = seed): number[] {
  const random = seededRandom(from);
  const delays = Array.from({ length: size }, () => source.delay({ retry, previousDelay: 0 }, random));
  return delays.map((delay) => (delay - min) / (max - min));
}

/** One long run of a schedule that looks at the previous delay, each delay as a place in the range it was drawn from. */
function run(
  source: Schedule,
  range: (previousDelay: number) => Range,
  size = SIZE,
): { places: number[]; previous: number[] } {
  const random = seededRandom(seed);
  const previous = [0];
  const found = Array.from({ length: size }, (_, index) => {
    const { min, max } = range(previous[index]!);
    const delay = source.delay({ retry: index + 1, previousDelay: previous[index]! }, random);
    previous.push(delay);
    return (delay - min) / (max - min);
  });
  return { places: found, previous: previous.slice(0, -1) };
}

const fromBaseToThreefold = (previousDelay: number): Range => ({
  min: 100,
  max: Math.min(10_000, 3 * Math.max(100, previousDelay)),
});

const EVEN: readonly (readonly [what: string, sample: () => number[]])[] = [
  ["full jitter", () => places(schedule(exponentially, fullJitter), 4, { min: 0, max: 800 })],
  ["full jitter at the cap", () => places(schedule(exponentially, cap("10s"), fullJitter), 8, { min: 0, max: 10_000 })],
  [
    "full jitter far beyond the cap",
    () => places(schedule(exponentially, cap("10s"), fullJitter), 1e6, { min: 0, max: 10_000 }),
  ],
  ["equal jitter", () => places(schedule(exponentially, equalJitter), 4, { min: 400, max: 800 })],
  [
    "equal jitter far beyond the cap",
    () => places(schedule(exponentially, cap("10s"), equalJitter), 40, { min: 5_000, max: 10_000 }),
  ],
  ["spread", () => places(schedule(exponentially, spread(0.2)), 4, { min: 640, max: 800 })],
  [
    "spread far beyond the cap",
    () => places(schedule(exponentially, cap("10s"), spread(0.2)), 40, { min: 8_000, max: 10_000 }),
  ],
  ["a cap behind a jitter", () => places(schedule(exponentially, fullJitter, cap("10s")), 8, { min: 0, max: 10_000 })],
  [
    "a floor behind a jitter",
    () => places(schedule(exponentially, fullJitter, floor("300ms")), 4, { min: 300, max: 800 }),
  ],
  ["two jitters in a row", () => places(schedule(exponentially, fullJitter, fullJitter), 4, { min: 0, max: 800 })],
  [
    "the longest of a jitter and a point",
    () => places(longest(schedule(exponentially, fullJitter), fixed("200ms")), 4, { min: 200, max: 800 }),
  ],
  [
    "the shortest of two jitters",
    () =>
      places(shortest(schedule(exponentially, equalJitter), schedule(fixed("1s"), fullJitter)), 4, {
        min: 0,
        max: 800,
      }),
  ],
  [
    "a later phase",
    () => places(phases([3, exponentially], schedule(fixed("1s"), equalJitter)), 4, { min: 500, max: 1_000 }),
  ],
  ["decorrelated jitter", () => run(decorrelated("100ms", "10s"), fromBaseToThreefold).places],
];

describe.each(EVEN)("%s", (_what, sample) => {
  const drawn = sample();

  it("is spread evenly over its range", () => {
    expect(unevenness(drawn)).toBeLessThan(unevennessLimit(SIZE));
  });

  it("fills all parts of its range alike (rule 3e)", () => {
    expect(binChance(drawn)).toBeGreaterThan(FALSE_ALARMS);
  });

  it("has its mean in the middle (rule 3e)", () => {
    expect(meanShift(drawn)).toBeLessThan(1);
  });

  it("does not depend on the draw before", () => {
    expect(succession(drawn)).toBeLessThan(1);
  });

  it("gives no value more often than draws of 32 bits repeat themselves", () => {
    // Five draws alike have the chance n⁵ ÷ (5! · 2¹²⁸), which is below FALSE_ALARMS for every n used here.
    expect(mostFrequent(drawn)).toBeLessThan(5);
  });
});

describe("decorrelated jitter", () => {
  it("draws without regard to where the range came from", () => {
    const { places: drawn, previous } = run(decorrelated("100ms", "10s"), fromBaseToThreefold);
    expect(dependence(drawn, previous)).toBeLessThan(1);
  });
});

describe("clients that fail together", () => {
  const gentle = schedule(exponentially, cap("10s"), fullJitter);

  it("do not come back together, even far beyond the cap (rule 3b)", () => {
    const delays = Array.from({ length: 1_000 }, (_, client) =>
      gentle.delay({ retry: 30, previousDelay: 0 }, seededRandom(seed + client)),
    );
    expect(mostFrequent(delays)).toBeLessThan(3);
    expect(unevenness(delays.map((delay) => delay / 10_000))).toBeLessThan(unevennessLimit(1_000));
  });

  it("do not share a sequence when their seeds are neighbours", () => {
    const [one, other] = [seed, seed + 1].map((from) => places(gentle, 30, { min: 0, max: 10_000 }, SIZE, from));
    expect(dependence(one!, other!)).toBeLessThan(1);
  });
});

describe("these tests tell a wrong jitter, with any of twenty seeds:", () => {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
  const sampled = (make: () => Schedule, range: Range): number[][] =>
    seeds.map((from) => places(make(), 9, range, 10_000, from));

  it.each([
    ["both sides without the middle", bothSidesInWhole, { min: 180, max: 220 }, 0.275],
    ["the draw squared", drawSquared, { min: 0, max: 1_000 }, 0.25],
    ["jitter applied twice", jitterTwice, { min: 0, max: 1_000 }, 1 / Math.E],
    ["one draw of twenty at the cap", atomAtTheCap, { min: 0, max: 1_000 }, 0.05],
    ["draws clamped at the cap", clampAfterDraw, { min: 0, max: 10_000 }, 1 - 10_000 / 25_600],
  ])("%s", (_what, { make }, range, distance) => {
    for (const sample of sampled(make, range)) {
      expect(unevenness(sample)).toBeGreaterThan(unevennessLimit(10_000));
      expect(unevenness(sample)).toBeCloseTo(distance, 1);
    }
  });

  it.each([
    ["one draw of twenty at the cap", atomAtTheCap, { min: 0, max: 1_000 }],
    ["draws clamped at the cap", clampAfterDraw, { min: 0, max: 10_000 }],
  ])("%s, by its most frequent value", (_what, { make }, range) => {
    for (const sample of sampled(make, range)) expect(mostFrequent(sample)).toBeGreaterThan(100);
  });

  it("decorrelated jitter clamped after the draw", () => {
    const clamped = run(clampedDecorrelated.make(), fromBaseToThreefold);
    expect(unevenness(clamped.places)).toBeGreaterThan(unevennessLimit(SIZE));
    expect(mostFrequent(clamped.places)).toBeGreaterThan(SIZE / 10);
  });
});
