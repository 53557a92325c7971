import { getEventListeners } from "node:events";
import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { trap } from "../support/trap.ts";

// Node before 24 takes the eleventh listener on a signal for a leak and warns: each run had one of its own.
describe("eleven runs on one signal", () => {
  trap("F-042 share one listener, and nobody is warned of a leak", async ({ retry, clock }) => {
    const { signal } = new AbortController();
    const warnings: unknown[] = [];
    const listener = (warning: unknown): void => void warnings.push(warning);
    process.on("warning", listener);
    try {
      const failing = (): Promise<never> => Promise.reject(new Error("busy"));
      const runs = Array.from({ length: 11 }, () => retry(failing, { schedule: fixed(100) }, { clock, signal }));
      const ended = Promise.allSettled(runs);
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      await clock.runUntil(ended);
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
      expect(warnings).toEqual([]);
    } finally {
      process.removeListener("warning", listener);
    }
  });
});
