import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");

describe("settle", () => {
  it("resolves with the value, the calls and the time", async () => {
    const clock = virtualClock();
    const outcome = await clock.runUntil(settle(failing([busy], "done"), { schedule: fixed(10) }, { clock }));
    expect(outcome).toEqual({ ok: true, value: "done", attempts: 2, elapsed: 10 });
  });

  it("resolves with the error too, and with the reason", async () => {
    const clock = virtualClock();
    const outcome = await clock.runUntil(settle(failing([busy]), { schedule: fixed(10) }, { clock }));
    expect(outcome).toEqual({ ok: false, error: busy, reason: "attempts", attempts: 3, elapsed: 20 });
  });

  it("resolves after an abort, a time limit, a hint, an operation that throws", async () => {
    const clock = virtualClock();
    const throwing = (): never => {
      throw busy;
    };
    const tooLong = { delay: 2, spread: 0, atMost: 1 };
    const reasons = [
      settle(throwing, {}, { clock, signal: AbortSignal.abort() }),
      settle(() => new Promise(() => {}), { totalTimeout: 50 }, { clock }),
      settle(throwing, { delayHint: () => tooLong }, { clock }),
      settle(throwing, { retryIf: throwing }, { clock }),
      settle(throwing, { retryIf: () => false }, { clock }),
    ].map(async (outcome) => ({ reason: "none", ...(await outcome) }).reason);
    expect(await clock.runUntil(Promise.all(reasons))).toEqual([
      "aborted",
      "deadline",
      "hint-too-long",
      "policy-error",
      "not-retryable",
    ]);
  });

  it("works on the machine's clock, unwatched", async () => {
    expect(await settle(() => "done")).toMatchObject({ ok: true, value: "done", attempts: 1 });
    const { elapsed, ...rest } = await settle(failing([busy]), { schedule: fixed(1) });
    expect(rest).toEqual({ ok: false, error: busy, reason: "attempts", attempts: 3 });
    expect(elapsed).toBeGreaterThanOrEqual(2);
  });

  it("rejects for what cannot be used, and for nothing else", async () => {
    expect(await rejection(settle(failing([busy]), { attempts: 0 }))).toBeInstanceOf(InvalidOptionError);
    expect(await rejection(settle(failing([busy]), {}, { clock: 5 as never }))).toBeInstanceOf(InvalidOptionError);
  });
});
