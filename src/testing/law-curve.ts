import { HIGHEST_DRAW } from "../core/random.ts";
import type { Step } from "../core/schedule.ts";
import type { Trial } from "./law-trial.ts";

/**
 * The delay at one step as a function of the draw. A delay takes one draw and never falls as it rises, so this function
 * is all there is to know of its distribution: an atom is a flat stretch, a hole is a jump. Looking at it finds both for
 * certain, where a sample would find them with some probability and raise a false alarm with another.
 */
export interface Curve {
  readonly step: Step;
  readonly draws: readonly number[];
  readonly delays: readonly number[];
  readonly at: (drawn: number) => number;
}

const DRAWS = 256;

/** Draws spread over [0, 1): both ends, and one at a random place in each of equal parts. */
export function curve({ delay, random }: Trial, step: Step): Curve {
  const draws = [0, ...Array.from({ length: DRAWS }, (_, part) => (part + random()) / DRAWS), HIGHEST_DRAW];
  const at = (drawn: number): number => delay(step, drawn);
  return { step, draws, delays: draws.map(at), at };
}

/** How far the delay is spread. */
export const width = ({ delays }: Curve): number => delays.at(-1)! - delays[0]!;

/** A stretch of draws that give one and the same delay. */
export interface Flat {
  readonly delay: number;
  /** The share of draws that give it. */
  readonly mass: number;
  /** The higher of the two jumps at its ends, in milliseconds. */
  readonly jump: number;
}

/** The flat stretch around one of the curve's draws, its ends found by halving. */
export function flatAt({ draws, delays, at }: Curve, index: number): Flat {
  const delay = delays[index]!;
  const first = delays.indexOf(delay);
  const last = delays.lastIndexOf(delay);
  const before = first === 0 ? undefined : halved(draws[first - 1]!, draws[first]!, (drawn) => at(drawn) < delay);
  const after =
    last === delays.length - 1 ? undefined : halved(draws[last]!, draws[last + 1]!, (drawn) => at(drawn) <= delay);
  const jumps = [before === undefined ? 0 : delay - at(before[0]), after === undefined ? 0 : at(after[1]) - delay];
  return { delay, mass: (after?.[0] ?? 1) - (before?.[1] ?? 0), jump: Math.max(...jumps) };
}

/** Where the longest flat stretch of the curve lies. */
export function longestFlat({ delays }: Curve): number {
  let [best, longest, length] = [0, 0, 0];
  for (const [index, delay] of delays.entries()) {
    length = delay === delays[index - 1] ? length + 1 : 1;
    if (length > longest) [best, longest] = [index, length];
  }
  return best;
}

/** The highest jump between neighbouring draws of the curve: the draws on both sides of it, and its height. */
export function highestJump({ draws, delays, at }: Curve): {
  readonly index: number;
  readonly low: number;
  readonly height: number;
} {
  let index = 1;
  for (let next = 2; next < delays.length; next++)
    if (delays[next]! - delays[next - 1]! > delays[index]! - delays[index - 1]!) index = next;
  let [low, high] = [draws[index - 1]!, draws[index]!];
  for (let middle = between(low, high); middle !== undefined; middle = between(low, high)) {
    if (at(middle) - at(low) > at(high) - at(middle)) high = middle;
    else low = middle;
  }
  return { index, low: at(low), height: at(high) - at(low) };
}

/** The last draw for which something holds and the first for which it does not, as near as doubles lie. */
function halved(from: number, to: number, holds: (drawn: number) => boolean): [last: number, first: number] {
  let [low, high] = [from, to];
  for (let middle = between(low, high); middle !== undefined; middle = between(low, high)) {
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return [low, high];
}

/** A draw between two others, unless they are neighbours. */
function between(low: number, high: number): number | undefined {
  const middle = low + (high - low) / 2;
  return middle > low && middle < high ? middle : undefined;
}
