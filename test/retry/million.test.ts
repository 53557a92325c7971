import { describe, expect, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { trap } from "../support/trap.ts";
import { collect } from "./garbage.ts";

// Seconds on an idle machine; a busy one may take its time.
vi.setConfig({ testTimeout: 120_000 });

const MILLION = 1_000_000;
const WARM = 50_000;
const busy = new Error("busy");

function heap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** How deep the stack is at this moment. */
function depth(): number {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  const lines = new Error().stack!.split("\n").length;
  Error.stackTraceLimit = stackTraceLimit;
  return lines;
}

describe("rule 8d a million failing attempts in a row", () => {
  trap(
    "F-016 F-071 that reject and throw by turns need no more memory and no more stack than a few",
    { cannot: "its for loop is flat as well, and blocks all else: F-027" },
    async ({ retry }) => {
      const heaps: number[] = [];
      const depths: number[] = [];
      const operation = ({ attempt }: { attempt: number }): Promise<string> | string => {
        if (attempt === WARM || attempt === MILLION) {
          heaps.push(heap());
          depths.push(depth());
        }
        if (attempt === MILLION) return "done";
        if (attempt % 2 === 0) throw busy;
        return Promise.reject(busy);
      };
      expect(await retry(operation, { attempts: Infinity, schedule: fixed(0) })).toBe("done");
      expect(heaps[1]! - heaps[0]!).toBeLessThan(2_000_000);
      expect(depths[1]).toBe(depths[0]);
    },
  );
});
