import { type Bounds, point } from "./bounds.ts";
import { draw, HIGHEST_DRAW } from "./random.ts";
import { asSchedule, type Schedule, type Step } from "./schedule.ts";

/**
 * How a schedule draws: from which range at a step, and where in that range a draw falls.
 *
 * Modifiers work on the range and leave the place alone. So a cap behind a jitter squeezes the range instead of piling
 * draws up at the cap, any number of jitters in a row is one draw, and every modifier costs one call.
 */
export interface Shape {
  /** The interval from which this very step draws. */
  readonly range: (step: Step) => Bounds;
  /** Where the draw `u` falls in the range, from 0 to 1; undefined where the range is always a point. */
  readonly place: ((step: Step, u: number) => number) | undefined;
  /** Whether the range depends on nothing but the retry, so that it may be remembered. */
  readonly isSteady?: boolean | undefined;
}

/** The place of a draw that spreads evenly. */
export const even = (_step: Step, u: number): number => u;

const SHAPE = Symbol("shape");

/**
 * A schedule made from its shape.
 *
 * @param delay how it draws, if there is a shorter way than by its shape
 */
export function shaped(
  name: string,
  bounds: Schedule["bounds"],
  shape: Shape,
  delay: Schedule["delay"] = drawnFrom(shape),
): Schedule {
  // Not enumerable: a copy made by spreading may bring its own delay, and then this shape would be a lie.
  return Object.freeze(Object.defineProperty({ name, delay, bounds }, SHAPE, { value: shape }));
}

/** The ranges of so many retries are remembered: few runs go further, and most sources have met their cap by then. */
const REMEMBERED = 64;

function drawnFrom({ range, place, isSteady }: Shape): Schedule["delay"] {
  // The ends of the first ranges, two by two. A look into a list is several times as fast as a chain of formulas, of which
  // the power alone takes 20 to 50 ns.
  const ends: number[] = [];
  const most = isSteady === true ? 2 * REMEMBERED : 0;
  return (step, random) => {
    const at = 2 * (step.retry - 1);
    let min: number;
    let max: number;
    if (at >= 0 && at < ends.length) {
      min = ends[at]!;
      max = ends[at + 1]!;
    } else {
      ({ min, max } = range(step));
      if (at === ends.length && at < most) ends.push(min, max);
    }
    if (place === undefined || min === max) return max;
    // Rounding must not carry the sum past the end.
    return Math.min(max, min + place(step, draw(random)) * (max - min));
  };
}

/** A schedule without chance, from one formula. */
export function steady(name: string, formula: (retry: number) => number): Schedule {
  const bounds: Schedule["bounds"] = (retry) => point(formula(retry));
  return shaped(name, bounds, { range: ({ retry }) => point(formula(retry)), place: undefined, isSteady: true });
}

/** The shape of any schedule; that of a stranger is found by its two extreme draws. */
export function shapeOf(schedule: Schedule): Shape {
  // Its own alone: what inherits from a schedule may answer otherwise.
  if (Object.hasOwn(schedule, SHAPE)) return (schedule as unknown as { [SHAPE]: Shape })[SHAPE];
  const range = (step: Step): Bounds => ({
    min: schedule.delay(step, () => 0),
    max: schedule.delay(step, () => HIGHEST_DRAW),
  });
  const place = (step: Step, u: number): number => {
    const { min, max } = range(step);
    if (!(max > min)) return u;
    // Within the range even if the stranger is not, so that a floor behind it holds.
    return Math.min(Math.max((schedule.delay(step, () => u) - min) / (max - min), 0), 1);
  };
  return { range, place };
}

/**
 * Another schedule's range changed by `map`, which must not fall when either end rises.
 *
 * @param place where a draw falls if the source has no chance of its own
 * @throws InvalidOptionError when the source is not a schedule
 */
export function reshape(
  source: Schedule,
  name: string,
  map: (range: Bounds) => Bounds,
  place?: Shape["place"],
): Schedule {
  const { range, place: own, isSteady } = shapeOf(asSchedule(source, "schedule source"));
  return shaped(`${source.name}, ${name}`, (retry) => map(source.bounds(retry)), {
    range: (step) => map(range(step)),
    place: own ?? place,
    isSteady,
  });
}
