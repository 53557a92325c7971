import { optionsOf } from "../core/options.ts";
import { type FindingCode, findings } from "./lint-checks.ts";
import { policy, type PolicyOptions } from "./policy.ts";

/** Something unwise about a policy. */
export interface Finding {
  readonly code: FindingCode;
  /** The reason, in one sentence. */
  readonly reason: string;
}

/** Which checks are made: all but those that are set to false. */
export type LintSwitches = { readonly [Code in FindingCode]?: boolean | undefined };

/**
 * What is unwise about a policy: a code and a reason for each finding, none for a sound policy.
 *
 * @param switches the checks to leave out, such as `{ "no-deadline": false }`
 * @throws InvalidOptionError for options or switches that cannot be used
 * @example
 * ```ts
 * import { exponential, lint } from "ostinato";
 *
 * lint({ attempts: 10, schedule: exponential("1s") }).map(({ code }) => code); // => ["no-jitter", "no-cap", "no-deadline"]
 * ```
 */
export function lint(options: PolicyOptions<never>, switches: LintSwitches = {}): readonly Finding[] {
  const found = findings(policy(options));
  const read = optionsOf(switches, "lint switches", [...found.keys()]);
  return [...found].flatMap(([code, reason]) => {
    const on = read<boolean>(code, "true or false", (value) => typeof value === "boolean") ?? true;
    return on && reason !== undefined ? [{ code, reason }] : [];
  });
}
