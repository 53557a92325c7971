import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { MOST_EVENTS, type Trace } from "./trace.ts";

/** What a part of a trace must be, in words and as a test. */
type Part = readonly [expected: string, fits: (value: unknown) => boolean];

const LONGEST_TEXT = 2_000;
const LONGEST_JSON = 100_000;
const DEEPEST_JSON = 1_000;

const text: Part = ["text, not too long", (value) => typeof value === "string" && value.length <= LONGEST_TEXT];
const amount: Part = ["finite milliseconds ≥ 0", (value) => isFiniteNumber(value) && value >= 0];
const count: Part = ["a whole number ≥ 0", (value) => Number.isSafeInteger(value) && (value as number) >= 0];
const figure: Part = ["a finite number", (value) => isFiniteNumber(value)];
const json: Part = ["JSON, not too long", isShortJSON];
const oneOf = (...words: readonly unknown[]): Part => [`one of ${words.join(", ")}`, (value) => words.includes(value)];
const error: Part = ["an error's name and message", (value) => fits(value, ["name", "message"], ERROR)];
const answer: Part = ["an answer", isAnswer];

const ERROR: Readonly<Record<string, Part>> = {
  name: text,
  message: text,
  code: ["a code", (value) => text[1](value) || isFiniteNumber(value)],
  permanent: oneOf(true),
  details: json,
};
const HINT: Readonly<Record<string, Part>> = {
  delay: amount,
  spread: amount,
  atMost: ["a limit", (value) => value === "Infinity" || amount[1](value)],
};
const REASONS = [
  "value",
  "not-retryable",
  "attempts",
  "deadline",
  "hint-too-long",
  "budget",
  "aborted",
  "policy-error",
];

/** What each kind of event holds besides its instant: what it must, and what it may. */
const EVENTS: ReadonlyMap<unknown, readonly [must: Record<string, Part>, may: Record<string, Part>]> = new Map<
  unknown,
  readonly [Record<string, Part>, Record<string, Part>]
>([
  ["attempt", [{ attempt: count }, {}]],
  ["returned", [{ attempt: count }, { value: json }]],
  ["failed", [{ attempt: count, error }, {}]],
  ["asked", [{ option: text }, { answer, threw: error, useless: text, wallNow: figure }]],
  ["drawn", [{}, { draw: figure, threw: error }]],
  ["retry", [{ delay: amount, from: oneOf("schedule", "hint") }, {}]],
  ["timer", [{}, {}]],
  ["abort", [{ error }, { inside: oneOf("operation", "function") }]],
  ["end", [{ reason: oneOf(...REASONS), attempts: count }, { error }]],
]);

const LIMIT: Part = ["a number of attempts", (value) => value === "Infinity" || count[1](value)];

/**
 * Reads a trace that may come from anywhere: own and known keys only, everything of bounded length.
 *
 * @throws InvalidOptionError that names the part which cannot be used
 */
export function traceOf(value: unknown): Trace {
  // A later version is refused as such, whatever else it holds.
  const version = own(value, "version");
  if (version !== undefined) needed(version, "version", VERSION);
  const read = optionsOf(value, "trace", ["format", "version", "policy", "wallNow", "events"]);
  const need = (name: string, [expected, holds]: Part): unknown => needed(read(name), name, [expected, holds]);
  need("format", oneOf("ostinato-trace"));
  need("version", VERSION);
  need("wallNow", figure);
  const policy = read<object>("policy") as never;
  const parts = optionsOf(policy, "trace.policy", [...POLICY_DATA, "functions", "routes", "counts"]);
  const list = (name: string, each: Part): void =>
    void needed(parts(name), `policy.${name}`, [
      "a list",
      (all) => Array.isArray(all) && all.length <= MOST_EVENTS && Array.from<unknown>(all).every(each[1]),
    ]);
  list("functions", text);
  list("routes", LIMIT);
  if (parts("counts") !== undefined) list("counts", oneOf("own", "all", "consecutive"));
  const events = need("events", [
    `a list of at most ${MOST_EVENTS} events`,
    (all) => Array.isArray(all) && all.length <= MOST_EVENTS,
  ]) as readonly unknown[];
  let last = 0;
  for (const [index, event] of Array.from(events).entries()) last = checkedEvent(event, `events[${index}]`, last);
  return value as Trace;
}

const VERSION: Part = ["1, which is all that this release reads", (version) => version === 1];
const POLICY_DATA = ["schedule", "attempts", "attemptTimeout", "totalTimeout"] as const;

/** The instant of an event, once it has been seen to be one that comes no earlier than the last. */
function checkedEvent(value: unknown, name: string, last: number): number {
  const kind = own(value, "kind");
  const form = EVENTS.get(kind);
  if (form === undefined)
    throw new InvalidOptionError(`trace.${name}.kind`, `one of ${[...EVENTS.keys()].join(", ")}`, kind);
  const [must, may] = form;
  const parts: Record<string, Part> = { kind: text, at: amount, ...must, ...may };
  const read = optionsOf(value, `trace.${name}`, Object.keys(parts));
  for (const [key, [expected, holds]] of Object.entries(parts)) {
    const part = read<unknown>(key);
    if (part === undefined && (Object.hasOwn(may, key) || key === "kind")) continue;
    needed(part, `${name}.${key}`, [expected, holds]);
  }
  const at = read<number>("at")!;
  return needed(at, `${name}.at`, [`an instant not before ${last}`, () => at >= last]) as number;
}

function needed(value: unknown, name: string, [expected, holds]: Part): unknown {
  if (value !== undefined && holds(value)) return value;
  throw new InvalidOptionError(`trace.${name}`, expected, value);
}

/** Whether it is an object of these parts and no others. */
function fits(value: unknown, must: readonly string[], parts: Readonly<Record<string, Part>>): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    must.every((name) => Object.hasOwn(value, name)) &&
    entries.every(([name, part]) => Object.hasOwn(parts, name) && parts[name]![1](part))
  );
}

/** What a part of something is, if it has that part and has not inherited it. */
const own = (value: unknown, name: "version" | "kind"): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** Whether it can be written down, briefly: not without end, and not nested too deep. */
function isShortJSON(value: unknown): boolean {
  try {
    const written = JSON.stringify(value) as string | undefined;
    return written !== undefined && written.length <= LONGEST_JSON && isNestedWithin(DEEPEST_JSON, value);
  } catch {
    return false;
  }
}

// Counted, because not every platform runs out of stack where another does.
const isNestedWithin = (depth: number, value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth > 0 && Object.values(value).every((each) => isNestedWithin(depth - 1, each)));

function isAnswer(value: unknown): boolean {
  return typeof value === "boolean" || isFiniteNumber(value) || fits(value, Object.keys(HINT), HINT);
}

const isFiniteNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
