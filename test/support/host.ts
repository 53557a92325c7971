import { getEventListeners } from "node:events";
import { inspect, isDeepStrictEqual } from "node:util";
import { runInNewContext } from "node:vm";
import { vi } from "vitest";

// What the tests ask of the platform. In a browser test/browser/host.ts stands in the place of this file.

// The genuine one, before anything is faked.
const { setImmediate } = globalThis;

/** One turn of the real event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How many listen to a signal. */
export const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

/** What a script gives in another realm, which has an `Error` and a `Promise` of its own. */
export const elsewhere = (script: string): unknown => runInNewContext(script);

/** Whether two values are alike, however deep one looks. */
export const alike = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);

/** A value, for the name of a test. */
export const shown = (value: unknown): string => inspect(value);

/** With what the report of an error begins that a hook has thrown; the error as text follows. */
export const blame = (hook: string): string => `${hook} failed: `;

/** The texts of what is reported from now on, and told to nobody else, until `vi.restoreAllMocks()`. */
export function reports(): string[] {
  const heard: string[] = [];
  vi.spyOn(process, "emitWarning").mockImplementation((warning) => void heard.push(String(warning)));
  return heard;
}

/** Makes every report of an error fail, until `vi.restoreAllMocks()`. */
export function breakReports(): void {
  vi.spyOn(process, "emitWarning").mockImplementation(() => {
    throw new Error("no warnings here");
  });
}

/** What the platform tells of errors that nobody handled, while something runs. */
export interface Strays {
  readonly warnings: readonly Error[];
  readonly rejections: readonly unknown[];
}

/** Runs something and lets two turns pass; no listener of the test runner hears what is heard here. */
export async function strays(run: () => Promise<unknown>): Promise<Strays> {
  const [warnings, rejections] = [overheard("warning"), overheard("unhandledRejection")];
  try {
    await run();
    await turn();
    await turn();
  } finally {
    warnings.restore();
    rejections.restore();
  }
  return { warnings: warnings.heard as Error[], rejections: rejections.heard };
}

/** The errors that nobody caught while something ran; no listener of the test runner hears them. */
export async function uncaught(run: () => Promise<unknown>): Promise<readonly unknown[]> {
  const { heard, restore } = overheard("uncaughtException");
  try {
    await run();
  } finally {
    restore();
  }
  return heard;
}

function overheard(event: "warning" | "unhandledRejection" | "uncaughtException"): {
  readonly heard: readonly unknown[];
  readonly restore: () => void;
} {
  const heard: unknown[] = [];
  const listener = (what: unknown): void => void heard.push(what);
  const others = process.rawListeners(event);
  process.removeAllListeners(event).on(event as never, listener as never);
  const restore = (): void => {
    process.removeListener(event, listener);
    for (const other of others) process.on(event as never, other as never);
  };
  return { heard, restore };
}
