import { tell } from "../engine/report.ts";
import type { Hooks } from "../policy/events.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { HOOKS } from "../policy/hook-names.ts";

/**
 * One set of hooks that tells several, in their order; each may be hooks or a whole policy, of which only the hooks count.
 *
 * All are told the same event, which none of them can change. One that throws or rejects is reported and keeps the news from
 * nobody.
 *
 * @throws InvalidOptionError for an unknown hook, or one that is no function
 * @example
 * ```ts
 * import { policy, retry } from "ostinato";
 * import { combineHooks } from "ostinato/observe";
 *
 * const told: string[] = [];
 * const patient = policy({ attempts: 5, onSuccess: () => told.push("mine") });
 * await retry(async () => "done", { ...patient, ...combineHooks(patient, { onSuccess: () => told.push("theirs") }) });
 * told; // => ["mine", "theirs"]
 * ```
 */
export function combineHooks<T = unknown>(...hooks: readonly PolicyOptions<T>[]): Hooks<T> {
  const all = hooks.map((each) => policy<T>(each));
  const combined = HOOKS.map((name) => {
    const told = all.flatMap((each) => (each[name] as ((event: object) => unknown) | undefined) ?? []);
    if (told.length === 0) return [name, undefined];
    return [name, (event: object) => told.forEach((hook) => tell(name, hook, () => Object.freeze(event)))];
  });
  return Object.fromEntries(combined) as Hooks<T>;
}
