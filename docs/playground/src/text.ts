import { formatMillis } from "ostinato/schedule";

const MINUTE = 60_000;
const UNITS = [
  ["d", 24 * 60 * MINUTE],
  ["h", 60 * MINUTE],
  ["min", MINUTE],
] as const;

/** A length of time for reading, to three digits: `"5 s"`, `"312 ms"`, `"2 min 30 s"`. */
export function spoken(millis: number): string {
  if (millis === Infinity) return "no limit";
  if (millis < MINUTE) return inSmallUnits(millis);
  const [unit, size] = UNITS.find((each) => millis >= each[1]) ?? ["min", MINUTE];
  const below = { d: "h", h: "min", min: "s" }[unit];
  const part = { d: 60 * MINUTE, h: MINUTE, min: 1_000 }[unit];
  const [whole, rest] = [
    Math.floor(Math.round(millis / part) / (size / part)),
    Math.round(millis / part) % (size / part),
  ];
  // Beyond some years nobody counts days.
  if (whole > 9_999) return `${whole.toExponential(0)} ${unit}`;
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${below}`;
}

function inSmallUnits(millis: number): string {
  const rounded = Number(millis.toPrecision(3));
  if (rounded >= MINUTE) return "1 min";
  return rounded < 0.01 ? "0 s" : formatMillis(rounded).replace(/(?=[a-z])/, " ");
}

/** A span between two instants, or the one where they meet. */
export const between = (from: number, to: number): string =>
  spoken(from) === spoken(to) ? spoken(from) : `${spoken(from)} to ${spoken(to)}`;

/** So many of something, with its name in the right number. */
export const counted = (count: number, noun: string): string =>
  count === Infinity ? `unlimited ${noun}s` : `${count} ${noun}${count === 1 ? "" : "s"}`;
