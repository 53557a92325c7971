import { describe, expect, it } from "vitest";
import { toMillis } from "../../src/core/duration.ts";
import { cap, exponential, fullJitter, schedule, type Step } from "../../src/core/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Progress } from "../../src/policy/failure.ts";
import { policy } from "../../src/policy/policy.ts";
import { retry } from "../../src/retry/retry.ts";
import { fail, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
const patient = policy({ schedule: gentle, attempts: 5, totalTimeout: "10s" });
const random = (): number => 0.37;
const failure = { kind: "error", error: new Error("busy") } as const;
const progress: Progress = { attempt: 3, elapsed: 1_204, previousDelay: 148 };
const step: Step = { retry: 3, previousDelay: 148 };

describe("one delay's walk", () => {
  it("1: the base is read once, as milliseconds", () => {
    expect(toMillis("200ms")).toBe(200);
  });

  it("2: the source says 800 for retry 3", () => {
    const source = exponential("200ms");
    expect([source.delay(step, random), source.bounds(3)]).toEqual([800, { min: 800, max: 800 }]);
  });

  it("3: the cap leaves it alone", () => {
    const capped = schedule(exponential("200ms"), cap("30s"));
    expect([capped.delay(step, random), capped.bounds(3)]).toEqual([800, { min: 800, max: 800 }]);
  });

  it("4: the jitter draws 296 from 0 to 800", () => {
    expect([gentle.delay(step, random), gentle.bounds(3)]).toEqual([296, { min: 0, max: 800 }]);
  });

  it("5: 1204 + 296 is before the deadline: it will be slept", () => {
    const decision = decide(patient, failure, progress, { wallNow: 0, random });
    expect(decision).toEqual({ kind: "retry", delay: 296, from: "schedule" });
  });

  it("6 to 8: the hook is told the delay that is slept, and the next attempt knows it", async () => {
    const clock = virtualClock();
    const told: unknown[] = [];
    const begun: unknown[] = [];
    const takes = [300, 300, 382, 0];
    const save = async ({ attempt, previousDelay }: { attempt: number; previousDelay: number }): Promise<string> => {
      begun.push([attempt, previousDelay, clock.now()]);
      await new Promise<void>((resolve) => void clock.schedule(takes[attempt - 1]!, resolve));
      if (attempt < 4) throw new Error("busy");
      return "saved";
    };
    const options = {
      ...patient,
      onRetry: ({ attempt, delay, elapsed }: { attempt: number; delay: number; elapsed: number }) =>
        told.push([attempt, delay, elapsed]),
    };
    expect(await clock.runUntil(retry(save, options, { clock, random }))).toBe("saved");
    expect(told.at(-1)).toEqual([3, 296, 1_204]);
    expect(begun.at(-1)).toEqual([4, 296, 1_500]);
  });

  it("9: the cursor is data: out of a message it decides the same", () => {
    const carried = JSON.parse(JSON.stringify({ ...progress })) as Progress;
    expect(decide(patient, failure, carried, { wallNow: 0, random })).toMatchObject({ delay: 296 });
  });

  it("10: the simulation shows the same numbers", async () => {
    const script = [fail(failure.error), fail(failure.error), fail(failure.error), ok("saved")];
    expect((await simulate(patient, script, { random })).timeline).toBe("x 74ms x 148ms x 296ms o");
  });
});
