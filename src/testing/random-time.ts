import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { draw, type Random } from "../core/random.ts";

/** A length of time that is the same every time, or drawn anew: evenly, or around a mean, or with a long tail. */
export type RandomTime =
  | Duration
  | { readonly kind: "uniform"; readonly from: Duration; readonly to: Duration }
  | { readonly kind: "exponential"; readonly mean: Duration }
  | { readonly kind: "normal"; readonly mean: Duration; readonly deviation: Duration }
  | { readonly kind: "lognormal"; readonly median: Duration; readonly p99: Duration };

/** Draws a length of time in milliseconds. */
export type TimeSource = (random: Random) => number;

/** The parameters of each kind, and what they make. */
const KINDS = {
  uniform: [["from", "to"], (from, to) => (random) => from + draw(random) * (to - from)],
  exponential: [["mean"], (mean) => (random) => -mean * Math.log(1 - draw(random))],
  // What falls below zero is turned round: a message does not arrive before it is sent.
  normal: [["mean", "deviation"], (mean, deviation) => (random) => Math.abs(mean + deviation * standardNormal(random))],
  lognormal: [
    ["median", "p99"],
    (median, p99) => (random) => median * (p99 / median) ** (standardNormal(random) / Z99),
  ],
} as const satisfies Record<string, readonly [readonly string[], (...figures: number[]) => TimeSource]>;

/** Which figure of a standard normal distribution 99 of 100 stay below. */
const Z99 = 2.3263478740408408;

/** G. Box and M. Muller, "A note on the generation of random normal deviates", 1958. */
const standardNormal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - draw(random))) * Math.cos(2 * Math.PI * draw(random));

/**
 * What draws such a time.
 *
 * @throws InvalidOptionError when it is neither a duration nor one of the four kinds, or its figures contradict each other
 */
export function timeSource(value: RandomTime, option: string): TimeSource {
  if (typeof value !== "object" || value === null || !("kind" in value)) {
    const millis = toMillis(value, option);
    return () => millis;
  }
  const { kind } = value;
  if (!Object.hasOwn(KINDS, kind)) throw new InvalidOptionError(`${option} kind`, Object.keys(KINDS).join(", "), kind);
  const [names, make] = KINDS[kind];
  const read = optionsOf(value, option, ["kind", ...names]);
  const figures = names.map((name) => toMillis(read<Duration>(name) ?? NaN, `${option} ${name}`));
  const [low = 0, high = low] = figures;
  if (kind === "uniform" && high < low) throw new InvalidOptionError(`${option} to`, "no less than from", value.to);
  if (kind === "lognormal" && !(low > 0 && high >= low))
    throw new InvalidOptionError(option, "0 < median ≤ p99", `${low}ms, ${high}ms`);
  return make(low, high);
}
