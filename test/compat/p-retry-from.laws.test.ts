import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromPRetry, type PRetryLimits } from "../../src/compat/p-retry.ts";
import { lawParameters } from "../support/laws.ts";
import { genuine } from "./p-retry-genuine.ts";
import { played } from "./p-retry-player.ts";

const anyLimits = fc.record({
  retries: fc.nat(6),
  factor: fc.constantFrom(0, 0.3, 0.5, 1, 1.5, 2, 3.7),
  minTimeout: fc.nat(500),
  maxTimeout: fc.oneof(fc.nat(2_000), fc.constant(Infinity)),
  randomize: fc.boolean(),
});

/** The delays of the genuine p-retry while all attempts fail. */
async function genuineDelays(options: Omit<PRetryLimits, "shouldRetry">, drawn: number): Promise<readonly number[]> {
  const endings = Array.from({ length: 10 }, () => ({ kind: "error", at: "once", takes: 0 }) as const);
  const trace = await played(genuine.default, { endings, options, callbacks: {}, abort: undefined, drawn });
  const calls = trace.filter(([, what]) => what === "call").map(([instant]) => instant);
  return calls.slice(1).map((instant, index) => instant - calls[index]!);
}

describe("fromPRetry", () => {
  it("has the delays of the genuine p-retry, but for its rounding to milliseconds", async () => {
    const alike = async (options: Omit<PRetryLimits, "shouldRetry">): Promise<void> => {
      const { schedule, attempts } = fromPRetry({ ...options, randomize: false });
      const delays = await genuineDelays({ ...options, randomize: false }, 0.5);
      expect(delays).toHaveLength(attempts - 1);
      for (const [index, delay] of delays.entries()) {
        const ours = schedule.delay({ retry: index + 1, previousDelay: 0 }, () => 0.5);
        expect(Math.abs(delay - ours)).toBeLessThanOrEqual(0.5);
      }
    };
    await fc.assert(fc.asyncProperty(anyLimits, alike), lawParameters(100));
  });

  it("has bounds that the genuine p-retry keeps when it draws, and reaches", async () => {
    const within = async (options: Omit<PRetryLimits, "shouldRetry">): Promise<void> => {
      const { schedule } = fromPRetry({ ...options, randomize: true });
      const lowest = await genuineDelays({ ...options, randomize: true }, 0);
      const highest = await genuineDelays({ ...options, randomize: true }, 1 - 2 ** -53);
      for (const [index, delay] of lowest.entries()) {
        const { min, max } = schedule.bounds(index + 1);
        expect(Math.abs(delay - min)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(highest[index]! - max)).toBeLessThanOrEqual(0.5);
      }
    };
    await fc.assert(fc.asyncProperty(anyLimits, within), lawParameters(100));
  });
});
