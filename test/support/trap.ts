import { expect, it } from "vitest";
import { retry } from "../../src/retry/retry.ts";
import { wrap } from "../../src/retry/wrap.ts";
import { virtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import * as naive from "../naive.ts";

/** What a scenario plays with: the verbs, ours or the naive ones, and a virtual clock of its own. */
export interface Stage {
  readonly retry: typeof retry;
  readonly wrap: typeof wrap;
  readonly clock: VirtualClock;
}

/** A test that guards against a trap. */
export type Scenario = (stage: Stage) => void | Promise<void>;

/** How the naive loop is held against a scenario. */
export interface TrapOptions {
  /** Why the naive loop is not run: it would be no fair trial. One line; it stands in the test's name. */
  readonly cannot?: string;
  /** After how many real milliseconds the naive loop counts as hanging, and so as failing; 200 unless given. */
  readonly within?: number;
}

/**
 * A test in two: the scenario passes with our verbs, and fails, or hangs, with the naive loop of `test/naive.ts`.
 *
 * The naive loop takes limits in plain milliseconds and doubles the first delay of the schedule: a fair scenario gives it
 * those, so that it falls into the trap and nothing else.
 *
 * @example
 * ```ts ignore
 * trap("F-034 an aborted signal: no call at all", async ({ retry }) => { … });
 * trap("F-018 …", { cannot: "it mutates nothing either" }, async ({ retry, clock }) => { … });
 * ```
 */
export function trap(name: string, scenario: Scenario): void;
export function trap(name: string, options: TrapOptions, scenario: Scenario): void;
export function trap(name: string, ...rest: [Scenario] | [TrapOptions, Scenario]): void {
  const [options, scenario] = rest.length === 1 ? [{}, rest[0]] : rest;
  const { cannot, within = 200 } = options;
  const untried = cannot === undefined ? "" : ` [naive loop not tried: ${cannot}]`;
  it(`${name}${untried}`, () => scenario({ retry, wrap, clock: virtualClock() }));
  if (cannot !== undefined) return;
  it(`${name} [the naive loop fails]`, async () => {
    const clock = virtualClock({ patience: within / 2 });
    const ending = await endOf(() => scenario({ ...naiveVerbs, clock }), within);
    expect(ending, "how the scenario ended with the naive loop").not.toBe("passed");
  });
}

/** The same function, whose rejection may come when a failed scenario is no longer looking. */
const watched = <Call extends (...args: never) => Promise<unknown>>(call: Call): Call =>
  ((...args) => {
    const run = call(...args);
    run.catch(() => {});
    return run;
  }) as Call;

const naiveVerbs = {
  retry: watched(naive.retry),
  wrap: ((...args: Parameters<typeof naive.wrap>) => watched(naive.wrap(...args))) as typeof wrap,
};

// Taken when the module loads, so that a scenario with fake timers does not stop the guard.
const { setTimeout, clearTimeout } = globalThis;

async function endOf(scenario: () => void | Promise<void>, within: number): Promise<"passed" | "failed" | "hung"> {
  let guard: NodeJS.Timeout | undefined;
  const hung = new Promise<"hung">((resolve) => (guard = setTimeout(resolve, within, "hung")));
  const played = (async () => scenario())().then(
    () => "passed" as const,
    () => "failed" as const,
  );
  try {
    return await Promise.race([played, hung]);
  } finally {
    clearTimeout(guard);
  }
}
