import { parseSchedule } from "../core/notation.ts";
import { policyFromJSON, type PolicyFunctions, type PolicyJSON } from "../policy/json.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { type Given, type Known, UsageError } from "./arguments.ts";
import { attemptsIn, durationIn } from "./option-values.ts";
import type { World } from "./world.ts";

/** The options that make a policy, or change one. */
export const POLICY_OPTIONS: Known = {
  schedule: "value",
  attempts: "value",
  timeout: "value",
  "total-timeout": "value",
};

/**
 * The policy of a file with what the options say in its place; that of the options alone where there is no file.
 *
 * @throws UsageError for a file that cannot be read or holds no JSON
 */
export function policyIn(given: Given, path: string | undefined, world: World): Policy {
  const options = Object.entries(optionsIn(given)).filter(([, value]) => value !== undefined);
  const written = path === undefined ? {} : policyFromJSON(...read(path, world));
  return policy({ ...written, ...Object.fromEntries(options) });
}

function optionsIn(given: Given): PolicyOptions {
  const notation = given.value("schedule");
  return {
    schedule: notation === undefined ? undefined : parseSchedule(notation),
    attempts: attemptsIn(given),
    attemptTimeout: durationIn(given, "timeout"),
    totalTimeout: durationIn(given, "total-timeout"),
  };
}

function read(path: string, world: World): [PolicyJSON, PolicyFunctions] {
  const where = path === "-" ? "the standard input" : path;
  let text: string;
  try {
    text = world.read(path);
  } catch (error) {
    throw new UsageError(`${where} cannot be read: ${(error as Error).message}`);
  }
  try {
    const json = JSON.parse(text) as PolicyJSON;
    return [json, unasked(json)];
  } catch (error) {
    throw new UsageError(`${where} holds no JSON: ${(error as Error).message}`);
  }
}

/** Functions for all the names in a policy: no attempt is made here, so nobody asks them. */
function unasked(json: unknown): PolicyFunctions {
  const { retryIf, retryResult, delayHint } = (json ?? {}) as PolicyJSON;
  const never = (): never => {
    throw new Error("no attempt is made");
  };
  const under = (...names: unknown[]): Record<string, () => never> =>
    Object.fromEntries(names.filter((name) => typeof name === "string").map((name) => [name, never]));
  return { predicates: under(retryIf, retryResult), hints: under(delayHint) };
}
