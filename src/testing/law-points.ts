import { contains } from "../core/bounds.ts";
import { HIGHEST_DRAW } from "../core/random.ts";
import type { Step } from "../core/schedule.ts";
import { curve, flatAt } from "./law-curve.ts";
import { circumstances, FEW_DRAWS, type Trial } from "./law-trial.ts";

/** Every step worth asking, with a few draws each. */
const questions = ({ retries, steps }: Trial): { readonly step: Step; readonly drawn: number }[] =>
  retries.flatMap((retry) => steps(retry).flatMap((step) => FEW_DRAWS.map((drawn) => ({ step, drawn }))));

/** Asks everything twice, the second time backwards: a cursor, a kept draw or a generator of one's own comes to light. */
export function reproducible(tried: Trial): void {
  const { broken, bounds, delay } = tried;
  const promised = tried.retries.map((retry) => ({ retry, ...bounds(retry) }));
  const answered = questions(tried).map(({ step, drawn }) => ({ step, drawn, first: delay(step, drawn) }));
  for (const { step, drawn, first } of answered.toReversed()) {
    const then = delay(step, drawn);
    const complaint = `the delay is first ${first}, then ${then}${circumstances(step, drawn)}`;
    if (then !== first) throw broken("reproducible", step.retry, then, complaint);
  }
  for (const { retry, min, max } of promised.toReversed()) {
    const then = bounds(retry);
    const complaint = `the bounds are first from ${min} to ${max}, then from ${then.min} to ${then.max}`;
    if (then.min !== min || then.max !== max) throw broken("reproducible", retry, then.max, complaint);
  }
}

/** No draw and no history leads out of the bounds. */
export function bounded(tried: Trial): void {
  for (const { step, drawn } of questions(tried)) {
    const delay = tried.delay(step, drawn);
    const bounds = tried.bounds(step.retry);
    const complaint = `the delay of ${delay} lies outside of its bounds from ${bounds.min} to ${bounds.max}${circumstances(step, drawn)}`;
    if (!contains(bounds, delay)) throw tried.broken("bounded", step.retry, delay, complaint);
  }
}

/** Both bounds are reached, each with some history: a bound that nothing reaches promises too little. */
export function spanning(tried: Trial): void {
  for (const retry of tried.retries) {
    const bounds = tried.bounds(retry);
    const slack = 1e-6 * (bounds.max - bounds.min) + 1e-9 * bounds.max;
    const lowest = extreme(tried, retry, 0, (a, b) => a < b);
    const low = `the lowest draw gives no delay below ${lowest.delay}, though the lower bound is ${bounds.min}`;
    if (lowest.delay > bounds.min + slack) throw tried.broken("spanning", retry, lowest.delay, low);
    const highest = extreme(tried, retry, HIGHEST_DRAW, (a, b) => a > b);
    const high = `the highest draw gives no delay above ${highest.delay}, though the upper bound is ${bounds.max}`;
    if (highest.delay + slack < bounds.max && highest.delay + notch(tried, highest.step) < bounds.max)
      throw tried.broken("spanning", retry, highest.delay, high);
  }
}

/** The most extreme delay that one draw gives over all histories. */
function extreme(
  tried: Trial,
  retry: number,
  drawn: number,
  beats: (a: number, b: number) => boolean,
): { step: Step; delay: number } {
  const all = tried.steps(retry).map((step) => ({ step, delay: tried.delay(step, drawn) }));
  return all.reduce((best, each) => (beats(each.delay, best.delay) ? each : best));
}

/** The height of the last notch: delays rounded down stop one notch short of a bound that no draw quite reaches. */
function notch(tried: Trial, step: Step): number {
  const highest = curve(tried, step);
  return flatAt(highest, highest.delays.length - 1).jump;
}
