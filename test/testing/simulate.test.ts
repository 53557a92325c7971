import { describe, expect, it, vi } from "vitest";
import { fullJitter } from "../../src/core/jitter.ts";
import { preview } from "../../src/core/preview.ts";
import { seededRandom } from "../../src/core/random.ts";
import { schedule } from "../../src/core/schedule.ts";
import { exponential, fixed } from "../../src/core/sources.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { StopReason } from "../../src/policy/failure.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { fail, never, ok, type ScriptStep } from "../../src/testing/script.ts";
import { simulate, type SimulateOptions } from "../../src/testing/simulate.ts";

const second = { schedule: fixed("1s") };
const jittered = { attempts: 4, schedule: schedule(exponential(100), fullJitter) };
const hint = (delay: number, atMost: number) => () => ({ delay, spread: 0, atMost });

type Ending = StopReason | "ok";

const TIMELINES: readonly (readonly [PolicyOptions<string>, readonly ScriptStep<string>[], string, Ending])[] = [
  [second, [ok("saved")], "o", "ok"],
  [second, [fail(), ok("saved")], "x 1s o", "ok"],
  [second, [fail(), fail(), fail()], "x 1s x 1s x (attempts)", "attempts"],
  [{ attempts: 1 }, [fail()], "x (attempts)", "attempts"],
  [second, [fail(permanent("gone"))], "x (not-retryable)", "not-retryable"],
  [
    { ...second, retryIf: (error) => error !== "gone" },
    [fail(), fail("gone")],
    "x 1s x (not-retryable)",
    "not-retryable",
  ],
  [{ ...second, totalTimeout: "1s" }, [fail()], "x (deadline)", "deadline"],
  [{ ...second, totalTimeout: 1_001 }, [fail(), fail()], "x 1s x (deadline)", "deadline"],
  [{ ...second, totalTimeout: 1_001 }, [fail(), never()], "x 1s x (deadline)", "deadline"],
  [{ ...second, totalTimeout: 0 }, [ok("saved")], "(deadline)", "deadline"],
  [{ ...second, delayHint: hint(5_000, 9_000) }, [fail(), ok("saved")], "x 5s o", "ok"],
  [{ ...second, delayHint: hint(9_001, 9_000) }, [fail()], "x (hint-too-long)", "hint-too-long"],
  [{ ...second, retryIf: (() => "yes") as never }, [fail()], "x (policy-error)", "policy-error"],
  [{ ...second, retryResult: (() => "no") as never }, [ok("saved")], "x (policy-error)", "policy-error"],
  [{ ...second, retryResult: (value) => value !== "done" }, [ok("running"), ok("done")], "x 1s o", "ok"],
  [{ ...second, attempts: 2, retryResult: () => true }, [ok("running")], "x 1s x (attempts)", "attempts"],
  [{ schedule: fixed("60d") }, [fail(), ok("saved")], "x 60d o", "ok"],
  [{ schedule: fixed(7.5) }, [fail(), ok("saved")], "x 8ms o", "ok"],
  [{ schedule: fixed(1_234.4) }, [fail(), ok("saved")], "x 1.234s o", "ok"],
  [{ schedule: fixed(0) }, [fail(), ok("saved")], "x 0ms o", "ok"],
];

describe("a timeline", () => {
  it.each(TIMELINES.map((row) => [row[2], ...row] as const))(
    "reads %s",
    async (_, options, script, timeline, ending) => {
      const run = await simulate(options, script);
      expect(run.timeline).toBe(timeline);
      expect(run.outcome.ok ? "ok" : run.outcome.reason).toBe(ending);
    },
  );

  it("has been seen for every reason that a run in virtual time can end with", () => {
    expect(new Set(TIMELINES.map(([, , , ending]) => ending))).toEqual(
      new Set(["ok", "attempts", "not-retryable", "deadline", "hint-too-long", "policy-error"]),
    );
  });
});

describe("simulate", () => {
  it("says when each attempt began, the delays between, how many, how long and how it ended", async () => {
    const script = [fail("busy", 50), fail("busy", "1s"), ok("saved", 7)];
    expect(await simulate({ schedule: exponential(100) }, script)).toEqual({
      timeline: "x 100ms x 200ms o",
      delays: [100, 200],
      starts: [0, 150, 1_350],
      attempts: 3,
      elapsed: 1_357,
      outcome: { ok: true, value: "saved", attempts: 3, elapsed: 1_357 },
    });
  });

  it("gives the error of the last step, as it is", async () => {
    const error = Object.freeze(new Error("busy"));
    const { outcome } = await simulate(second, [fail(), fail(), fail(error)]);
    expect(outcome).toMatchObject({ ok: false, reason: "attempts", attempts: 3, elapsed: 2_000 });
    expect((outcome as { error: unknown }).error).toBe(error);
  });

  it("draws ½ unless told otherwise", async () => {
    expect((await simulate(jittered, [fail(), fail(), fail(), ok(1)])).delays).toEqual([50, 100, 200]);
  });

  it("draws from a source", async () => {
    const draws = [0, 0.25, 0.75];
    const run = await simulate(jittered, [fail(), fail(), fail(), ok(1)], { random: () => draws.shift()! });
    expect(run.delays).toEqual([0, 50, 300]);
  });

  it("draws from a seed, the same every time (rule 9c)", async () => {
    const script = [fail(), fail(), fail(), ok(1)];
    const rows = preview(jittered.schedule, { attempts: 4, random: seededRandom(7) });
    const runs = [await simulate(jittered, script, { seed: 7 }), await simulate(jittered, script, { seed: 7 })];
    expect(runs.map(({ delays }) => delays)).toEqual([rows, rows].map((each) => each.map(({ delay }) => delay)));
    expect((await simulate(jittered, script, { seed: 8 })).delays).not.toEqual(runs[0]!.delays);
  });

  it("is not moved by the machine: neither its clocks nor its draws nor its timers", async () => {
    vi.useFakeTimers();
    const draw = vi.spyOn(Math, "random");
    const looks = [vi.spyOn(performance, "now"), vi.spyOn(Date, "now")];
    try {
      const run = await simulate({ ...jittered, totalTimeout: "400d" }, [fail("busy", "365d"), never()]);
      expect(run.timeline).toBe("x 50ms x (deadline)");
      expect(vi.getTimerCount()).toBe(0);
      expect([draw, ...looks].map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0]);
    } finally {
      vi.restoreAllMocks();
      vi.useRealTimers();
    }
  });

  it("leaves the policy as it was, to be simulated again", async () => {
    const made = policy({ ...jittered, totalTimeout: "1m" });
    const script = Object.freeze([fail("busy", 3), fail("busy", 4), ok("saved")]);
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => simulate(made, script)));
    expect(others).toEqual([first, first]);
  });

  it("does not hang on a step that never settles where nothing limits it", async () => {
    await expect(simulate(second, [fail(), never()])).rejects.toMatchObject({
      code: "STANDSTILL",
      message: "Virtual time stands still at 1s: attempt 2 of the script still waits, and nothing is scheduled",
    });
  });

  it.each<[string, unknown, object]>([
    ["a policy that is none", { attempts: 0 }, {}],
    ["a seed and a source", {}, { seed: 1, random: () => 0.5 }],
    ["half a seed", {}, { seed: 0.5 }],
    ["a seed of text", {}, { seed: "1" }],
    ["a source that is none", {}, { random: 0.5 }],
    ["an unknown option", {}, { sede: 1 }],
  ])("refuses %s", async (_, options, draws) => {
    const run = simulate(options as PolicyOptions, [ok("saved")], draws as SimulateOptions);
    await expect(run).rejects.toMatchObject({ code: "INVALID_OPTION" });
  });

  it("says what to do about a seed beside a source", async () => {
    const run = simulate({}, [ok("saved")], { seed: 1, random: () => 0.5 });
    await expect(run).rejects.toThrow("seed: expected no seed beside random, got 1");
  });
});
