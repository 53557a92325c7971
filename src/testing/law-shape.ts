import type { Step } from "../core/schedule.ts";
import { type Curve, curve, flatAt, highestJump, longestFlat, width } from "./law-curve.ts";
import { circumstances, FEW_DRAWS, type Trial } from "./law-trial.ts";

/** The least share of the draws, or of the range, that counts as an atom or a hole. */
const LEAST = 0.02;

/**
 * Delays that come in notches rise in steps: each jump has a flat stretch beside it whose share of the draws is about
 * the jump's share of the range. One that is this many times longer or higher than the other explains is a fault.
 */
const EXPLAINED = 4;

/** The laws of the delay as a function of the draw: it never falls, has no atom and no hole. */
export function wellDrawn(tried: Trial): void {
  for (const step of distinct(tried)) {
    const seen = curve(tried, step);
    monotone(tried, seen);
    // Where the range is but a few floating-point steps wide, every delay is an atom.
    if (width(seen) <= seen.delays.at(-1)! * 2 ** -40) continue;
    noAtom(tried, seen);
    noHole(tried, seen);
  }
}

/** The steps whose delays differ: most schedules look at the history little, and far retries are much alike. */
function distinct({ retries, steps, delay }: Trial): readonly Step[] {
  const kinds = new Map<string, Step>();
  for (const step of retries.flatMap(steps)) {
    const kind = PLACES.map((drawn) => delay(step, drawn)).join(" ");
    if (!kinds.has(kind)) kinds.set(kind, step);
  }
  return [...kinds.values()];
}

const PLACES = [0.03, 0.11, 0.37, 0.62, 0.89, 0.97, ...FEW_DRAWS];

function monotone({ broken }: Trial, { step, draws, delays }: Curve): void {
  for (const [index, delay] of delays.entries()) {
    const before = delays[index - 1] ?? 0;
    const complaint = `a higher draw makes the delay fall from ${before} to ${delay}${circumstances(step, draws[index]!)}`;
    if (delay < before * (1 - 2 ** -48)) throw broken("monotone", step.retry, delay, complaint);
  }
}

function noAtom({ broken }: Trial, seen: Curve): void {
  for (const index of [seen.delays.length - 1, longestFlat(seen)]) {
    const { delay, mass, jump } = flatAt(seen, index);
    const complaint = `${percent(mass)} of the draws give the very same delay of ${delay}${history(seen)}`;
    if (mass >= LEAST && mass * (width(seen) - jump) > EXPLAINED * jump)
      throw broken("no-atom", seen.step.retry, delay, complaint);
  }
}

function noHole({ broken }: Trial, seen: Curve): void {
  const { index, low, height } = highestJump(seen);
  const beside = Math.max(flatAt(seen, index - 1).mass, flatAt(seen, index).mass);
  const complaint = `no draw gives a delay between ${low} and ${low + height}${history(seen)}`;
  if (height >= LEAST * width(seen) && height > EXPLAINED * beside * width(seen))
    throw broken("no-hole", seen.step.retry, low, complaint);
}

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;
const history = ({ step }: Curve): string => ` (previous delay ${step.previousDelay})`;
