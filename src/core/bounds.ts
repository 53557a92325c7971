/** The closed interval of milliseconds in which a schedule promises its delay to lie. */
export interface Bounds {
  /** The shortest delay, in milliseconds. */
  readonly min: number;
  /** The longest delay, in milliseconds. */
  readonly max: number;
}

/** The bounds of a delay that is known. */
export const point = (delay: number): Bounds => ({ min: delay, max: delay });

/** Both ends times a factor each. */
export const scale = ({ min, max }: Bounds, low: number, high: number): Bounds => ({ min: min * low, max: max * high });

/** Both ends brought into the interval from `low` to `high`. */
export const clamp = ({ min, max }: Bounds, low: number, high: number): Bounds => ({
  min: Math.min(Math.max(min, low), high),
  max: Math.min(Math.max(max, low), high),
});

/** Whether a delay lies within, give or take the rounding of a few floating-point steps. */
export const contains = ({ min, max }: Bounds, delay: number): boolean =>
  delay >= min * (1 - ROUNDING) && delay <= max * (1 + ROUNDING);

const ROUNDING = 2 ** -48;
