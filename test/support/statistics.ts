/**
 * How often a test below may fail though nothing is wrong, if its seed is a fresh one. There are fewer than a hundred of
 * them, so a deep run raises a false alarm less than once in a million.
 */
export const FALSE_ALARMS = 1e-8;

/** How many standard deviations a normal variable keeps within but for {@link FALSE_ALARMS}, to both sides. */
const DEVIATIONS = 5.7308;

/** The largest gap between the empirical distribution of a sample and the even one on [0, 1]. */
export function unevenness(sample: readonly number[]): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const gaps = sorted.map((value, index) =>
    Math.max(value - index / sorted.length, (index + 1) / sorted.length - value),
  );
  return gaps.reduce((highest, gap) => Math.max(highest, gap), 0);
}

/**
 * The {@link unevenness} that a sample from the even distribution exceeds with at most the given chance.
 *
 * Source: A. Dvoretzky, J. Kiefer, J. Wolfowitz, 1956, with the constant of P. Massart, 1990.
 */
export const unevennessLimit = (size: number, chance = FALSE_ALARMS): number =>
  Math.sqrt(Math.log(2 / chance) / (2 * size));

/** An odd number of bins makes the degrees of freedom even, and then the distribution has a closed form. */
const BINS = 33;

/** The chance that an even sample fills 33 equal bins as unequally as this one, by Pearson's chi-square. */
export function binChance(sample: readonly number[]): number {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of sample) counts[Math.min(Math.floor(value * BINS), BINS - 1)]! += 1;
  const expected = sample.length / BINS;
  const half = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0) / 2;
  let [term, sum] = [1, 1];
  for (let index = 1; index < (BINS - 1) / 2; index++) sum += term *= half / index;
  return Math.exp(-half) * sum;
}

/** How far the mean of an even sample lies from ½, in shares of what the central limit theorem allows. */
export const meanShift = (sample: readonly number[]): number =>
  Math.abs(mean(sample) - 0.5) / (DEVIATIONS * Math.sqrt(1 / (12 * sample.length)));

/** The correlation of two samples, in shares of what independent ones may show. */
export function dependence(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [centred(a), centred(b)];
  const correlation = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  return Math.abs(correlation) / (DEVIATIONS / Math.sqrt(a.length));
}

/** The correlation of each value with the next, in shares of what independent ones may show. */
export const succession = (sample: readonly number[]): number => dependence(sample.slice(1), sample.slice(0, -1));

/** How often the most frequent value occurs. */
export function mostFrequent(sample: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of sample) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((highest, count) => Math.max(highest, count), 0);
}

const mean = (sample: readonly number[]): number => sample.reduce((sum, value) => sum + value, 0) / sample.length;

function centred(sample: readonly number[]): number[] {
  const middle = mean(sample);
  return sample.map((value) => value - middle);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);
