import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { trap } from "../support/trap.ts";
import { listeners, strays } from "../support/host.ts";

// Node before 24 takes the eleventh listener on a signal for a leak and warns: each run had one of its own.
describe("eleven runs on one signal", () => {
  trap("F-042 share one listener, and nobody is warned of a leak", async ({ retry, clock }) => {
    const { signal } = new AbortController();
    const { warnings } = await strays(async () => {
      const failing = (): Promise<never> => Promise.reject(new Error("busy"));
      const runs = Array.from({ length: 11 }, () => retry(failing, { schedule: fixed(100) }, { clock, signal }));
      const ended = Promise.allSettled(runs);
      expect(listeners(signal)).toBe(1);
      await clock.runUntil(ended);
      expect(listeners(signal)).toBe(0);
    });
    expect(warnings).toEqual([]);
  });
});
