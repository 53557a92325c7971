import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixed, hedge, type HedgeOptions, permanent, retryBudget } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { lawParameters } from "../support/laws.ts";

const PLACES = [
  "operation",
  "retryIf",
  "delayHint",
  "when",
  "withdraw",
  "onAttempt",
  "onRetry",
  "onSuccess",
  "onGiveUp",
] as const;
type Place = (typeof PLACES)[number];

/** What one attempt does: how long it takes, in milliseconds, and what comes of it. */
const anyAttempt = fc.record({
  takes: fc.constantFrom(0, 0, 1, 7, 20, 1_000),
  ends: fc.constantFrom("error", "error", "error", "error", "thrown", "value", "gone", "never"),
});
const seldom = <T>(...some: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...some) });
const anyPlan = fc.record({
  attempts: fc.integer({ min: 1, max: 6 }),
  spacing: fc.constantFrom(0, 5, 20),
  script: fc.array(anyAttempt, { minLength: 6, maxLength: 6 }),
  attemptTimeout: seldom(0, 4, 15),
  totalTimeout: seldom(0, 3, 25, 60),
  hint: seldom(1, 12, 30),
  tokens: seldom(1, 2, 9),
  route: fc.boolean(),
  /** When, or from where and at which pass, the caller leaves. */
  leaves: fc.oneof(
    fc.constantFrom(undefined, 0, 1, 9, 33),
    fc.tuple(fc.constantFrom(...PLACES), fc.integer({ min: 1, max: 3 })),
    fc.tuple(fc.constantFrom(...PLACES), fc.integer({ min: 1, max: 3 })),
  ),
});

describe("a hedge, whatever its attempts, its functions and its caller do", () => {
  it("calls no more often than it may and can pay, never after an abort, a deadline or its end, and ends once", async () => {
    const law = fc.asyncProperty(anyPlan, async (plan) => {
      const { attempts, script, leaves, hint, tokens, totalTimeout, attemptTimeout } = plan;
      const [clock, controller] = [virtualClock(), new AbortController()];
      const seen = { calls: 0, late: 0, paid: 0, ends: 0, settled: false };
      let passed = 0;
      const pass = (place: Place): void => {
        if (Array.isArray(leaves) && place === leaves[0] && ++passed === leaves[1]) controller.abort("left");
      };
      if (typeof leaves === "number") clock.schedule(leaves, () => controller.abort("left"));
      const purse = retryBudget({ capacity: tokens ?? 1_000, perSuccess: 0 });
      const options: HedgeOptions = {
        attempts,
        schedule: fixed(plan.spacing),
        attemptTimeout,
        totalTimeout,
        retryIf: () => (pass("retryIf"), true),
        delayHint: () => (
          pass("delayHint"),
          hint === undefined ? undefined : { delay: hint, spread: 0, atMost: Infinity }
        ),
        routes: [[() => (pass("when"), plan.route), { schedule: fixed(3), counts: "consecutive" }]],
        budget: {
          ...purse,
          withdraw: (...failed) => {
            pass("withdraw");
            const cost = purse.withdraw(...failed);
            seen.paid += cost ?? 0;
            return cost;
          },
        },
        onAttempt: () => pass("onAttempt"),
        onRetry: () => {
          if (seen.ends > 0) seen.late++;
          pass("onRetry");
        },
        onSuccess: () => (seen.ends++, pass("onSuccess")),
        onGiveUp: () => (seen.ends++, pass("onGiveUp")),
      };
      const operation = ({ attempt }: { attempt: number }): Promise<string> => {
        const { takes, ends } = script[attempt - 1]!;
        seen.calls++;
        if (seen.settled || controller.signal.aborted || clock.now() >= (totalTimeout ?? Infinity)) seen.late++;
        pass("operation");
        if (ends === "thrown") throw new Error("thrown");
        return new Promise((resolve, reject) => {
          const settle = (): void =>
            ends === "value" ? resolve("value") : reject(ends === "gone" ? permanent("gone") : new Error("busy"));
          if (ends === "never") return;
          if (takes === 0) settle();
          else clock.schedule(takes, settle);
        });
      };
      const run = hedge(operation, options, { clock, signal: controller.signal }).catch(() => {});
      void run.then(() => (seen.settled = true));
      await clock.advance(500);
      // What is silent for ever, without a limit, waits for its caller.
      controller.abort("left");
      await clock.advance("1h");
      expect(seen).toMatchObject({ settled: true, late: 0, ends: 1 });
      expect(seen.calls).toBeLessThanOrEqual(Math.min(attempts, 1 + seen.paid));
      expect(clock.pending()).toEqual([]);
    });
    await fc.assert(law, lawParameters(500));
  });
});
