import { describe, expect } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { policy } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection, strays } from "./scene.ts";

const busy = new Error("busy");

/** The delays that a run's hooks are told. */
function noted(): { delays: unknown[]; onRetry: (event: { delay: number; from: string }) => void } {
  const delays: unknown[] = [];
  return { delays, onRetry: ({ delay, from }) => void delays.push(`${delay} by ${from}`) };
}

describe("the default policy", () => {
  trap("is three calls, 200 ms doubling, capped at 30 s, with full jitter", async ({ retry, clock }) => {
    expect(policy().schedule.name).toBe("exponential 200ms x2, cap 30s, full jitter");
    for (const [draw, delays] of [
      [0, [0, 0]],
      [0.5, [100, 200]],
      [0.75, [150, 300]],
    ] as const) {
      const { delays: told, onRetry } = noted();
      const operation = failing([busy]);
      await clock.runUntil(rejection(retry(operation, { onRetry }, { clock, random: () => draw })));
      expect(told).toEqual(delays.map((delay) => `${delay} by schedule`));
      expect(operation.calls).toBe(3);
    }
    const { delays: late, onRetry } = noted();
    const options = { attempts: 10, onRetry };
    await clock.runUntil(rejection(retry(failing([busy]), options, { clock, random: () => 0.5 })));
    expect(late.at(-1)).toBe("15000 by schedule");
  });
});

describe("a hint is a floor", () => {
  const hint = (delay: number, spread = 0, atMost = 60_000) => ({ delayHint: () => ({ delay, spread, atMost }) });

  for (const [what, options, told] of [
    ["a longer one is obeyed", hint(700), ["700 by hint", "700 by hint"]],
    ["a shorter one gives way to the schedule", hint(150), ["150 by hint", "200 by schedule"]],
    ["one as long is the schedule's", hint(100), ["100 by schedule", "200 by schedule"]],
    ["a spread comes on top, by a draw", hint(700, 100), ["750 by hint", "750 by hint"]],
    ["none is none", { delayHint: () => undefined }, ["100 by schedule", "200 by schedule"]],
  ] as const) {
    trap(
      what,
      what.includes("schedule") || what.includes("none") ? { cannot: "it takes no hints" } : {},
      async (stage) => {
        const { retry, clock } = stage;
        const { delays, onRetry } = noted();
        const all = { schedule: exponential(100), ...options, onRetry };
        await clock.runUntil(rejection(retry(failing([busy]), all, { clock, random: () => 0.5 })));
        expect(delays).toEqual(told);
        expect(clock.now()).toBe(told.map((each) => parseFloat(each)).reduce((sum, each) => sum + each));
      },
    );
  }

  trap("above atMost the run stops at once", async ({ retry, clock }) => {
    const operation = failing([busy]);
    const run = rejection(retry(operation, { schedule: fixed(100), ...hint(60_001) }, { clock }));
    expect(await clock.runUntil(run)).toBe(busy);
    expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 1, now: 0 });
  });

  trap("it does not extend the deadline", async ({ retry, clock }) => {
    const operation = failing([busy]);
    const options = { schedule: fixed(100), totalTimeout: 500, ...hint(500) };
    expect(await clock.runUntil(rejection(retry(operation, options, { clock })))).toBe(busy);
    expect({ calls: operation.calls, now: clock.now() }).toEqual({ calls: 1, now: 0 });
  });

  trap("it does not extend the attempts", { cannot: "it takes no hints" }, async ({ retry, clock }) => {
    const operation = failing([busy]);
    await clock.runUntil(rejection(retry(operation, { attempts: 2, ...hint(100) }, { clock })));
    expect(operation.calls).toBe(2);
  });

  trap("it is told what failed and when, on the wall clock", async ({ retry, clock }) => {
    const told: unknown[] = [];
    const delayHint = (failure: object, at: object): undefined => void told.push(failure, at);
    const wall = { ...clock, wallNow: () => 1_000_000 + clock.now() };
    const options = { attempts: 2, schedule: fixed(100), delayHint };
    await clock.advance(50);
    await clock.runUntil(rejection(retry(failing([busy]), options, { clock: wall })));
    const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
    expect(told).toEqual([
      { kind: "error", error: busy },
      { wallNow: 1_000_050, progress },
    ]);
  });
});

describe("delays stay doubles, and long ones stay long", () => {
  trap("a third of 100 ms is told and slept as it is", { cannot: "it rounds nothing either" }, async (stage) => {
    const { retry, clock } = stage;
    const { delays, onRetry } = noted();
    const options = { attempts: 2, schedule: fixed(100 / 3), onRetry };
    await clock.runUntil(rejection(retry(failing([busy]), options, { clock })));
    expect(delays).toEqual([`${100 / 3} by schedule`]);
    expect(clock.now()).toBe(100 / 3);
  });

  trap("F-009 T20 no delay at all is still none before the 1 025th retry and later", async ({ retry, clock }) => {
    const { delays, onRetry } = noted();
    const operation = ({ attempt }: { attempt: number }): Promise<string> =>
      attempt < 1_100 ? Promise.reject(busy) : Promise.resolve("done");
    const options = { attempts: Infinity, schedule: exponential(0), onRetry };
    expect(await clock.runUntil(retry(operation, options, { clock }))).toBe("done");
    expect(new Set(delays)).toEqual(new Set(["0 by schedule"]));
    expect(clock.now()).toBe(0);
  });

  trap("F-001 T1 a delay of 2^31 + 5 ms on the machine's clock is not over at once", async ({ retry }) => {
    const controller = new AbortController();
    const operation = failing([busy]);
    // The platform warns of such timers, and only the naive loop makes one.
    const { warnings } = await strays(async () => {
      const run = rejection(retry(operation, { schedule: fixed(2 ** 31 + 5) }, { signal: controller.signal }));
      setTimeout(() => controller.abort("watched long enough"), 50);
      expect(await run).toBe("watched long enough");
    });
    expect(warnings).toEqual([]);
    expect(operation.calls).toBe(1);
  });
});
