import type { Bounds } from "./bounds.ts";
import { InvalidOptionError } from "./invalid-option.ts";
import { asSchedule, type Schedule, type Step } from "./schedule.ts";
import { even, type Shape, shaped, shapeOf } from "./shape.ts";

/**
 * The longest of several schedules: the range runs from the highest lower end to the highest upper end, and one draw
 * decides for all.
 *
 * @throws InvalidOptionError when an argument is not a schedule
 * @example
 * ```ts
 * import { exponential, fixed, longest } from "ostinato";
 *
 * longest(fixed("1s"), exponential("100ms")).bounds(1).max; // => 1000
 * ```
 */
export const longest = (...schedules: readonly [Schedule, ...Schedule[]]): Schedule =>
  among("longest", schedules, Math.max);

/**
 * The shortest of several schedules: the range runs from the lowest lower end to the lowest upper end, and one draw
 * decides for all.
 *
 * @throws InvalidOptionError when an argument is not a schedule
 * @example
 * ```ts
 * import { exponential, fixed, shortest } from "ostinato";
 *
 * shortest(fixed("1s"), exponential("100ms")).bounds(9).max; // => 1000
 * ```
 */
export const shortest = (...schedules: readonly [Schedule, ...Schedule[]]): Schedule =>
  among("shortest", schedules, Math.min);

function among(word: string, schedules: readonly Schedule[], pick: (...values: number[]) => number): Schedule {
  if (schedules.length === 0) throw new InvalidOptionError(word, "at least one schedule", schedules);
  const all = schedules.map((each, index) => asSchedule(each, `${word} schedule ${index + 1}`));
  const picked = (ranges: readonly Bounds[]): Bounds => ({
    min: pick(...ranges.map(({ min }) => min)),
    max: pick(...ranges.map(({ max }) => max)),
  });
  const shapes = all.map(shapeOf);
  return shaped(
    `${word} ${all.map(({ name }) => `(${name})`).join(" ")}`,
    (retry) => picked(all.map((each) => each.bounds(retry))),
    {
      range: (step) => picked(shapes.map(({ range }) => range(step))),
      place: shapes.every(({ place }) => place === undefined) ? undefined : even,
      isSteady: shapes.every(({ isSteady }) => isSteady === true),
    },
  );
}

/** How many retries a phase lasts, and their schedule. */
export type Phase = readonly [retries: number, schedule: Schedule];

/**
 * Schedules one after another: each phase lasts so many retries, the last schedule goes on. Every phase counts its own
 * retries from 1; the previous delay is handed on.
 *
 * @throws InvalidOptionError when a phase is not a whole number ≥ 1 with a schedule
 * @example
 * ```ts
 * import { exponential, fixed, phases } from "ostinato";
 *
 * phases([3, fixed("100ms")], exponential("1s")).bounds(4).max; // => 1000
 * ```
 */
export function phases(...parts: readonly [...Phase[], Schedule]): Schedule {
  const last = asSchedule(parts.at(-1), "last phase");
  const earlier = (parts.slice(0, -1) as readonly Phase[]).map((part, index) => asPhase(part, `phase ${index + 1}`));
  const at = ({ retry, previousDelay }: Step): [phase: Schedule, step: Step] => {
    let own = retry;
    for (const [retries, phase] of earlier) {
      if (own <= retries) return [phase, { retry: own, previousDelay }];
      own -= retries;
    }
    return [last, { retry: own, previousDelay }];
  };
  const name = `phases ${earlier.map(([retries, phase]) => `${retries} (${phase.name}) `).join("")}(${last.name})`;
  const bounds: Schedule["bounds"] = (retry) => {
    const [phase, step] = at({ retry, previousDelay: 0 });
    return phase.bounds(step.retry);
  };
  const range: Shape["range"] = (step) => {
    const [phase, own] = at(step);
    return shapeOf(phase).range(own);
  };
  const place: Shape["place"] = (step, u) => {
    const [phase, own] = at(step);
    return shapeOf(phase).place?.(own, u) ?? u;
  };
  const delay: Schedule["delay"] = (step, random) => {
    const [phase, own] = at(step);
    return phase.delay(own, random);
  };
  return shaped(name, bounds, { range, place }, delay);
}

function asPhase(part: Phase, option: string): Phase {
  const [retries, phase] = Array.isArray(part) ? part : [];
  if (!(Number.isSafeInteger(retries) && retries! >= 1))
    throw new InvalidOptionError(`${option} retries`, "a whole number ≥ 1", retries);
  return [retries!, asSchedule(phase, `${option} schedule`)];
}
