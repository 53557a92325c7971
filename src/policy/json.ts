import { formatMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { suggestion } from "../core/nearest.ts";
import { parseSchedule } from "../core/notation.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { Schedule, Step } from "../core/schedule.ts";
import { type Policy, policy, type PolicyOptions } from "./policy.ts";
import type { Predicate } from "./predicate.ts";

/** A policy as JSON: a schedule in its notation, durations as text, functions by name. Hooks and budgets stay behind. */
export interface PolicyJSON {
  readonly schedule?: string;
  /** A number; `"Infinity"` for no limit, which JSON has no number for. */
  readonly attempts?: number | "Infinity";
  readonly attemptTimeout?: string | number;
  readonly totalTimeout?: string | number;
  /** The name of a predicate. */
  readonly retryIf?: string;
  /** The name of a predicate of results. */
  readonly retryResult?: string;
  /** The name of a hint. */
  readonly delayHint?: string;
}

/** The functions that a JSON policy may name. */
export interface PolicyFunctions {
  /** For `retryIf` and `retryResult`. */
  readonly predicates?: Readonly<Record<string, Predicate>> | undefined;
  /** For `delayHint`. */
  readonly hints?: Readonly<Record<string, NonNullable<PolicyOptions["delayHint"]>>> | undefined;
}

const KEYS = ["schedule", "attempts", "attemptTimeout", "totalTimeout", "retryIf", "retryResult", "delayHint"] as const;
const LEFT_BEHIND = ["routes", "budget"] as const;

/**
 * A policy as data that JSON can carry. Hooks stay behind, as what watches a run is not how it goes.
 *
 * @param functions the names under which its functions will be found again
 * @throws InvalidOptionError when a function has no name here, when it has routes or a budget, or when its schedule has no notation
 * @example
 * ```ts
 * import { fixed, policyToJSON } from "ostinato";
 *
 * policyToJSON({ attempts: 5, schedule: fixed("1s") }); // => { schedule: "fixed 1s", attempts: 5 }
 * ```
 */
export function policyToJSON(options: PolicyOptions<never>, functions: PolicyFunctions = {}): PolicyJSON {
  const made = policy(options);
  for (const key of LEFT_BEHIND) {
    if (made[key] !== undefined) throw new InvalidOptionError(key, "none in a policy that becomes JSON", made[key]);
  }
  const { schedule, attempts, attemptTimeout, totalTimeout } = made;
  const known = namesIn(functions);
  return {
    schedule: notationOf(schedule),
    attempts: attempts === Infinity ? "Infinity" : attempts,
    ...(attemptTimeout < Infinity && { attemptTimeout: formatMillis(attemptTimeout) }),
    ...(totalTimeout < Infinity && { totalTimeout: formatMillis(totalTimeout) }),
    ...named("retryIf", made.retryIf, known.predicates),
    ...named("retryResult", made.retryResult, known.predicates),
    ...named("delayHint", made.delayHint, known.hints),
  };
}

/**
 * A policy from JSON that may come from anywhere: own and known keys only, functions looked up by name among those given.
 *
 * @throws InvalidOptionError for an unknown key or name, or a value that cannot be used
 * @throws NotationError when the schedule cannot be read
 * @example
 * ```ts
 * import { policyFromJSON } from "ostinato";
 *
 * policyFromJSON({ attempts: 5, schedule: "exponential 200ms, cap 30s, full jitter", totalTimeout: "1m" }).totalTimeout; // => 60000
 * ```
 */
export function policyFromJSON(json: PolicyJSON, functions: PolicyFunctions = {}): Policy {
  if (Array.isArray(json)) throw new InvalidOptionError("policy", "an object", json);
  const read = optionsOf(json, "policy", KEYS);
  const known = namesIn(functions);
  const text = (value: unknown): boolean => typeof value === "string";
  const schedule = read<string>("schedule", "notation", text);
  const attempts = read<number | string>(
    "attempts",
    'a number, or "Infinity"',
    (value) => typeof value === "number" || value === "Infinity",
  );
  const time = (name: string): never =>
    read(name, 'text such as "30s", or milliseconds', (value) => text(value) || typeof value === "number") as never;
  const found = <F>(name: string, among: Readonly<Record<string, F>> = {}): F | undefined => {
    const wanted = read<string>(name, "the name of a function", text);
    return wanted === undefined ? undefined : lookUp(name, wanted, among);
  };
  return policy({
    schedule: schedule === undefined ? undefined : parseSchedule(schedule),
    attempts: attempts === "Infinity" ? Infinity : (attempts as number | undefined),
    attemptTimeout: time("attemptTimeout"),
    totalTimeout: time("totalTimeout"),
    retryIf: found("retryIf", known.predicates),
    retryResult: found("retryResult", known.predicates),
    delayHint: found("delayHint", known.hints),
  });
}

function namesIn(functions: PolicyFunctions): PolicyFunctions {
  const read = optionsOf(functions, "policy functions", ["predicates", "hints"]);
  // A module is a record of functions, too; a map or a list would only look like one.
  const isObject = (value: unknown): boolean =>
    /^\[object (?:Object|Module)\]$/.test(Object.prototype.toString.call(value));
  return {
    predicates: read("predicates", "functions by name", isObject),
    hints: read("hints", "functions by name", isObject),
  };
}

/** @throws InvalidOptionError for a schedule that its name does not bring back */
function notationOf(schedule: Schedule): string {
  const expected = "one whose name is its notation, made of built-in sources and modifiers";
  let read: Schedule;
  try {
    read = parseSchedule(schedule.name);
  } catch (cause) {
    throw new InvalidOptionError("schedule", expected, schedule.name, { cause });
  }
  // A copy of a schedule may have kept the name and changed the delays.
  if (PROBES.every((step) => read.delay(step, half) === schedule.delay(step, half))) return schedule.name;
  throw new InvalidOptionError("schedule", expected, schedule.name, { hint: ", which gives other delays" });
}

const half = (): number => 0.5;
const PROBES: readonly Step[] = /* @__PURE__ */ [1, 2, 3, 4, 5, 8, 13, 1_000].map((retry) => ({
  retry,
  previousDelay: 1_000,
}));

function lookUp<F>(option: string, name: string, among: Readonly<Record<string, F>>): F {
  const found = Object.hasOwn(among, name) ? among[name] : undefined;
  if (isFunction(found)) return found!;
  const names = Object.keys(among).filter((known) => isFunction(among[known]));
  const hint = suggestion(name, names);
  throw new InvalidOptionError(option, `one of the names ${names.join(", ") || "(none was given)"}`, name, { hint });
}

function named(option: string, value: unknown, among: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  if (value === undefined) return {};
  const name = Object.keys(among).find((candidate) => among[candidate] === value);
  if (name === undefined) throw new InvalidOptionError(option, "a function that has a name among those given", value);
  return { [option]: name };
}
