import { describe, expect, it } from "vitest";
import * as ostinato from "ostinato";
import { jsonOf, typescriptOf } from "../../docs/playground/src/code.ts";
import { policyOf } from "../../docs/playground/src/policy.ts";
import { type State, typing, USUAL } from "../../docs/playground/src/state.ts";

/** What the module exports; it imports from the front door alone. */
function run(module: string): ostinato.Policy {
  const body = module
    .replace(/^import (.*) from "ostinato";$/m, "const $1 = ostinato;")
    .replace("export const patient =", "return");
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("ostinato", body)(ostinato) as ostinato.Policy;
}

const NOTATIONS = [
  "fixed 2s",
  "linear 1s +500ms, cap 9s",
  "exponential 250ms x1.5, cap 5s, full jitter",
  "fibonacci 100ms, equal jitter",
  "polynomial 10ms ^2.5, cap 1m, spread 0.2",
  "decorrelated 100ms",
  "decorrelated 100ms to 10s",
  "phases 3 (fixed 50ms) (exponential 1s x2), full jitter",
];

const LIMITS: readonly State["policy"][] = [
  { attempts: 4, attemptTimeout: 1_500, totalTimeout: 90_000 },
  { attempts: Infinity, attemptTimeout: Infinity, totalTimeout: Infinity },
];

describe.each(NOTATIONS)("the code to copy for %s", (notation) => {
  it.each(LIMITS)("is the policy that is shown, in TypeScript and as JSON: %o", (policy) => {
    const state = typing({ ...USUAL, policy }, notation);
    const plain = ({ schedule, ...rest }: ostinato.Policy): object => ({ ...rest, schedule: schedule.name });
    const wanted = plain(policyOf(state));
    expect(plain(run(typescriptOf(state)))).toEqual(wanted);
    expect(plain(ostinato.policyFromJSON(JSON.parse(jsonOf(state)) as ostinato.PolicyJSON))).toEqual(wanted);
  });
});
