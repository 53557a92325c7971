import { fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import type { Env } from "../../src/engine/env.ts";
import type { RetryBudget } from "../../src/policy/budget.ts";
import { hedge, type HedgeOptions } from "../../src/retry/hedge.ts";
import { virtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import { never } from "./scene.ts";

/** What an attempt does: answer with a value or fail with an error after so many milliseconds; never, unless given. */
export type Plan = { readonly after: number; readonly value?: unknown; readonly error?: unknown } | undefined;

/** An attempt that was made. */
export interface Heard {
  readonly attempt: number;
  readonly start: number;
  readonly context: AttemptContext;
  /** When its signal aborted. */
  gone?: number;
}

/** Plays one plan per attempt, in virtual time. */
export function staged(plans: readonly Plan[], clock: VirtualClock = virtualClock({ patience: 0 })) {
  const heard: Heard[] = [];
  const operation = (context: AttemptContext): Promise<unknown> => {
    const entry: Heard = { attempt: context.attempt, start: clock.now(), context };
    heard.push(entry);
    context.signal.addEventListener("abort", () => (entry.gone = clock.now()));
    const plan = plans[context.attempt - 1];
    if (plan === undefined) return never();
    return new Promise((resolve, reject) => {
      clock.schedule(plan.after, () => ("error" in plan ? reject(plan.error as Error) : resolve(plan.value)));
    });
  };
  const run = (options: HedgeOptions, env: Env = {}): Promise<unknown> =>
    clock.runUntil(hedge(operation, options, { clock, random: () => 0.5, ...env }));
  const starts = (): number[] => heard.map(({ start }) => start);
  return { clock, heard, operation, run, starts };
}

export const busy: Error = new Error("busy");
/** Three attempts, a tenth of a second apart. */
export const spaced = { schedule: fixed(100), attempts: 3 };

/** A budget that grants everything. */
export const unlimited: RetryBudget = {
  begin: () => {},
  withdraw: (): number | undefined => 1,
  deposit: () => {},
  balance: () => 1,
  fresh: () => unlimited,
};
