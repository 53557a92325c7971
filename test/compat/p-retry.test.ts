import { describe, expect, it } from "vitest";
import pRetry, { AbortError, makeRetriable } from "../../src/compat/p-retry.ts";
import * as installed from "p-retry";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { graphFrom } from "../architecture/doors.ts";
import { rejection } from "../retry/scene.ts";
import { sourcesUnder } from "../support/sources.ts";

const FAST = { minTimeout: 1, maxTimeout: 1 };

describe("the face of the drop-in", () => {
  it("has the genuine AbortError", () => {
    expect(AbortError).toBe(installed.AbortError);
    expect(new AbortError("no")).toBeInstanceOf(installed.AbortError);
  });

  it("has every name of p-retry", async () => {
    const face: object = await import("../../src/compat/p-retry.ts");
    expect(Object.keys(face)).toEqual(expect.arrayContaining(Object.keys(installed)));
  });

  it("is not led to by the front door", () => {
    const sources = sourcesUnder("src");
    expect(graphFrom("src/compat/p-retry.ts", sources)).toContain("p-retry");
    expect(graphFrom("src/index.ts", sources)).not.toContain("p-retry");
  });
});

describe("pRetry", () => {
  it("counts the attempts from 1 and resolves with the value", async () => {
    const seen: number[] = [];
    const input = (attemptNumber: number): string => {
      seen.push(attemptNumber);
      if (attemptNumber < 3) throw new Error("busy");
      return "done";
    };
    expect(await pRetry(input, FAST)).toBe("done");
    expect(seen).toEqual([1, 2, 3]);
  });

  it("makes the first call at once", () => {
    let called = false;
    void pRetry(() => void (called = true));
    expect(called).toBe(true);
  });

  it("retries ten times, one second apart and doubling, unless told otherwise", async () => {
    const clock = virtualClock();
    const starts: number[] = [];
    const input = (): never => {
      starts.push(clock.now());
      throw new Error(`attempt ${starts.length}`);
    };
    const error = await clock.runUntil(rejection(pRetry(input, { clock })));
    expect(error).toEqual(new Error("attempt 11"));
    expect(starts.map((start, index) => start - (starts[index - 1] ?? 0))).toEqual([
      0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000,
    ]);
  });

  it("draws from between the delay and its double, on the random that it is given", async () => {
    const clock = virtualClock();
    const input = (): never => {
      throw new Error("busy");
    };
    const run = pRetry(input, { retries: 1, minTimeout: 100, randomize: true, clock, random: () => 0.25 });
    await clock.runUntil(rejection(run));
    expect(clock.now()).toBe(125);
  });

  it("may be given to map, as p-retry may", async () => {
    expect(await Promise.all([() => 1, () => 2].map(pRetry as never))).toEqual([1, 2]);
  });

  it("rejects with the very error, and with the one inside an AbortError", async () => {
    const busy = new Error("busy");
    expect(await rejection(pRetry(() => Promise.reject(busy), { retries: 0 }))).toBe(busy);
    expect(await rejection(pRetry(() => Promise.reject(new AbortError(busy))))).toBe(busy);
  });

  it("does not hold the options' object: what changes in it later says nothing", async () => {
    const options = { ...FAST, retries: 1 };
    let calls = 0;
    const input = (): never => {
      options.retries = 5;
      throw new Error(`attempt ${++calls}`);
    };
    expect(await rejection(pRetry(input, options))).toEqual(new Error("attempt 2"));
  });

  it("refuses a clock that is none", async () => {
    const run = pRetry(() => 1, { clock: {} as never });
    expect(await rejection(run)).toMatchObject({ code: "INVALID_OPTION", option: "clock" });
  });

  it("lets the process end during a wait if it is asked to", async () => {
    const asked: unknown[] = [];
    const clock = virtualClock();
    const schedule = (delay: number, run: () => void, unref?: boolean): (() => void) => {
      asked.push(unref);
      return clock.schedule(delay, run, unref);
    };
    const input = (attempt: number): string => {
      if (attempt < 2) throw new Error("busy");
      return "done";
    };
    for (const unref of [true, false, undefined])
      await clock.runUntil(pRetry(input, { clock: { ...clock, schedule }, ...(unref === undefined ? {} : { unref }) }));
    expect(asked).toEqual([true, false, false]);
  });
});

describe("makeRetriable", () => {
  it("hands on arguments and this, and not the attempt", async () => {
    const seen: unknown[] = [];
    const counter = {
      step: 2,
      add: makeRetriable(function (this: { step: number }, ...numbers: readonly number[]) {
        seen.push([...numbers]);
        if (seen.length < 2) throw new Error("busy");
        return numbers.reduce((sum, number) => sum + number, this.step);
      }, FAST),
    };
    expect(await counter.add(3, 4)).toBe(9);
    expect(seen).toEqual([
      [3, 4],
      [3, 4],
    ]);
  });

  it("makes a new run for each call", async () => {
    let calls = 0;
    const failing = makeRetriable(() => Promise.reject(new Error(`call ${++calls}`)), { ...FAST, retries: 1 });
    expect(await rejection(failing())).toEqual(new Error("call 2"));
    expect(await rejection(failing())).toEqual(new Error("call 4"));
  });
});
