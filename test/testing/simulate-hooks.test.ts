import { describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { fail, never, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { blame, reports } from "../support/host.ts";

type Told = readonly [hook: string, event: object];

/** All five hooks, which write down what they are told. */
function listening(told: Told[]) {
  const noting =
    (hook: string) =>
    (event: object): unknown =>
      told.push([hook, event]);
  return {
    onAttempt: noting("onAttempt"),
    onRetry: noting("onRetry"),
    onSuccess: noting("onSuccess"),
    onGiveUp: noting("onGiveUp"),
    onLate: noting("onLate"),
  };
}

describe("the policy's own hooks", () => {
  it("hear a run that succeeds as they do outside", async () => {
    const told: Told[] = [];
    await simulate({ schedule: fixed("1s"), ...listening(told) }, [fail("busy", 5), ok("saved")]);
    const failure = { kind: "error", error: "busy" };
    expect(told).toEqual([
      ["onAttempt", { attempt: 1, attempts: 3, elapsed: 0 }],
      ["onRetry", { attempt: 1, attempts: 3, elapsed: 5, failure, delay: 1_000, from: "schedule" }],
      ["onAttempt", { attempt: 2, attempts: 3, elapsed: 1_005 }],
      ["onSuccess", { attempt: 2, attempts: 3, elapsed: 1_005, value: "saved" }],
    ]);
  });

  it("hear of an attempt that is given up and settles late, and of the end", async () => {
    const told: Told[] = [];
    const options = { attempts: 2, attemptTimeout: 5, schedule: fixed(10), ...listening(told) };
    await simulate(options, [fail("late", 8), never()]);
    expect(told.map(([hook]) => hook)).toEqual(["onAttempt", "onRetry", "onLate", "onAttempt", "onGiveUp"]);
    expect(told[2]![1]).toMatchObject({ attempt: 1, elapsed: 8, settled: { ok: false, error: "late" } });
    expect(told[4]![1]).toMatchObject({
      attempt: 2,
      reason: "attempts",
      failure: { error: { code: "ATTEMPT_TIMEOUT" } },
    });
  });

  it("change nothing when they throw or reject, and are reported under their own names", async () => {
    const warnings = reports();
    try {
      const mistaken = (): never => {
        throw new Error("my mistake");
      };
      const late = (async () => mistaken()) as unknown as () => void;
      const run = await simulate({ schedule: fixed("1s"), onAttempt: mistaken, onRetry: late }, [fail(), ok("saved")]);
      expect(run).toMatchObject({ timeline: "x 1s o", starts: [0, 1_000], delays: [1_000] });
      expect(warnings).toEqual(["onAttempt", "onRetry", "onAttempt"].map((hook) => `${blame(hook)}Error: my mistake`));
    } finally {
      vi.restoreAllMocks();
    }
  });
});

describe("the policy's own functions", () => {
  it("are asked with virtual time", async () => {
    const asked: unknown[] = [];
    const options = {
      schedule: fixed("1s"),
      retryIf: (error: unknown, progress: object) => asked.push(["retryIf", error, progress]) > 0,
      delayHint: (_: unknown, at: object) => void asked.push(["delayHint", at]),
    };
    await simulate(options, [fail("busy", 5), fail("busy", 7), ok("saved")]);
    const [first, then] = [
      { attempt: 1, elapsed: 5, previousDelay: 0 },
      { attempt: 2, elapsed: 1_012, previousDelay: 1_000 },
    ];
    expect(asked).toEqual([
      ["retryIf", "busy", first],
      ["delayHint", { wallNow: 5, progress: first }],
      ["retryIf", "busy", then],
      ["delayHint", { wallNow: 1_012, progress: then }],
    ]);
  });
});

describe("limits in time", () => {
  it.each([
    ["an attempt that takes a little less is heard", 4, "o"],
    ["an attempt that takes as long is cut off", 5, "x 10ms x (attempts)"],
    ["an attempt that takes longer is cut off", 6, "x 10ms x (attempts)"],
  ])("per attempt: %s", async (_, takes, timeline) => {
    const options = { attempts: 2, attemptTimeout: 5, schedule: fixed(10) };
    expect((await simulate(options, [ok("saved", takes)])).timeline).toBe(timeline);
  });

  it("a tie between both goes to the deadline", async () => {
    const both = { attempts: 9, attemptTimeout: 5, totalTimeout: 20, schedule: fixed(10) };
    const { timeline, elapsed, outcome } = await simulate(both, [never()]);
    expect([timeline, elapsed]).toEqual(["x 10ms x (deadline)", 20]);
    expect(outcome).toMatchObject({ error: { code: "TOTAL_TIMEOUT", cause: { code: "ATTEMPT_TIMEOUT" } } });
  });
});
