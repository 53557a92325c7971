import { longest, phases, type Phase, shortest } from "./combine.ts";
import { parseMillis } from "./duration.ts";
import { equalJitter, fullJitter, spread } from "./jitter.ts";
import { cap, floor } from "./limits.ts";
import { type Modifier, type Schedule, schedule } from "./schedule.ts";
import { decorrelated, exponential, fibonacci, fixed, linear, polynomial, sequence } from "./sources.ts";
import { at, type Words, words } from "./words.ts";

/**
 * Reads a schedule from its notation: the inverse of `Schedule.name`.
 *
 * A source, then modifiers behind commas: `exponential 200ms x2, cap 30s, full jitter`. Sources are `fixed 1s`,
 * `linear 1s +500ms`, `exponential 200ms x2`, `fibonacci 100ms`, `polynomial 100ms ^2`, `sequence 1s 5s 30s`,
 * `decorrelated 100ms to 10s`, `longest (…) (…)`, `shortest (…) (…)` and `phases 3 (…) (…)`; modifiers are `cap 30s`,
 * `floor 10ms`, `full jitter`, `equal jitter` and `spread 0.2`. The second figure of a source may be left out.
 *
 * @throws NotationError which points at the first word that cannot be read
 * @example
 * ```ts
 * import { parseSchedule } from "ostinato";
 *
 * parseSchedule("exponential 200ms, cap 30s").name; // => "exponential 200ms x2, cap 30s"
 * ```
 */
export function parseSchedule(text: string): Schedule {
  const reading = words(text);
  const parsed = chain(reading);
  if (reading.peek() !== "") throw at(reading, "a comma or the end");
  return parsed;
}

/** One source and the modifiers behind it. */
function chain(reading: Words): Schedule {
  const source = choice(reading, "a source", SOURCES)(reading);
  const modifiers: Modifier[] = [];
  while (reading.skip(",")) modifiers.push(choice(reading, "a modifier", MODIFIERS)(reading));
  return schedule(source, ...modifiers);
}

type Reader<Made> = (reading: Words) => Made;

const SOURCES: ReadonlyMap<string, Reader<Schedule>> = new Map([
  ["fixed", (reading) => fixed(time(reading))],
  ["linear", (reading) => linear(time(reading), ...optional(reading, "+", parseMillis))],
  ["exponential", (reading) => exponential(time(reading), ...optional(reading, "x", factor))],
  ["fibonacci", (reading) => fibonacci(time(reading))],
  ["polynomial", (reading) => polynomial(time(reading), ...optional(reading, "^", figure))],
  ["sequence", (reading) => sequence(time(reading), ...several(reading, isTime, time))],
  ["decorrelated", (reading) => decorrelatedFrom(reading)],
  ["longest", (reading) => longest(group(reading), ...several(reading, opens, group))],
  ["shortest", (reading) => shortest(group(reading), ...several(reading, opens, group))],
  ["phases", (reading) => phases(...several(reading, isCount, phase), group(reading))],
]);

const MODIFIERS: ReadonlyMap<string, Reader<Modifier>> = new Map([
  ["cap", (reading) => cap(time(reading))],
  ["floor", (reading) => floor(time(reading))],
  ["full", (reading) => jitter(reading, fullJitter)],
  ["equal", (reading) => jitter(reading, equalJitter)],
  ["spread", (reading) => spread(reading.read("a share from 0 to 1", share))],
]);

function choice<Made>(reading: Words, expected: string, readers: ReadonlyMap<string, Reader<Made>>): Reader<Made> {
  const reader = readers.get(reading.peek());
  if (reader === undefined) throw at(reading, expected, [...readers.keys()]);
  reading.next();
  return reader;
}

/** `x2` or `+500ms`: a figure behind its sign, if the next word has that sign. */
function optional<Figure>(reading: Words, sign: string, read: (word: string) => Figure | undefined): [] | [Figure] {
  if (!reading.peek().startsWith(sign)) return [];
  return [reading.read(`${sign} and a figure`, (word) => read(word.slice(sign.length)))];
}

function several<Made>(reading: Words, more: (word: string) => boolean, read: Reader<Made>): Made[] {
  const all: Made[] = [];
  while (more(reading.peek())) all.push(read(reading));
  return all;
}

function decorrelatedFrom(reading: Words): Schedule {
  const base = time(reading);
  if (!reading.skip("to")) return decorrelated(base);
  const limit = (word: string): number | undefined => fitting(parseMillis(word), (millis) => millis >= base);
  return decorrelated(base, reading.read("a cap no shorter than the base", limit));
}

function group(reading: Words): Schedule {
  reading.expect("(");
  const inner = chain(reading);
  reading.expect(")");
  return inner;
}

function jitter(reading: Words, modifier: Modifier): Modifier {
  reading.expect("jitter");
  return modifier;
}

const phase = (reading: Words): Phase => [reading.read("a whole number ≥ 1", count), group(reading)];
const time = (reading: Words): number => reading.read("a duration", parseMillis);
const isTime = (word: string): boolean => parseMillis(word) !== undefined;
const isCount = (word: string): boolean => /^\d/.test(word);
const opens = (word: string): boolean => word === "(";

function figure(word: string): number | undefined {
  const value = /^\d+(\.\d+)?$/.test(word) ? Number(word) : NaN;
  return value < Infinity ? value : undefined;
}

function fitting(value: number | undefined, fits: (value: number) => boolean): number | undefined {
  return value !== undefined && fits(value) ? value : undefined;
}

const count = (word: string): number | undefined =>
  fitting(figure(word), (value) => Number.isSafeInteger(value) && value >= 1);
const factor = (word: string): number | undefined => fitting(figure(word), (value) => value >= 1);
const share = (word: string): number | undefined => fitting(figure(word), (value) => value <= 1);
