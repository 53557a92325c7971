import type { Operation } from "../../src/engine/run.ts";
import { decorrelated, seededRandom } from "../../src/core/index.ts";
import { type Policy, policy } from "../../src/policy/policy.ts";
import { type VirtualClock, virtualClock } from "../../src/testing/virtual-clock.ts";
import { at, type PlanStep } from "./engine-plan.ts";
import type { Engine } from "./engine-stage.ts";

/** One of many runs under one policy. */
export interface Member {
  /** When it begins. */
  readonly from: number;
  readonly seed: number;
  readonly steps: readonly PlanStep[];
}

/** A run's trace, in its own time; its draws are its own. */
async function trace(member: Member, rules: Policy, engine: Engine, clock: VirtualClock): Promise<unknown> {
  await new Promise<void>((resolve) => clock.schedule(member.from, resolve));
  const starts: number[] = [];
  const operation: Operation<unknown> = () => {
    const attempt = starts.push(clock.now() - member.from);
    const { kind, takes } = at(member.steps, attempt - 1);
    return new Promise((resolve, reject) => {
      const answered = (): void => (kind === "ok" ? resolve(attempt) : reject(new Error(`${attempt}`)));
      if (kind !== "never") clock.schedule(takes, answered);
    });
  };
  const { signal } = new AbortController();
  const outcome = await engine(operation, rules, { clock, signal, random: seededRandom(member.seed) });
  const { ok, attempts, elapsed } = outcome;
  return { starts, ok, attempts, elapsed, end: outcome.ok ? outcome.value : String(outcome.error) };
}

/** A policy whose next delay depends on the last, so that a state that is shared shows. */
const sharedPolicy = (attempts: number): Policy =>
  policy({ attempts, schedule: decorrelated(10, 300), attemptTimeout: 95 });

/** Whether members of a company fare as each would alone: E7. */
export async function faresAsAlone(members: readonly Member[], attempts: number, engine: Engine): Promise<boolean> {
  const clock = virtualClock({ patience: 0 });
  const rules = sharedPolicy(attempts);
  const together = await clock.runUntil(Promise.all(members.map((member) => trace(member, rules, engine, clock))));
  const alone: unknown[] = [];
  for (const member of members) {
    const own = virtualClock({ patience: 0 });
    alone.push(await own.runUntil(trace(member, sharedPolicy(attempts), engine, own)));
  }
  return JSON.stringify(together) === JSON.stringify(alone);
}
