import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { HOOKS } from "../policy/hook-names.ts";
import { policyFromJSON, type PolicyFunctions, type PolicyJSON, policyToJSON } from "../policy/json.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import type { PublishPolicy, TaskPolicy } from "./options.ts";

const KEYS = [
  "schedule",
  "attempts",
  "totalTimeout",
  "retryIf",
  "retryResult",
  "delayHint",
  "routes",
  "budget",
] as const;
const PUBLISH_KEYS = ["schedule", "attempts", "totalTimeout", "retryIf"] as const;

/** The options of a policy that are given, checked. @throws InvalidOptionError for hooks and a limit per attempt, too */
export function checkedPolicy(value: unknown): TaskPolicy<never> {
  const expected = "none in the policy of a task, which has hooks and time limits of its own";
  return checked(value, "policy", KEYS, expected);
}

/** How to send, checked. */
export function checkedPublish(value: unknown): PublishPolicy {
  if (value === false) return false;
  return checked(value, "publish", PUBLISH_KEYS, "none in a policy of sending");
}

function checked<Key extends keyof PolicyOptions>(
  value: unknown,
  what: string,
  keys: readonly Key[],
  expected: string,
): Pick<PolicyOptions<never>, Key> {
  // Of a policy that was checked already, what it does not limit or hook counts as left out.
  const read = optionsOf(value, what, [...KEYS, ...HOOKS, "attemptTimeout"]);
  const given = new Map<string, unknown>();
  for (const key of [...KEYS, ...HOOKS, "attemptTimeout"] as const) {
    const option = read<unknown>(key);
    if (option === undefined || (key === "attemptTimeout" && option === Infinity)) continue;
    if (!keys.includes(key as Key)) throw new InvalidOptionError(key, expected, option);
    given.set(key, option);
  }
  const made = policy(Object.fromEntries(given) as PolicyOptions<never>);
  return Object.freeze(Object.fromEntries([...given.keys()].map((key) => [key, made[key as Key]]))) as never;
}

/** Options over options, key by key: what is nearer wins. */
export const over = <Options extends object>(far: Options | undefined, near: Options | undefined): Options =>
  ({ ...far, ...near }) as Options;

/**
 * What a call says of the policy, as data that its message can carry.
 *
 * @throws InvalidOptionError for a function that has no name among those of the app, and for a budget or routes
 */
export function travelling(options: TaskPolicy<never>, functions: PolicyFunctions): PolicyJSON | undefined {
  const keys = Object.keys(options);
  if (keys.length === 0) return undefined;
  const whole = policyToJSON(options, functions);
  return Object.fromEntries(Object.entries(whole).filter(([key]) => keys.includes(key)));
}

/** What the message says of the policy, again. @throws InvalidOptionError or NotationError for what is not understood here */
export function travelled(json: PolicyJSON | undefined, functions: PolicyFunctions): TaskPolicy<never> {
  if (json === undefined) return {};
  const whole = policyFromJSON(json, functions) as Policy<never>;
  return checkedPolicy(Object.fromEntries(Object.keys(json).map((key) => [key, whole[key as keyof Policy]])));
}
