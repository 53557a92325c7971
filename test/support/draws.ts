import type { Schedule, Step } from "../../src/core/index.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";

/** How many draws one delay takes. */
export function drawsOf(source: Schedule, step: Step): number {
  let draws = 0;
  source.delay(step, () => (draws++, 0.5));
  return draws;
}

/** The delays under the lowest, the middle and the highest draw, the highest to within a thousandth. */
export function ends(source: Schedule, retry = 1, previousDelay = 0): number[] {
  const delays = [0, 0.5, HIGHEST_DRAW].map((drawn) => source.delay({ retry, previousDelay }, () => drawn));
  return delays.map((delay) => Math.round(delay * 1_000) / 1_000);
}

/** The first delays without a previous one, all by the same draw. */
export const firstDelays = (source: Schedule, count: number, drawn = 0.5): number[] =>
  Array.from({ length: count }, (_, index) => source.delay({ retry: index + 1, previousDelay: 0 }, () => drawn));
