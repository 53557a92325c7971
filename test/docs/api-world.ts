import { vi } from "vitest";

/** The reader's own world, as bad as it may be: what the tasks of the public face are tried on. */

export interface User {
  readonly name: string;
}

/** Something that fails some times before it succeeds, and remembers when it was called, in milliseconds. */
export function flaky<Args extends readonly unknown[], T>(
  failures: readonly unknown[],
  answer: (...args: Args) => T | PromiseLike<T>,
): ((...args: Args) => Promise<T>) & { readonly calls: number[] } {
  const calls: number[] = [];
  const left = [...failures];
  const call = async (...args: Args): Promise<T> => {
    calls.push(performance.now());
    if (left.length > 0) throw left.shift();
    return answer(...args);
  };
  return Object.assign(call, { calls });
}

export const busy: Error = new Error("busy");

/** Goes on until the signal ends it, and then fails with its reason. */
export const until = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

export class HttpError extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super(`HTTP ${response.status}`);
    this.response = response;
  }
}

export class DatabaseError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`database error ${code}`);
    this.code = code;
  }
}

/** Runs a task to its end on faked timers, so that nobody waits for real. */
export async function inFakeTime<T>(task: () => Promise<T>): Promise<T> {
  vi.useFakeTimers();
  try {
    const running = task();
    running.catch(() => {});
    await vi.runAllTimersAsync();
    return await running;
  } finally {
    vi.useRealTimers();
  }
}
