import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import type { retry as Retry } from "../../src/retry/retry.ts";
import { trap } from "../support/trap.ts";

/** Fails with an error made only then, after a wait of its own. */
async function failsLate(): Promise<never> {
  await Promise.resolve();
  throw new Error("busy");
}

async function whoeverCalls(retry: typeof Retry, options: PolicyOptions): Promise<unknown> {
  return await retry(failsLate, options);
}

const stack = (error: unknown): string => (error as Error).stack!;
const isV8 = !("Bun" in globalThis);

// Only V8 follows awaits into the stack of an error.
describe.runIf(isV8)("the stack of the error that comes out", () => {
  for (const [which, options] of [
    ["first", { attempts: 1 }],
    ["last, after a retry without a delay,", { attempts: 3, schedule: fixed(0) }],
    ["last, after a sleep,", { attempts: 2, schedule: fixed(1) }],
    ["last, in a run with limits,", { attempts: 2, schedule: fixed(1), attemptTimeout: "1m", onRetry: () => {} }],
  ] as const) {
    trap(
      `of the ${which} attempt shows who called`,
      { cannot: "await keeps the caller in the stack by itself" },
      async ({ retry }) => {
        const error = await whoeverCalls(retry, options).catch((reason: unknown) => reason);
        expect(stack(error)).toContain("failsLate");
        expect(stack(error)).toContain("whoeverCalls");
      },
    );
  }
});
