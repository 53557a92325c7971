import { InvalidOptionError } from "../core/invalid-option.ts";
import type { Schedule } from "../core/schedule.ts";
import type { Policy } from "../policy/policy.ts";

const MOST_RETRIES = 1_000;

/** Whether a schedule answers otherwise after another delay. */
export function remembers(schedule: Schedule, retries: number): boolean {
  const after = (retry: number, previousDelay: number): number => schedule.delay({ retry, previousDelay }, () => 0.5);
  for (let retry = 2; retry <= Math.min(retries, MOST_RETRIES); retry++)
    if (after(retry, 0) !== after(retry, 1e9)) return true;
  return false;
}

/** @throws InvalidOptionError for a schedule that needs the delay before, where the system does not tell it */
export function refuseMemory({ schedule, attempts }: Policy<never>, system: string): void {
  if (!remembers(schedule, attempts - 1)) return;
  const expected = `one that does not look at the delay before: ${system} does not tell it`;
  throw new InvalidOptionError("schedule", expected, schedule.name);
}
