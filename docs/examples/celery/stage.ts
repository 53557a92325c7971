import { formatMillis } from "ostinato";
import { type App, type AppOptions, createApp } from "ostinato/tasks";
import { virtualClock, type VirtualClock } from "ostinato/testing";

/** Where these examples play. */
export interface Stage {
  readonly app: App;
  /** Hours pass in no time; `runUntil(app.idle())` goes on until every task has ended. */
  readonly clock: VirtualClock;
  /** What has happened, as a worker's log would say it: `2s retry add in 4s: Error: busy`. */
  readonly log: string[];
}

/** An app in virtual time. Jitter draws one half, so that a run repeats, unless told otherwise. */
export function stage(options: Omit<AppOptions, "clock"> = {}, clock = newYear()): Stage {
  const app = createApp({ clock, random: () => 0.5, ...options });
  const log: string[] = [];
  const say = (text: string): void => void log.push(`${formatMillis(clock.now())} ${text}`);

  app.on("received", ({ task }) => say(`received ${task}`));
  app.on("retry", ({ task, delay, error }) => say(`retry ${task} in ${formatMillis(delay)}: ${String(error)}`));
  app.on("success", ({ task }) => say(`succeeded ${task}`));
  app.on("failure", ({ task, reason, error }) => say(`failed ${task} (${reason}): ${String(error)}`));
  return { app, clock, log };
}

/** It may be better the next time. */
export class TemporaryError extends Error {
  override readonly name = "TemporaryError";
}

/** It will be as bad the next time. */
export class LastingError extends Error {
  override readonly name = "LastingError";
}

/** An operation that fails with each of these errors in turn, and then answers. */
export function flaky<Args extends readonly unknown[], Result>(
  errors: readonly Error[],
  answer: (...args: Args) => Result,
): (...args: Args) => Promise<Result> {
  const left = [...errors];
  return async (...args) => {
    const error = left.shift();
    if (error !== undefined) throw error;
    return answer(...args);
  };
}

/** A virtual clock that begins with the year 2026. */
export const newYear = (): VirtualClock => virtualClock({ wallNow: Date.UTC(2026, 0, 1) });

/** The same error so many times. */
export const times = (count: number, error: Error): Error[] => Array.from({ length: count }, () => error);
