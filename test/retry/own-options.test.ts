import { afterEach, describe, expect, it } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { wrap as ours } from "../../src/retry/wrap.ts";
import { trap } from "../support/trap.ts";
import { rejection } from "./scene.ts";

const busy = new Error("busy");

describe("own options only", () => {
  const planted: Record<string, unknown> = {
    attempts: 1,
    retries: 0,
    times: 0,
    schedule: fixed("1d"),
    totalTimeout: 1,
    attemptTimeout: 1,
    retryIf: () => false,
    retryResult: () => true,
    signal: AbortSignal.abort(),
    unref: true,
    onRetry: () => {
      throw busy;
    },
  };
  const uproot = (): void => {
    for (const name of Object.keys(planted)) delete (Object.prototype as Record<string, unknown>)[name];
  };
  afterEach(uproot);

  for (const [name, value] of Object.entries(planted)) {
    const harmless = ["retries", "times", "attemptTimeout", "retryResult", "unref"].includes(name);
    trap(
      `F-074 Object.prototype.${name} says nothing`,
      harmless ? { cannot: "it does not know it" } : {},
      async (stage) => {
        const { retry, clock } = stage;
        Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: true });
        try {
          const starts: number[] = [];
          const operation = (): string => {
            if (starts.push(clock.now()) < 3) throw busy;
            return "done";
          };
          const run = rejection(
            retry(operation, name === "schedule" ? {} : { schedule: exponential(10) }, { clock, random: () => 0.5 }),
          );
          expect(await clock.runUntil(run)).toEqual({ resolvedWith: "done" });
          expect(starts).toEqual(name === "schedule" ? [0, 100, 300] : [0, 10, 30]);
        } finally {
          uproot();
        }
      },
    );
  }

  it("also of the environment that is left out and of the one that is given", async () => {
    Object.defineProperty(Object.prototype, "signal", { value: AbortSignal.abort(), configurable: true });
    expect(await rejection(ours(async () => "done")())).toEqual({ resolvedWith: "done" });
    expect(await rejection(ours(async () => "done", {}, {})())).toEqual({ resolvedWith: "done" });
  });
});
