import pRetry from "p-retry";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/index.ts";
import { retry } from "../../src/retry/retry.ts";
import { type Difference, DIFFERENCES, failing, type Seen } from "./differences.ts";
import { reports, turn } from "../support/host.ts";

async function seen(run: Difference["ours"], { operation = failing, draw = 0.5 }: Difference): Promise<Seen> {
  vi.spyOn(Math, "random").mockReturnValue(draw);
  const start = performance.now();
  let calls = 0;
  let [ends, at]: [string, number | undefined] = ["not yet", undefined];
  const end = (ending: string): void => void ([ends, at] = [ending, performance.now() - start]);
  const counted = (): unknown => {
    calls++;
    return operation();
  };
  run(counted).then(
    (value) => end(`value ${String(value)}`),
    (error: unknown) => end(brief(error)),
  );
  await vi.advanceTimersByTimeAsync(600_000);
  return [calls, ends, at];
}

function brief(error: unknown): string {
  const { failure } = error as { failure?: { error: unknown } };
  return failure === undefined ? String(error) : `${String(error)}, after ${String(failure.error)}`;
}

describe("p-retry 7, where ours differs on purpose", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    reports();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  describe.each(Object.entries(DIFFERENCES))("%s", (_, difference) => {
    it("theirs", async () => {
      expect(await seen(difference.theirs, difference)).toEqual(difference.they);
    });

    it("ours", async () => {
      expect(await seen(difference.ours, difference)).toEqual(difference.we);
    });
  });
});

describe("p-retry 7, where ours differs on purpose: without a delay", () => {
  /** At which attempt the event loop has had its first turn. */
  async function firstTurn(run: (operation: () => never) => Promise<unknown>): Promise<number | undefined> {
    let calls = 0;
    let first: number | undefined;
    void turn().then(() => (first = calls));
    await run(() => {
      calls++;
      throw new Error("busy");
    }).catch(() => {});
    return first;
  }

  it("theirs starves everything else in the process", async () => {
    expect(await firstTurn((operation) => pRetry(operation, { retries: 5_000, minTimeout: 0 }))).toBeUndefined();
  });

  it("ours gives it a turn", async () => {
    expect(await firstTurn((operation) => retry(operation, { attempts: 5_000, schedule: fixed(0) }))).toBeLessThan(100);
  });
});

describe("p-retry 7, where ours differs on purpose: with a polluted prototype", () => {
  async function callsWith(key: string, run: (operation: () => never) => Promise<unknown>): Promise<number> {
    let calls = 0;
    Reflect.defineProperty(Object.prototype, key, { value: 1, configurable: true, enumerable: true });
    try {
      await run(() => {
        calls++;
        throw new Error("busy");
      }).catch(() => {});
      return calls;
    } finally {
      Reflect.deleteProperty(Object.prototype, key);
    }
  }

  it("theirs believes it", async () => {
    expect(await callsWith("retries", (operation) => pRetry(operation, { minTimeout: 0 }))).toBe(2);
  });

  it("ours does not", async () => {
    expect(await callsWith("attempts", (operation) => retry(operation, { schedule: fixed(0) }))).toBe(3);
  });
});
