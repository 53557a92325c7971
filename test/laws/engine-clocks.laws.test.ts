import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/engine/scheduler.ts";
import { settle } from "../../src/retry/retry.ts";
import { WRONG_CLOCKS } from "../mutants/clocks.ts";
import { lawParameters } from "../support/laws.ts";
import { playedByTheMachine, story } from "./engine-clocks.ts";
import { anyPlan, type Plan, withoutTies } from "./engine-plan.ts";
import { begun, played } from "./engine-stage.ts";

const anyUntied = anyPlan.map(withoutTies);

describe("E10 the clock of the machine and the virtual clock", () => {
  it("give one trace, to the millisecond", async () => {
    const holds = fc.asyncProperty(anyUntied, async (plan) => {
      expect(story(await playedByTheMachine(plan))).toEqual(story(await played(plan, settle)));
    });
    await fc.assert(holds, lawParameters(100));
  });

  it.each(Object.entries(WRONG_CLOCKS))("would not, if the one were a clock that %s", async (_name, wrong) => {
    const holds = fc.asyncProperty(anyUntied, async (plan) => {
      expect(story(await playedByTheMachine(plan, wrong(systemClock)))).toEqual(story(await played(plan, settle)));
    });
    expect((await fc.check(holds, { ...lawParameters(100), endOnFailure: true })).failed).toBe(true);
  });

  it("tell one story in genuine time too, at no time earlier and hardly later", async () => {
    const plan: Plan = {
      steps: [
        { kind: "fail", takes: 15 },
        { kind: "poor", takes: 0 },
        { kind: "never", takes: 0 },
        { kind: "ok", takes: 10 },
      ],
      delays: [20, 30.5, 10],
      attempts: 5,
      attemptTimeout: 300,
      totalTimeout: 20_000,
      abortAt: Infinity,
    };
    const real = begun(plan, settle, { clock: systemClock, after: (delay, wake) => void setTimeout(wake, delay) });
    await real.run;
    const [seen, expected] = [real.look(), await played(plan, settle)];
    expect(seen.log.map(timeless)).toEqual(expected.log.map(timeless));
    expect(seen.left).toEqual({ timers: 0, listeners: 0 });
    for (const [index, start] of seen.starts.entries()) {
      // A timer of the platform that plays an answer may err by a millisecond; ours may not.
      expect(start).toBeGreaterThanOrEqual(expected.starts[index]! - 2);
      expect(start).toBeLessThan(expected.starts[index]! + 1_000);
    }
  });
});

const timeless = (line: string): string => line.replace(/ at .*/, "");
