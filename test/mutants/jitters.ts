import { seededRandom } from "../../src/core/index.ts";
import { capped, doubled, type Mutant, mutant, upTo } from "./mutant.ts";

/** Draws, then clamps: at the cap most draws are the cap. */
export const clampAfterDraw = mutant(
  "no-atom",
  "clamp after draw",
  ({ retry }, random) => Math.min(random() * doubled(retry), 10_000),
  (retry) => upTo(capped(retry)),
);

/** The published formula of decorrelated jitter: two draws of three are the cap, once it is reached. */
export const clampedDecorrelated = mutant(
  "no-atom",
  "decorrelated, then clamped",
  ({ previousDelay }, random) => Math.min(10_000, 100 + random() * (3 * Math.max(100, previousDelay) - 100)),
  () => ({ min: 100, max: 10_000 }),
);

/** Draws whole seconds, then clamps: the last notch holds far more than the others. */
export const clampedNotches = mutant(
  "no-atom",
  "whole seconds, clamped after the draw",
  ({ retry }, random) => Math.min(Math.ceil(random() * 100 * retry) * 1_000, 20_000),
  (retry) => upTo(Math.min(100_000 * retry, 20_000)),
);

/** Raises short draws to a floor: they all come at once. */
export const floorAfterDraw = mutant(
  "no-atom",
  "floor after draw",
  (_step, random) => Math.max(random() * 1_000, 250),
  () => ({ min: 250, max: 1_000 }),
);

/** One draw of twenty is the cap. */
export const atomAtTheCap = mutant(
  "no-atom",
  "atom at the cap",
  (_step, random) => Math.min(random() / 0.95, 1) * 1_000,
  () => upTo(1_000),
);

/** Some come at once, which is a notch; of the rest, one of twenty is the cap. */
export const atomBehindANotch = mutant(
  "no-atom",
  "atom behind a notch",
  (_step, random) => {
    const drawn = random();
    return drawn < 0.3 ? 0 : Math.min(1_000, 300 + ((drawn - 0.3) / 0.65) * 700);
  },
  () => upTo(1_000),
);

/** Clamped so far beyond the cap that no generator ever draws anything else. */
export const clampedBeyondReach = mutant(
  "no-atom",
  "clamped beyond reach",
  (_step, random) => Math.min(1_000, random() * 1e30),
  () => upTo(1_000),
);

/** Jitter to both sides that never comes near the middle. */
export const holeInTheSupport = mutant(
  "no-hole",
  "hole in the support",
  (_step, random) => {
    const drawn = random();
    return drawn < 0.5 ? 800 + drawn * 300 : 1_050 + (drawn - 0.5) * 300;
  },
  () => ({ min: 800, max: 1_200 }),
);

/** As in a well-known queue: 180…220 documented, 191…200 and 210…219 drawn. */
export const bothSidesInWhole = mutant(
  "no-hole",
  "both sides in whole milliseconds",
  (_step, random) => {
    const offset = Math.floor(random() * 20);
    return offset < 10 ? 191 + offset : 200 + offset;
  },
  () => ({ min: 191, max: 219 }),
);

/** Squares the draw under the name of full jitter. */
export const drawSquared = mutant(
  "name",
  "fixed 1s, full jitter",
  (_step, random) => random() ** 2 * 1_000,
  () => upTo(1_000),
);

/** Two draws multiplied, as when jitter is applied twice. */
export const jitterTwice = mutant(
  "one-draw",
  "jitter twice",
  (_step, random) => random() * random() * 1_000,
  () => upTo(1_000),
);

/** ±20 % under a name that promises to shorten only. */
export const jitterToBothSides = mutant(
  "name",
  "fixed 1s, spread 0.2",
  (_step, random) => 800 + random() * 400,
  () => ({ min: 800, max: 1_200 }),
);

/** Adds the jitter behind the cap. */
export const jitterLeavesTheCap = mutant(
  "bounded",
  "jitter leaves the cap",
  ({ retry }, random) => capped(retry) * (0.8 + random() * 0.4),
  (retry) => ({ min: 0.8 * capped(retry), max: Math.min(1.2 * capped(retry), 10_000) }),
);

/** No jitter any more once the cap is reached. */
export const jitterLostAtTheCap = mutant(
  "spanning",
  "jitter lost at the cap",
  ({ retry }, random) => (doubled(retry) >= 10_000 ? 10_000 : random() * doubled(retry)),
  (retry) => upTo(capped(retry)),
);

/** A higher draw gives a shorter delay: with a hint or a fake generator the ends are swapped. */
export const fallingWithTheDraw = mutant(
  "monotone",
  "falling with the draw",
  (_step, random) => (1 - random()) * 1_000,
  () => upTo(1_000),
);

/** Rounds up to whole seconds and keeps the bounds of before. */
export const roundedBeyondBounds = mutant(
  "bounded",
  "rounded beyond its bounds",
  (_step, random) => Math.ceil((random() * 4_500) / 1_000) * 1_000,
  () => upTo(4_500),
);

/** Its own generator: the draws that are given have no say. */
export const generatorOfItsOwn: Mutant = {
  breaks: "reproducible",
  make: () => {
    const random = seededRandom(1);
    return { name: "generator of its own", delay: () => random() * 1_000, bounds: () => upTo(1_000) };
  },
};

/** Draws once for all retries: the jitter of one run is always the same. */
export const firstDrawKept: Mutant = {
  breaks: "spanning",
  make: () => {
    let kept: number | undefined;
    return {
      name: "first draw kept",
      delay: (_step, random) => (kept ??= random()) * 1_000,
      bounds: () => upTo(1_000),
    };
  },
};
