import type { Schedule } from "../core/schedule.ts";

const MOST_RETRIES = 1_000;

/** Whether a schedule answers otherwise after another delay. */
export function remembers({ delay }: Schedule, retries: number): boolean {
  const after = (retry: number, previousDelay: number): number => delay({ retry, previousDelay }, () => 0.5);
  for (let retry = 2; retry <= Math.min(retries, MOST_RETRIES); retry++)
    if (after(retry, 0) !== after(retry, 1e9)) return true;
  return false;
}
