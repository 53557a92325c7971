import { vi } from "vitest";
import type * as scheduling from "../../src/engine/scheduler.ts";

/** The intervals of the platform, counted. */
export interface CountedTimers {
  /** How many are armed at this moment. */
  readonly live: () => number;
  /** Every delay that was ever armed. */
  readonly delays: readonly number[];
  /** Gives the platform its own back. */
  readonly restore: () => void;
}

/** Puts a counter before the intervals of the platform; each still does what it did. */
export function countTimers(): CountedTimers {
  const { setInterval, clearInterval } = globalThis;
  const live = new Set<unknown>();
  const delays: number[] = [];
  globalThis.setInterval = ((run: () => void, delay: number, ...rest: unknown[]) => {
    const handle: unknown = setInterval(run, delay, ...rest);
    live.add(handle);
    delays.push(delay);
    return handle;
  }) as typeof setInterval;
  globalThis.clearInterval = (handle) => {
    live.delete(handle);
    clearInterval(handle);
  };
  return {
    live: () => live.size,
    delays,
    restore: () => Object.assign(globalThis, { setInterval, clearInterval }),
  };
}

/** The scheduler as it is when it loads now: what makes timers at this moment is its platform. */
export async function freshScheduler(): Promise<typeof scheduling> {
  vi.resetModules();
  return import("../../src/engine/scheduler.ts");
}
