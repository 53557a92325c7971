import { blame, elsewhere } from "../support/host.ts";
import { describe, expect } from "vitest";
import { trap } from "../support/trap.ts";
import { strays } from "../retry/scene.ts";

// A promise of another realm is no `instanceof Object` here: its rejection went unhandled, which ends a process.
describe("an async hook of another realm", () => {
  trap("F-060 that rejects is reported, and never an unhandled rejection", async ({ retry, clock }) => {
    const onRetry = elsewhere("async () => { throw new Error('oops'); }") as () => void;
    const busy = new Error("busy");
    const { warnings, rejections } = await strays(async () => {
      const run = retry(() => Promise.reject(busy), { attempts: 2, onRetry }, { clock });
      await expect(clock.runUntil(run)).rejects.toBe(busy);
    });
    expect(rejections).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual([`${blame("onRetry")}Error: oops`]);
  });
});
