import { type Duration, formatMillis, plain, toLimit, toMillis } from "./duration.ts";
import { InvalidOptionError } from "./invalid-option.ts";
import type { Schedule } from "./schedule.ts";
import { even, shaped, steady } from "./shape.ts";

/** What a formula gives, kept finite: growth saturates at the largest double, and 0 × Infinity is 0. */
const saturate = (value: number): number => (value <= Number.MAX_VALUE ? value : value > 0 ? Number.MAX_VALUE : 0);

/**
 * The same delay before every retry.
 *
 * @throws InvalidOptionError when the delay is not a duration
 * @example
 * ```ts
 * import { fixed } from "ostinato";
 *
 * fixed("5s").bounds(1); // => { min: 5000, max: 5000 }
 * ```
 */
export function fixed(delay: Duration): Schedule {
  const millis = toMillis(delay, "fixed delay");
  return steady(`fixed ${formatMillis(millis)}`, () => millis);
}

/**
 * A delay that grows by the same amount: `initial + (retry − 1) · increment`; the increment is the initial delay unless given.
 *
 * @throws InvalidOptionError when either is not a duration
 * @example
 * ```ts
 * import { linear } from "ostinato";
 *
 * linear("1s", "500ms").bounds(3).max; // => 2000
 * ```
 */
export function linear(initial: Duration, increment: Duration = initial): Schedule {
  const first = toMillis(initial, "linear initial");
  const more = toMillis(increment, "linear increment");
  const name = `linear ${formatMillis(first)} +${formatMillis(more)}`;
  return steady(name, (retry) => saturate(first + (retry - 1) * more));
}

/**
 * A delay that multiplies: `base · factor^(retry − 1)`; the factor is 2 unless given.
 *
 * @throws InvalidOptionError when the base is not a duration or the factor is not a finite number ≥ 1
 * @example
 * ```ts
 * import { exponential } from "ostinato";
 *
 * exponential("200ms").bounds(3).max; // => 800
 * ```
 */
export function exponential(base: Duration, factor = 2): Schedule {
  const millis = toMillis(base, "exponential base");
  if (!(Number.isFinite(factor) && factor >= 1))
    throw new InvalidOptionError("exponential factor", "a finite number ≥ 1", factor);
  return steady(`exponential ${formatMillis(millis)} x${plain(factor)}`, (retry) =>
    saturate(millis * factor ** (retry - 1)),
  );
}

/**
 * A delay that grows as the Fibonacci numbers 1, 1, 2, 3, 5 … times a unit.
 *
 * @throws InvalidOptionError when the unit is not a duration
 * @example
 * ```ts
 * import { fibonacci } from "ostinato";
 *
 * fibonacci("100ms").bounds(6).max; // => 800
 * ```
 */
export function fibonacci(unit: Duration): Schedule {
  const millis = toMillis(unit, "fibonacci unit");
  const numbers = [1, 1];
  for (let next = 2; next < Infinity; next = numbers.at(-1)! + numbers.at(-2)!) numbers.push(next);
  return steady(`fibonacci ${formatMillis(millis)}`, (retry) => saturate(millis * (numbers[retry - 1] ?? Infinity)));
}

/**
 * A delay that grows as a power of the retry: `base · retry^exponent`; the exponent is 2 unless given.
 *
 * @throws InvalidOptionError when the base is not a duration or the exponent is not a finite number ≥ 0
 * @example
 * ```ts
 * import { polynomial } from "ostinato";
 *
 * polynomial("100ms").bounds(3).max; // => 900
 * ```
 */
export function polynomial(base: Duration, exponent = 2): Schedule {
  const millis = toMillis(base, "polynomial base");
  if (!(Number.isFinite(exponent) && exponent >= 0))
    throw new InvalidOptionError("polynomial exponent", "a finite number ≥ 0", exponent);
  return steady(`polynomial ${formatMillis(millis)} ^${plain(exponent)}`, (retry) =>
    saturate(millis * retry ** exponent),
  );
}

/**
 * The delays as they are listed; the last one repeats.
 *
 * @throws InvalidOptionError when the list is empty or holds anything but durations
 * @example
 * ```ts
 * import { sequence } from "ostinato";
 *
 * sequence("1s", "5s", "30s").bounds(7).max; // => 30000
 * ```
 */
export function sequence(...delays: readonly [Duration, ...Duration[]]): Schedule {
  if (delays.length === 0) throw new InvalidOptionError("sequence", "at least one delay", delays);
  const listed = delays.map((delay, index) => toMillis(delay, `sequence delay ${index + 1}`));
  const last = listed.at(-1)!;
  return steady(`sequence ${listed.map(formatMillis).join(" ")}`, (retry) => listed[retry - 1] ?? last);
}

/**
 * Decorrelated jitter: a draw from `[base, min(cap, 3 · previous delay)]`, so that no delay piles up at the cap.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015, with the cap applied to the range
 * instead of to the draw. Without a cap it grows until the largest double.
 *
 * @throws InvalidOptionError when either is not a duration or the cap lies below the base
 * @example
 * ```ts
 * import { decorrelated } from "ostinato";
 *
 * decorrelated("100ms", "10s").delay({ retry: 2, previousDelay: 200 }, () => 0.5); // => 350
 * ```
 */
export function decorrelated(base: Duration, cap: Duration = Infinity): Schedule {
  const low = toMillis(base, "decorrelated base");
  const limit = toLimit(cap, "decorrelated cap");
  if (limit < low)
    throw new InvalidOptionError(
      "decorrelated cap",
      `a duration no shorter than the base of ${formatMillis(low)}`,
      cap,
    );
  const most = saturate(limit);
  const name = `decorrelated ${formatMillis(low)}${limit === Infinity ? "" : ` to ${formatMillis(limit)}`}`;
  // Another schedule may have set the previous delay, so the bounds assume nothing of it.
  return shaped(name, () => ({ min: low, max: most }), {
    range: ({ previousDelay }) => ({ min: low, max: Math.min(most, 3 * Math.max(low, previousDelay)) }),
    place: even,
  });
}
