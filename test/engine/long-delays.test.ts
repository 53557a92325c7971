import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { retry } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing, rejection } from "../retry/scene.ts";
import { trap } from "../support/trap.ts";
import { reports } from "../support/host.ts";

const real = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));
const left = new Error("left");

/** Calls made in some real milliseconds, after which the caller leaves. */
async function callsWithin(millis: number, run: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
  const controller = new AbortController();
  const ending = rejection(run(controller.signal));
  await real(millis);
  controller.abort(left);
  return ending;
}

// The platform warns of what it does to such timers when the naive ones are made.
beforeEach(() => void reports());
afterEach(() => vi.restoreAllMocks());

describe("a delay beyond 2^31 − 1 ms", () => {
  trap("F-001 T1 is no instant retry: one attempt in 300 ms", { within: 1_000 }, async ({ retry }) => {
    const operation = failing([new Error("busy")]);
    const ending = await callsWithin(300, (signal) =>
      retry(operation, { schedule: fixed(2 ** 31), attempts: 6 }, { signal }),
    );
    expect(operation.calls).toBe(1);
    expect(ending).toBe(left);
  });

  const weeks = { cannot: "doubling, it would have to wait for weeks before its delays are that long" };
  trap("F-002 is none either where a schedule grows to it", weeks, async ({ retry }) => {
    const operation = failing([new Error("busy")]);
    const schedule = exponential(10, 1e9);
    await callsWithin(100, (signal) => retry(operation, { schedule, attempts: 6 }, { signal }));
    expect(operation.calls).toBe(2);
  });

  // The naive loop passes this: only the platform's timers overflow.
  it.each([2 ** 31, 2 ** 33])("F-001 rule 1c is waited to the millisecond: %d", async (delay) => {
    const clock = virtualClock();
    const operation = failing([new Error("busy")], "done");
    const run = retry(operation, { schedule: fixed(delay) }, { clock });
    await clock.advance(delay - 1);
    expect(operation.calls).toBe(1);
    await clock.advance(1);
    expect(operation.calls).toBe(2);
    expect(await run).toBe("done");
  });
});

// The naive loop knows no limit of an attempt; the usual race stands in for it.
describe("a limit beyond 2^31 − 1 ms (F-003)", () => {
  const slow = (): Promise<string> => real(60).then(() => "done");

  it.each(["attemptTimeout", "totalTimeout"] as const)("as %s is no instant timeout", async (limit) => {
    for (const millis of [2 ** 31, 2 ** 32, 2 ** 53]) {
      expect(await retry(slow, { [limit]: millis, attempts: 1 })).toBe("done");
    }
  });

  it("would be one with a timer of the platform's, as most people write it", async () => {
    const late = new Promise((resolve) => setTimeout(resolve, 2 ** 31, "timed out"));
    expect(await Promise.race([slow(), late])).toBe("timed out");
  });
});
