import { duration, formatMillis, InvalidOptionError } from "ostinato/schedule";
import { durations, figures, type Ladder, LIMITS, TIMES } from "./ladder.ts";
import { spoken } from "./text.ts";

/** A figure that has a slider and a place in the link. */
export interface Field {
  readonly label: string;
  readonly ladder: Ladder;
  /** As it is read by people. */
  readonly spoken: (value: number) => string;
  /** As it stands in the link. */
  readonly written: (value: number) => string;
  /** Reads what is written; NaN where it is no figure. */
  readonly read: (text: string) => number;
}

const time = (label: string, ladder: Ladder): Field => ({
  label,
  ladder,
  spoken,
  written: (value) => (value === Infinity ? "Infinity" : formatMillis(value)),
  read: (text) => (text === "Infinity" ? Infinity : duration(text)),
});

/** Whole where all of its ladder is. */
const figure = (label: string, ladder: Ladder, unit = ""): Field => ({
  label,
  ladder,
  spoken: (value) => (value === Infinity ? "no limit" : `${value}${unit}`),
  written: String,
  read: (text) => {
    const isWhole = ladder.every((rung) => rung === Math.trunc(rung));
    return (isWhole ? /^(\d+|Infinity)$/ : /^\d+(\.\d+)?$/).test(text) ? Number(text) : NaN;
  },
});

const ATTEMPTS: Ladder = [...figures(1, 20), 25, 30, 40, 50, 100, Infinity];
const MANY: Ladder = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** The figures of a schedule, which stand in its notation. */
export const KNOB_FIELDS = {
  base: time("Base", TIMES),
  increment: time("Increment", TIMES),
  factor: figure("Factor", figures(1, 5, 0.1), "×"),
  exponent: figure("Exponent", figures(0, 4, 0.25)),
  cap: time("Cap", LIMITS),
  share: figure("Share", figures(0, 1, 0.05)),
} as const;

/** The figures of a policy around its schedule. */
export const POLICY_FIELDS = {
  attempts: figure("Attempts", ATTEMPTS),
  attemptTimeout: time("Timeout of an attempt", LIMITS),
  totalTimeout: time("Total timeout", LIMITS),
} as const;

/** The figures of a fleet and of the server that it calls. */
export const FLEET_FIELDS = {
  clients: figure("Clients", MANY),
  load: figure("Requests per second", [...figures(10, 150, 10), 200, 300, 500, 1_000]),
  workers: figure("Workers of the server", [1, 2, 5, 10, 20, 50, 100]),
  service: time("Time a call takes it", durations("1ms 2ms 5ms 10ms 20ms 50ms 100ms 200ms 500ms 1s")),
  outage: time("Length of the outage", durations("1s 2s 5s 10s 15s 20s 30s 1m")),
  capacity: figure("Budget: tokens it holds", [1, 2, 5, 10, 20, 50, 100, 200, 500]),
  perSuccess: figure("Budget: tokens per success", figures(0, 1, 0.05)),
} as const;

export type PolicyFigures = { readonly [Key in keyof typeof POLICY_FIELDS]: number };
export type FleetFigures = { readonly [Key in keyof typeof FLEET_FIELDS]: number };

/** @throws InvalidOptionError for text that is no figure, or one that lies beyond the slider */
export function read(key: string, { ladder, spoken: say, read: figureOf }: Field, text: string): number {
  const [least, most] = [ladder[0]!, ladder.at(-1)!];
  const value = figureOf(text);
  if (value >= least && value <= most) return value;
  throw new InvalidOptionError(key, `a figure from ${say(least)} to ${say(most)}`, text);
}
