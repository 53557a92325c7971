import { type Duration, toLimit, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { HOOKS, type TaskHooks } from "./hooks.ts";
import type { Around } from "./context.ts";
import { asName } from "./names.ts";
import type { PublishPolicy, TaskOptions, TaskPolicy } from "./options.ts";
import { checkedPolicy, checkedPublish, over } from "./task-policy.ts";

/** What one level says: the app's defaults, an override, a task, a call. Checked, times in milliseconds; absent is left out. */
export interface Level extends TaskHooks<never, never> {
  readonly queue?: string;
  readonly policy?: TaskPolicy<never>;
  readonly publish?: PublishPolicy;
  readonly softTimeLimit?: number;
  readonly timeLimit?: number;
  readonly expires?: number;
  readonly priority?: number;
  readonly dedupe?: (args: never) => string;
  readonly around?: Around;
}

const LIMIT = (value: unknown, option: string): number => toLimit(value as Duration, option);
const FUNCTION = (value: unknown, option: string): unknown => {
  if (isFunction(value)) return value;
  throw new InvalidOptionError(option, "a function", value);
};

type Reader = (value: unknown, option: string) => unknown;

/** How each option of a level is checked. */
export const SENDING: readonly (readonly [key: string, read: Reader])[] = [
  ["queue", asName],
  ["policy", checkedPolicy],
  ["publish", checkedPublish],
  ["softTimeLimit", LIMIT],
  ["timeLimit", LIMIT],
  ["priority", asPriority],
];
const TASK: readonly (readonly [key: string, read: Reader])[] = [
  ...SENDING,
  ["expires", (value, option) => toMillis(value as Duration, option)],
  ["dedupe", FUNCTION],
  ["around", FUNCTION],
  ...HOOKS.map((hook) => [hook, FUNCTION] as const),
];

/** @throws InvalidOptionError for anything but a whole number from 0 */
export function asPriority(value: unknown, option: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new InvalidOptionError(option, "a whole number ≥ 0", value);
}

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["countdown", '; it is called "delay"'],
  ["eta", '; it is called "at"'],
  ["retries", '; "attempts" in "policy" counts calls, the first included'],
  ["max_retries", '; "attempts" in "policy" counts calls, the first included'],
  ["maxRetries", '; "attempts" in "policy" counts calls, the first included'],
  ["autoretry_for", '; "retryIf" in "policy" says which errors'],
  ["retry_backoff", '; "schedule" in "policy" says how long to wait'],
  ["time_limit", '; it is called "timeLimit"'],
  ["soft_time_limit", '; it is called "softTimeLimit"'],
  ["task_id", '; it is called "id"'],
]);

/** Options read by a table of readers: own and known ones only. */
export function readBy(
  table: readonly (readonly [key: string, read: Reader])[],
  value: unknown,
  what: string,
): Readonly<Record<string, unknown>> {
  const keys = table.map(([key]) => key);
  const read = optionsOf(value, what, keys, FOREIGN);
  const given: Record<string, unknown> = {};
  for (const [key, reader] of table) {
    const option = read<unknown>(key);
    if (option !== undefined) given[key] = reader(option, key);
  }
  return given;
}

/** One level of options, checked. */
export function levelOf(options: TaskOptions<never, never> | undefined, what: string): Level {
  const level = options === undefined ? {} : (readBy(TASK, options, what) as Level);
  checkLimits(level);
  return Object.freeze(level);
}

/** @throws InvalidOptionError for a soft limit above the hard one, which would never be heard */
export function checkLimits({ softTimeLimit = Infinity, timeLimit = Infinity }: Level): void {
  if (softTimeLimit === Infinity || softTimeLimit <= timeLimit) return;
  throw new InvalidOptionError("softTimeLimit", `at most the timeLimit of ${timeLimit} ms`, softTimeLimit);
}

/** Levels as one, from the farthest to the nearest: each option goes by the nearest that gives it, a policy key by key. */
export function merged(levels: readonly (Level | undefined)[]): Level {
  let whole: Level = {};
  for (const level of levels) {
    if (level === undefined) continue;
    const policy = over(whole.policy, level.policy);
    const publish = publishing(whole.publish, level.publish);
    whole = { ...whole, ...level, policy, ...(publish !== undefined && { publish }) };
  }
  return whole;
}

function publishing(far: PublishPolicy | undefined, near: PublishPolicy | undefined): PublishPolicy | undefined {
  if (near === undefined || near === false || far === undefined || far === false) return near ?? far;
  return over(far, near);
}
