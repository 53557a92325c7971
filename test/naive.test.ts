import { describe, expect, it } from "vitest";
import { exponential } from "../src/core/sources.ts";
import { retry } from "../src/retry/retry.ts";
import { fail, ok } from "../src/testing/script.ts";
import { virtualClock } from "../src/testing/virtual-clock.ts";
import * as naive from "./naive.ts";

describe("the naive loop", () => {
  for (const [whose, verb] of [
    ["ours", retry],
    ["the naive one", naive.retry],
  ] as const) {
    it(`is a fair opponent: in fair weather it does what ours does (${whose})`, async () => {
      const clock = virtualClock();
      const starts: number[] = [];
      const told: number[] = [];
      const steps = [fail(new Error("busy")), fail(new Error("busy")), ok("done")];
      const operation = ({ attempt }: { attempt: number }): string => {
        starts.push(clock.now());
        const step = steps[attempt - 1]!;
        if (step.kind === "ok") return step.value;
        throw new Error("busy");
      };
      const options = { schedule: exponential(100), onRetry: ({ delay }: { delay: number }) => void told.push(delay) };
      expect(await clock.runUntil(verb(operation, options, { clock }))).toBe("done");
      expect(starts).toEqual([0, 100, 300]);
      expect(told).toEqual([100, 200]);
    });

    it(`ends with the last error (${whose})`, async () => {
      const clock = virtualClock();
      let calls = 0;
      const failing = (): never => {
        throw new Error(`failure ${++calls}`);
      };
      const run = verb(failing, { schedule: exponential(100) }, { clock });
      await expect(clock.runUntil(run)).rejects.toThrow("failure 3");
      expect(clock.now()).toBe(300);
    });
  }
});
