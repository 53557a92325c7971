import { optionsOf } from "../core/options.ts";
import { HOOKS } from "./hook-names.ts";

const KEYS = [
  "schedule",
  "attempts",
  "attemptTimeout",
  "totalTimeout",
  "retryIf",
  "retryResult",
  "delayHint",
  "routes",
  "budget",
  ...HOOKS,
] as const;

const COUNTED = '; "attempts" counts calls, the first included';
const ELSEWHERE = "; it belongs in the third argument";
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["retries", COUNTED],
  ["maxRetries", COUNTED],
  ["max_retries", COUNTED],
  ["limit", COUNTED],
  ["times", COUNTED],
  ["timeout", '; there are "attemptTimeout" and "totalTimeout"'],
  ["delay", '; a "schedule" says how long to wait'],
  ["signal", ELSEWHERE],
  ["clock", ELSEWHERE],
  ["random", ELSEWHERE],
  ["unref", ELSEWHERE],
  ["trace", ELSEWHERE],
]);

/** @throws InvalidOptionError for options of a policy that are no object, or hold an unknown key */
export function refused(options: unknown): void {
  optionsOf(options, "policy", KEYS, FOREIGN);
}
