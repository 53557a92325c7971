import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { retry as ours } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { rejection, turn } from "./scene.ts";

const busy = new Error("busy");

const operations: readonly (readonly [how: string, fail: () => Promise<never>])[] = [
  ["rejects", () => Promise.reject(busy)],
  [
    "throws",
    () => {
      throw busy;
    },
  ],
];

describe("a delay of 0 still lets everything else have a turn", () => {
  for (const [how, fail] of operations) {
    trap(`F-027 T14 rule 8c a 5 ms timer runs while an operation ${how} 20 000 times at once`, async ({ retry }) => {
      let calls = 0;
      let callsAtTimer = 0;
      const timer = setTimeout(() => (callsAtTimer = calls), 5);
      const operation = (): Promise<string> => (++calls < 20_000 ? fail() : Promise.resolve("done"));
      expect(await retry(operation, { attempts: Infinity, schedule: fixed(0) })).toBe("done");
      clearTimeout(timer);
      expect(callsAtTimer).toBeGreaterThan(0);
    });

    trap(`rule 8c an operation that ${how} makes at most 32 calls between two turns`, async ({ retry }) => {
      let calls = 0;
      const seen: number[] = [];
      const look = (): void => {
        seen.push(calls);
        if (calls < 320) void turn().then(look);
      };
      void turn().then(look);
      const operation = (): Promise<string> => (++calls < 320 ? fail() : Promise.resolve("done"));
      await retry(operation, { attempts: Infinity, schedule: fixed(0) });
      const steps = seen.map((count, index) => count - (seen[index - 1] ?? 0));
      expect(Math.max(...steps)).toBeLessThanOrEqual(64);
      expect(seen.length).toBeGreaterThanOrEqual(5);
    });
  }

  trap("F-027 a caller who leaves is heard", async ({ retry }) => {
    const controller = new AbortController();
    let calls = 0;
    void turn().then(() => controller.abort("left"));
    const operation = (): Promise<string> => (++calls < 20_000 ? Promise.reject(busy) : Promise.resolve("done"));
    const options = { attempts: Infinity, schedule: fixed(0) };
    expect(await rejection(retry(operation, options, { signal: controller.signal }))).toBe("left");
  });

  trap("F-027 a deadline is kept", { cannot: "it looks at the time between attempts, too" }, async ({ retry }) => {
    const options = { attempts: Infinity, schedule: fixed(0), totalTimeout: 5 };
    expect(await rejection(retry(() => Promise.reject(busy), options))).toBe(busy);
  });

  it("on a virtual clock time does not move for it", async () => {
    const clock = virtualClock();
    let calls = 0;
    const operation = (): Promise<string> => (++calls < 1_000 ? Promise.reject(busy) : Promise.resolve("done"));
    const run = ours(operation, { attempts: Infinity, schedule: fixed(0) }, { clock });
    expect(await clock.runUntil(run)).toBe("done");
    expect(clock.now()).toBe(0);
  });
});
