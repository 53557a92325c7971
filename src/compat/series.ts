import type { Bounds } from "../core/bounds.ts";
import type { Schedule } from "../core/schedule.ts";
import { even, shapeOf } from "../core/shape.ts";
import { remembers } from "./remembers.ts";

/** Delays as most systems compute them: `min(base · factor^(n − 1), cap)`, of which a draw takes up to a share away. */
export interface Series {
  readonly base: number;
  /** 1 where the delays do not grow. */
  readonly factor: number;
  /** The longest delay that the schedule has, be it reached or not. */
  readonly most: number;
  /** The longest delay that counts. */
  readonly last: number;
  /** Whether the cap cuts a delay that counts. */
  readonly isCut: boolean;
  /** From 0, without a draw, to 1, a draw from all of it. */
  readonly jitter: number;
}

/** How many retries are looked at one by one, and some beyond. */
const NEAR = 1_000;
const FAR = [NEAR + 1, 10 ** 6, 2 ** 31, Number.MAX_SAFE_INTEGER] as const;

/**
 * The series that a schedule's delays are, whatever it is made of; undefined where they are none.
 *
 * @param retries how many delays count: what comes later may be anything
 */
export function seriesOf(schedule: Schedule, retries: number): Series | undefined {
  if (remembers(schedule, retries)) return undefined;
  const { range, place = even } = shapeOf(schedule);
  const at = (retry: number): Bounds => range({ retry, previousDelay: 0 });
  const looked = [...Array.from({ length: Math.min(retries, NEAR) }, (_, index) => index + 1), ...FAR].filter(
    (retry) => retry <= retries,
  );
  const [base, second] = [at(1).max, at(Math.min(2, retries)).max];
  const factor = base === 0 ? 1 : Math.max(1, second / base);
  if (factor === Infinity) return undefined;
  const grown = (retry: number): number => base * factor ** (retry - 1);
  const jitter = base === 0 ? 0 : 1 - at(1).min / base;
  const isEven = (retry: number): boolean => PROBES.every((u) => alike(place({ retry, previousDelay: 0 }, u), u));
  const fits = (retry: number, most: number): boolean => {
    const { min, max } = at(retry);
    return alike(max, Math.min(grown(retry), most)) && alike(min, (1 - jitter) * max) && (min === max || isEven(retry));
  };
  const last = at(looked.at(-1)!).max;
  const most = [at(Number.MAX_SAFE_INTEGER).max, last].find((each) => looked.every((retry) => fits(retry, each)));
  if (most === undefined) return undefined;
  return { base, factor, most, last, jitter, isCut: !looked.every((retry) => alike(at(retry).max, grown(retry))) };
}

const PROBES = [0.1003, 0.5, 0.9049] as const;

/** Give or take the rounding of a few floating-point steps. */
const alike = (one: number, other: number): boolean => Math.abs(one - other) <= 1e-9 * Math.max(1e-9, one, other);
