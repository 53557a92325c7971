import { parseMillis } from "./duration.ts";
import { parseSchedule } from "./notation.ts";
import type { Schedule } from "./schedule.ts";

/** One source and the caps behind it, as they stand in a notation. */
interface Chain {
  readonly source: readonly string[];
  /** What stands in brackets, each with the figure before it. */
  readonly parts: readonly (readonly [figure: number, chain: Chain])[];
  readonly caps: readonly number[];
}

/**
 * The cap that holds for a retry, in milliseconds, as far as the schedule's notation tells; undefined where there is none.
 *
 * Of several in a row it is the lowest. A phase has its own; the longest of several schedules is capped where all are, the
 * shortest where one is.
 */
export const capAt = ({ name }: Schedule, retry: number): number | undefined => finite(capIn(chainOf(name), retry));

/** Each source in a schedule's notation that stands before a cap, with the lowest such cap. */
export const cappedSources = ({ name }: Schedule): readonly (readonly [source: Schedule, cap: number])[] =>
  capped(chainOf(name));

function capped({ source, parts, caps }: Chain): readonly (readonly [source: Schedule, cap: number])[] {
  const inner = parts.flatMap(([, part]) => capped(part));
  const read = caps.length === 0 || parts.length > 0 ? undefined : readable(source.join(" "));
  return read === undefined ? inner : [[read, Math.min(...caps)]];
}

function readable(notation: string): Schedule | undefined {
  try {
    return parseSchedule(notation);
  } catch {
    return undefined;
  }
}

const finite = (cap: number): number | undefined => (cap < Infinity ? cap : undefined);

const capIn = ({ source, parts, caps }: Chain, retry: number): number =>
  Math.min(...caps, sourceCap(source, parts, retry));

function sourceCap([word, ...figures]: Chain["source"], parts: Chain["parts"], retry: number): number {
  if (word === "decorrelated" && figures[1] === "to") return parseMillis(figures[2] ?? "") ?? Infinity;
  if (word === "phases") return phaseCap(parts, retry);
  const caps = parts.map(([, part]) => capIn(part, retry));
  return word === "longest" && caps.length > 0 ? Math.max(...caps) : Math.min(...caps);
}

function phaseCap(parts: Chain["parts"], retry: number): number {
  let own = retry;
  for (const [retries, part] of parts.slice(0, -1)) {
    if (own <= retries) return capIn(part, own);
    own -= retries;
  }
  return Math.min(...parts.slice(-1).map(([, part]) => capIn(part, own)));
}

// Not the parser of schedules: the name of a schedule of one's own is no notation, and still may have caps behind it.
function chainOf(name: string): Chain {
  return chain((name.match(/[(),]|[^\s(),]+/g) ?? []).values());
}

function chain(words: Iterator<string>): Chain {
  const source: string[] = [];
  const modifiers: string[][] = [];
  const parts: [number, Chain][] = [];
  for (let { value, done } = words.next(); !done && value !== ")"; { value, done } = words.next()) {
    if (value === ",") modifiers.push([]);
    else if (value === "(") parts.push([Number(source.at(-1)), chain(words)]);
    else (modifiers.at(-1) ?? source).push(value);
  }
  const caps = modifiers.flatMap(([word, limit = ""]) => (word === "cap" ? (parseMillis(limit) ?? []) : []));
  return { source, parts, caps };
}
