import { parseSchedule } from "../core/notation.ts";
import { policyFromJSON, type PolicyFunctions, type PolicyJSON } from "../policy/json.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { type Given, UsageError } from "./arguments.ts";
import { POLICY_OPTIONS } from "./option.ts";
import { attemptsIn, durationIn } from "./option-values.ts";
import type { World } from "./world.ts";

/** What the help says of the operand of all who look at policies. */
export const POLICY_NOTE =
  'POLICY is a schedule in its notation, such as "exponential 200ms, full jitter"; a file that holds a policy as JSON, whose name ends in .json or has a slash in it; or - for such JSON on the standard input. Options take the place of what it says, or stand for it.';

/** A policy, and the file that it is from, where it is from one. */
export interface Found {
  readonly path: string | undefined;
  readonly policy: Policy;
}

/**
 * The policies that the command line names: files, the standard input, and a notation, be it in quotes or not.
 *
 * @param usual what holds where neither they nor the options say anything
 * @throws UsageError for a file that cannot be read or holds no JSON, and where there is no policy at all
 */
export async function policiesIn(given: Given, world: World, usual: PolicyOptions = {}): Promise<readonly Found[]> {
  const paths = given.operands.filter(isPath);
  const words = given.operands.filter((operand) => !isPath(operand));
  const options = said(optionsIn(given));
  const made = (own: PolicyOptions): Policy => policy({ ...usual, ...own, ...options });
  const found: Found[] = [];
  for (const path of paths) found.push({ path, policy: made(await written(path, world)) });
  if (words.length > 0) found.push({ path: undefined, policy: made({ schedule: parseSchedule(words.join(" ")) }) });
  if (found.length > 0) return found;
  if (Object.keys(POLICY_OPTIONS).some(given.flag)) return [{ path: undefined, policy: made({}) }];
  throw new UsageError('a policy is missing, such as "exponential 200ms, cap 30s, full jitter", or a file of JSON');
}

/** The one policy that the command line names. */
export async function policyIn(given: Given, world: World, usual?: PolicyOptions): Promise<Policy> {
  const [{ policy: first }, more] = (await policiesIn(given, world, usual)) as [Found, Found?];
  if (more === undefined) return first;
  throw new UsageError(`one policy at a time: ${more.path ?? "the schedule"} is one too many`);
}

const isPath = (operand: string): boolean => operand === "-" || /[/\\]|\.json$/.test(operand);

function optionsIn(given: Given): PolicyOptions {
  const notation = given.value("schedule");
  return {
    schedule: notation === undefined ? undefined : parseSchedule(notation),
    attempts: attemptsIn(given),
    attemptTimeout: durationIn(given, "timeout"),
    totalTimeout: durationIn(given, "total-timeout"),
  };
}

const said = (options: PolicyOptions): PolicyOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** What a file says, and nothing that it leaves open. */
async function written(path: string, world: World): Promise<PolicyOptions> {
  const json = await jsonOf(path, world);
  const all: PolicyOptions = policyFromJSON(json, willing(json));
  return Object.fromEntries((Object.keys(json) as (keyof PolicyJSON)[]).map((key) => [key, all[key]]));
}

async function jsonOf(path: string, world: World): Promise<PolicyJSON> {
  const where = path === "-" ? "the standard input" : path;
  let text: string;
  try {
    text = await world.read(path);
  } catch (error) {
    throw new UsageError(`${where} cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as PolicyJSON;
  } catch (error) {
    throw new UsageError(`${where} holds no JSON: ${(error as Error).message}`);
  }
}

/** Functions for all the names in a policy, which are not known here: every failure is worth another attempt, and no hint comes. */
function willing(json: unknown): PolicyFunctions {
  const { retryIf, retryResult, delayHint } = (json ?? {}) as PolicyJSON;
  const under = <Made>(made: Made, ...names: unknown[]): Record<string, Made> =>
    Object.fromEntries(names.filter((name) => typeof name === "string").map((name) => [name, made]));
  return { predicates: under(() => true, retryIf, retryResult), hints: under(() => undefined, delayHint) };
}
