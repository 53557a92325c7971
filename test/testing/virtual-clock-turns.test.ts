import { afterEach, describe, expect, it, vi } from "vitest";
import { inTurns, patiently, quiet } from "../../src/testing/turns.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const settled = async (links: number): Promise<void> => {
  for (let link = 0; link < links; link++) await Promise.resolve();
};

// Deno, which has setImmediate, delivers messages between promises.
const WITHOUT = "deno" in process.versions ? [] : ["where the platform has no setImmediate, as in browsers"];

describe("a quiet moment", () => {
  it("comes when every promise that can settle has settled", async () => {
    let over = false;
    void settled(10_000).then(() => (over = true));
    await quiet();
    expect(over).toBe(true);
  });

  it.each(WITHOUT)("comes without waiting %s", async () => {
    vi.resetModules();
    vi.stubGlobal("setImmediate", undefined);
    const browser = await import("../../src/testing/turns.ts");
    let over = false;
    void settled(10_000).then(() => (over = true));
    await browser.quiet();
    expect(over).toBe(true);
    // The quickest of some, whatever else the machine has to do: a nested timer would take 4 ms for each turn.
    const times: number[] = [];
    for (let round = 0; round < 20; round++) {
      const start = performance.now();
      for (let turn = 0; turn < 10; turn++) await browser.quiet();
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(40);
  });
});

describe("steps, a turn each,", () => {
  it("let promises and ticks settle between any two, however many they are (rule 9a)", async () => {
    let unsettled = 0;
    let most = 0;
    const ticks = (left: number): void => {
      if (left > 0) process.nextTick(() => void Promise.resolve().then(() => ticks(left - 1)));
      else unsettled--;
    };
    let steps = 0;
    await inTurns(() => {
      most = Math.max(most, unsettled);
      unsettled += 2;
      void settled(20).then(() => unsettled--);
      ticks(3);
      return ++steps < 3_000;
    });
    expect({ steps, most }).toEqual({ steps: 3_000, most: 0 });
  });

  it("leave I/O its turn, every 64 of them at the latest", async () => {
    let heard = 0;
    let longest = 0;
    let since = 0;
    const listen = (): void => {
      heard++;
      since = 0;
      setImmediate(listening);
    };
    let listening = listen;
    setImmediate(listening);
    let steps = 0;
    await inTurns(() => {
      longest = Math.max(longest, ++since);
      return ++steps < 40_000;
    });
    listening = () => {};
    expect(heard).toBeGreaterThanOrEqual(40_000 / 64);
    expect(longest).toBeLessThanOrEqual(64);
  });

  it("end with the first that answers false, or throws", async () => {
    const thrown = new Error("thrown");
    for (const last of [1, 2, 40, 200]) {
      let steps = 0;
      await inTurns(() => ++steps < last);
      const failed = inTurns(() => {
        if (++steps === 2 * last) throw thrown;
        return true;
      });
      await expect(failed).rejects.toBe(thrown);
      for (let turn = 0; turn < 3; turn++) await quiet();
      expect(steps).toBe(2 * last);
    }
  });
});

describe("patience", () => {
  it("ends when what is awaited has come", async () => {
    let asked = 0;
    const start = performance.now();
    await patiently(60_000, () => ++asked > 3);
    expect(asked).toBe(4);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("ends with its time", async () => {
    const start = performance.now();
    await patiently(20, () => false);
    expect(performance.now() - start).toBeGreaterThanOrEqual(20);
  });

  it("may be none", async () => {
    let asked = 0;
    await patiently(0, () => ++asked > 9);
    expect(asked).toBe(1);
  });
});
