import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed, InvalidOptionError, retry } from "../../src/index.ts";
import { onEveryRun } from "../../src/observe/index.ts";
import { failing, rejection, strays } from "../retry/scene.ts";

const busy = new Error("busy");

const stops: ((() => void) | undefined)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop?.();
  vi.unstubAllGlobals();
  vi.resetModules();
});
const watched = (...args: Parameters<typeof onEveryRun>): void => void stops.push(onEveryRun(...args));

describe("hooks for every run", () => {
  it("are told of runs whose policies know nothing of them", async () => {
    const told: unknown[] = [];
    watched({
      onRetry: ({ attempt, failure }) => void told.push([attempt, failure]),
      onSuccess: ({ attempt, value }) => void told.push([attempt, value]),
    });
    await retry(failing([busy], "done"), { schedule: fixed(0) });
    expect(told).toEqual([
      [1, { kind: "error", error: busy }],
      [2, "done"],
    ]);
  });

  it("may differ by the operation, and can tell runs apart", async () => {
    const told: string[][] = [];
    watched(({ operation, id }) => ({ onAttempt: ({ attempt }) => void told.push([`${operation} ${attempt}`, id]) }));
    await retry(async function loadUser() {});
    await retry(async () => {});
    expect(told.map(([what]) => what)).toEqual(["loadUser 1", "the operation 1"]);
    expect(new Set(told.map(([, id]) => id)).size).toBe(2);
  });

  it("hear nothing once they are stopped, be it once or twice", async () => {
    const told: number[] = [];
    const stop = onEveryRun({ onAttempt: ({ attempt }) => void told.push(attempt) });
    await retry(async () => {});
    stop?.();
    stop?.();
    await retry(async () => {});
    expect(told).toEqual([1]);
  });

  it("may fail: that is reported, and keeps the news from nobody", async () => {
    const told: number[] = [];
    watched({
      onGiveUp: () => {
        throw new Error("thrown");
      },
    });
    watched({ onGiveUp: () => Promise.reject(new Error("rejected")) as never });
    watched(() => {
      throw new Error("which run is this?");
    });
    watched(() => ({ onGiveup: () => {} }) as never);
    watched({ onGiveUp: ({ attempt }) => void told.push(attempt) });
    const { warnings, rejections } = await strays(() => rejection(retry(failing([busy]), { attempts: 1 })));
    expect(told).toEqual([1]);
    const messages = warnings.map(({ message }) => message);
    expect(messages.filter((message) => message.startsWith("onGiveUp failed"))).toHaveLength(4);
    expect(messages.filter((message) => message.startsWith("onAttempt failed"))).toHaveLength(2);
    expect(rejections).toEqual([]);
  });

  it("are refused when they are none", () => {
    expect(() => onEveryRun({ onretry: () => {} } as never)).toThrow(InvalidOptionError);
    expect(() => onEveryRun({ onRetry: "log" } as never)).toThrow("onRetry: expected a function");
  });

  it("cannot be told where the platform has no channels, and learn so", async () => {
    vi.resetModules();
    vi.stubGlobal("process", undefined);
    const { onEveryRun: there } = await import("../../src/observe/index.ts");
    expect(there({ onAttempt: () => {} })).toBeUndefined();
  });
});
