import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Duration, toMillis } from "../core/duration.ts";
import { LONGEST_PROTOBUF } from "./protobuf-duration.ts";

const TEXT = /^(\d{0,15}(?:(?<=\d)|\.\d{1,15})) *([a-z]*)$/i;
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

const UNITS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ...named(1, "", "ms", "msec", "msecs", "millisecond", "milliseconds"),
  ...named(SECOND, "s", "sec", "secs", "second", "seconds"),
  ...named(60 * SECOND, "m", "min", "mins", "minute", "minutes"),
  ...named(3_600 * SECOND, "h", "hr", "hrs", "hour", "hours"),
  ...named(DAY, "d", "day", "days"),
  ...named(7 * DAY, "w", "week", "weeks"),
  ...named(365.25 * DAY, "y", "yr", "yrs", "year", "years"),
]);

function named(millis: number, ...names: readonly string[]): readonly (readonly [name: string, millis: number])[] {
  return names.map((name) => [name, millis]);
}

/**
 * The milliseconds of a duration as Temporal's SDK takes it: a number of them, or text such as `"10s"` and `"1 minute"`.
 *
 * Source of the units: the npm package `ms`, which the SDK reads with.
 *
 * @throws InvalidOptionError when it is no duration of more than nothing
 */
export function temporalMillis(value: unknown, option: string): number {
  const [, figure, unit] = typeof value === "string" ? (TEXT.exec(value) ?? []) : [];
  const size = UNITS.get(unit?.toLowerCase() ?? "none");
  const millis = size === undefined ? toMillis(value as Duration, option) : Number(figure) * size;
  if (millis > 0 && millis <= LONGEST_PROTOBUF) return millis;
  throw new InvalidOptionError(
    option,
    'a duration from above nothing to 10000 years, such as 1000 or "1 minute"',
    value,
  );
}
