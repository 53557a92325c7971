import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSchedule } from "../../src/core/notation.ts";
import { PermanentError } from "../../src/policy/errors.ts";
import { policy } from "../../src/policy/policy.ts";
import { anyDuration, anyOutcomeScript, anyPolicy, anySchedule } from "../../src/testing/arbitraries.ts";
import { explore } from "../../src/testing/explore.ts";
import { recorder } from "../../src/testing/recorder.ts";
import { replay } from "../../src/testing/replay.ts";
import type { ScriptStep } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { settle } from "../../src/retry/retry.ts";
import { graphFrom } from "../architecture/doors.ts";
import { lawParameters } from "../support/laws.ts";
import { sourcesUnder } from "../support/sources.ts";

/** What a failing property shows, shrunk. */
function shown<Value>(arbitrary: fc.Arbitrary<Value>, fails: (value: Value) => boolean): string {
  const { counterexample } = fc.check(
    fc.property(arbitrary, (value) => !fails(value)),
    lawParameters(500),
  );
  return fc.stringify(counterexample![0]);
}

describe("an arbitrary shrinks to something that can be read", () => {
  it("a schedule, to its notation", () => {
    const grows = shown(anySchedule, ({ bounds }) => bounds(2).max > bounds(1).max);
    expect(parseSchedule(grows).name).toBe(grows);
    expect(grows.length).toBeLessThan(40);
  });

  it("a policy, to the options that were given", () => {
    expect(shown(anyPolicy, ({ attempts = 3 }) => attempts > 3)).toBe("{ attempts: 4 }");
    expect(shown(anyPolicy, ({ retryIf }) => retryIf !== undefined)).toBe("{ retryIf: false }");
  });

  it("a script, to its steps", () => {
    expect(shown(anyOutcomeScript, (script) => script.some(({ kind }) => kind === "fail"))).toBe(
      '[fail(Error: busy), ok("saved")]',
    );
    expect(shown(anyOutcomeScript, (script) => script.some(({ kind }) => kind === "never"))).toBe(
      '[never(), ok("saved")]',
    );
    const isGone = (step: ScriptStep): boolean => step.kind === "fail" && step.error instanceof PermanentError;
    expect(shown(anyOutcomeScript, (script) => script.some(isGone))).toBe(
      '[fail(permanent(Error: gone)), ok("saved")]',
    );
  });

  it("a duration, to a figure", () => {
    expect(shown(anyDuration, (duration) => typeof duration === "object")).toBe("{ total: () => 0 }");
  });
});

describe("any policy under any script", () => {
  const anyBounded = anyPolicy.map((options) =>
    policy({ ...options, attempts: options.attempts ?? 3, attemptTimeout: 1_000 }),
  );
  const few = anyBounded.filter(({ attempts }) => attempts < 10);

  it("goes the same way in production, in a simulation and in a replay", async () => {
    const holds = fc.asyncProperty(few, anyOutcomeScript, async (rules, script) => {
      const simulated = await simulate(rules, script);
      const [tape, clock] = [recorder(), virtualClock({ patience: 0 })];
      let calls = 0;
      const operation = (): Promise<string> => {
        const step = script[Math.min(calls++, script.length - 1)]!;
        return new Promise((resolve, reject) => {
          if (step.kind === "never") return;
          const done = (): void => (step.kind === "ok" ? resolve(step.value) : reject(step.error));
          if (step.takes === 0) done();
          else clock.schedule(step.takes, done);
        });
      };
      await clock.runUntil(settle(operation, rules, { clock, random: () => 0.5, trace: tape }));
      expect(tape.timeline).toBe(simulated.timeline);
      const { timeline, starts } = await replay(JSON.parse(JSON.stringify(tape)) as object);
      expect([timeline, starts]).toEqual([simulated.timeline, simulated.starts]);
    });
    await fc.assert(holds, lawParameters(100));
  });

  it("is among the runs that exploring its outcomes finds", async () => {
    const holds = fc.asyncProperty(few, anyOutcomeScript, async (rules, script) => {
      const short = script.slice(-2);
      const runs = await explore({ ...rules, attempts: 2 }, { outcomes: short, depth: 2 });
      expect(runs.map(({ timeline }) => timeline)).toContain(
        (await simulate({ ...rules, attempts: 2 }, short)).timeline,
      );
    });
    await fc.assert(holds, lawParameters(100));
  });
});

describe("fast-check", () => {
  it("is needed for the arbitraries alone: the testing kit loads without it", () => {
    const sources = sourcesUnder("src");
    expect(graphFrom("src/testing/arbitraries.ts", sources)).toContain("fast-check");
    expect(graphFrom("src/testing/index.ts", sources)).not.toContain("fast-check");
  });
});
