import type { Bounds } from "./bounds.ts";
import { InvalidOptionError } from "./invalid-option.ts";
import type { Random } from "./random.ts";

/** Where a run stands when it asks for a delay: plain data, so that a message can carry it. */
export interface Step {
  /** Which retry the delay comes before, from 1. */
  readonly retry: number;
  /** The delay before the previous retry in milliseconds; 0 before the first. */
  readonly previousDelay: number;
}

/** A pure answer to "how long before retry *n*?", which states its bounds. */
export interface Schedule {
  /** The schedule in its own notation, which `parseSchedule` reads back. */
  readonly name: string;
  /**
   * The delay before a retry, in milliseconds: finite, ≥ 0, drawing from `random` at most once and never falling as the
   * draw rises.
   */
  readonly delay: (step: Step, random: Random) => number;
  /** The interval in which the delay before a retry lies, whatever the history and the draw. */
  readonly bounds: (retry: number) => Bounds;
}

/** A schedule made from another: a cap, a jitter, or one's own function. */
export type Modifier = (source: Schedule) => Schedule;

/**
 * A source and its modifiers, read from left to right; the order is the meaning.
 *
 * @throws InvalidOptionError when the source is not a schedule or a modifier does not make one
 * @example
 * ```ts
 * import { cap, exponential, fullJitter, schedule } from "ostinato";
 *
 * schedule(exponential("200ms"), cap("30s"), fullJitter).name; // => "exponential 200ms x2, cap 30s, full jitter"
 * ```
 */
export function schedule(source: Schedule, ...modifiers: readonly Modifier[]): Schedule {
  let made = asSchedule(source, "schedule source");
  for (const [index, modifier] of modifiers.entries()) {
    const option = `schedule modifier ${index + 1}`;
    if (typeof modifier !== "function")
      throw new InvalidOptionError(option, "a function from schedule to schedule", modifier);
    made = asSchedule(modifier(made), option);
  }
  return made;
}

/** The value itself, once it has been seen to be a schedule. */
export function asSchedule(value: unknown, option: string): Schedule {
  const shape = value as Schedule | null | undefined;
  const fits =
    typeof shape === "object" &&
    shape !== null &&
    typeof shape.name === "string" &&
    typeof shape.delay === "function" &&
    typeof shape.bounds === "function";
  if (fits) return shape;
  throw new InvalidOptionError(option, "a schedule: an object with name, delay and bounds", value);
}

/** What a schedule promises, once it has been seen to be an interval. */
export function checkedBounds({ name }: Schedule, bounds: Bounds): Bounds {
  const { min, max } = Object(bounds) as Partial<Record<keyof Bounds, unknown>>;
  if (typeof min === "number" && typeof max === "number" && 0 <= min && min <= max && min < Infinity)
    return { min, max };
  throw new InvalidOptionError("schedule", "one whose bounds are 0 ≤ min ≤ max", name);
}
