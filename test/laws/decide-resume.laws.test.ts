import fc from "fast-check";
import type * as Ostinato from "ostinato";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { cap, schedule } from "../../src/core/index.ts";
import type { Decision, Failure, Hint, Progress } from "../../src/policy/failure.ts";
import { ok, type ScriptStep } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import { anyDraw, anySchedule } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

/** A policy as a message carries it: data alone, the schedule by its name. */
interface Recipe {
  readonly schedule: string;
  readonly attempts: number;
  readonly totalTimeout: number;
  readonly hint: Hint | undefined;
}

type House = typeof Ostinato;

/** The house as another process loads it: every module anew, nothing shared with the first. */
let here: House;
let elsewhere: House;
beforeAll(async () => {
  here = await import("ostinato");
  vi.resetModules();
  elsewhere = await import("ostinato");
});

const policyOf = (house: House, { schedule: name, attempts, totalTimeout, hint }: Recipe, journal: Entry[] = []) =>
  house.policy({
    schedule: house.parseSchedule(name),
    attempts,
    totalTimeout,
    retryIf: (error) => error !== "gone",
    retryResult: (value) => value === "running",
    delayHint: (failure, { progress }) => {
      journal.push({ failure, progress });
      return hint;
    },
  });

interface Entry {
  readonly failure: Failure;
  readonly progress: Progress;
}

const carried = (progress: Progress): Progress => JSON.parse(JSON.stringify(progress)) as Progress;

const failureOf = (step: ScriptStep<string>): Failure | undefined => {
  if (step.kind === "fail") return { kind: "error", error: step.error };
  return step.kind === "ok" && step.value === "running" ? { kind: "rejected-result", value: step.value } : undefined;
};

const brief = (decision: Decision): number | string => (decision.kind === "retry" ? decision.delay : decision.reason);

/** What another process decides, once it has the progress of a failure and makes the attempts that are left. */
function resumed(
  recipe: Recipe,
  from: Entry,
  script: readonly ScriptStep<string>[],
  draw: number,
): (number | string)[] {
  const decisions: (number | string)[] = [];
  let failure: Failure | undefined = from.failure;
  let progress = carried(from.progress);
  for (;;) {
    const policy = policyOf(elsewhere, recipe);
    const decision = elsewhere.decide(policy, failure, progress, { wallNow: 0, random: () => draw });
    decisions.push(brief(decision));
    if (decision.kind === "stop") return decisions;
    const start = progress.elapsed + decision.delay;
    const step = script[progress.attempt]!;
    const elapsed = start + (step as { takes: number }).takes;
    if (elapsed >= start + (recipe.totalTimeout - start)) return [...decisions, "deadline"];
    failure = failureOf(step);
    if (failure === undefined) return [...decisions, "ok"];
    progress = carried({ attempt: progress.attempt + 1, elapsed, previousDelay: decision.delay });
  }
}

/** The parser reads no longer text. */
const LONGEST_NOTATION = 2_000;

const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  schedule: anySchedule.map((any) => schedule(any, cap("30d")).name).filter(({ length }) => length <= LONGEST_NOTATION),
  attempts: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(Infinity)),
  totalTimeout: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.constant(Infinity)),
  hint: fc.option(
    fc.record({ delay: fc.nat(5_000), spread: fc.nat(5_000), atMost: fc.constantFrom(4_000, Infinity) }),
    { nil: undefined },
  ),
});

const anyStep = fc.oneof(
  { arbitrary: fc.nat(2_000).map((takes) => ({ kind: "fail", error: "busy", takes }) as const), weight: 6 },
  { arbitrary: fc.nat(2_000).map((takes) => ok("running", takes)), weight: 2 },
  { arbitrary: fc.constant({ kind: "fail", error: "gone", takes: 5 } as const), weight: 1 },
);
const anyScript: fc.Arbitrary<ScriptStep<string>[]> = fc
  .array(anyStep, { minLength: 1, maxLength: 8 })
  .map((steps) => [...steps, ok("saved")]);

describe("a run resumed from its progress", () => {
  it("in another process decides the same, from any failure on", async () => {
    let resumptions = 0;
    const law = fc.asyncProperty(anyRecipe, anyScript, anyDraw, async (recipe, script, draw) => {
      const journal: Entry[] = [];
      const run = await simulate(policyOf(here, recipe, journal), script, { random: () => draw });
      const end = run.outcome.ok ? "ok" : run.outcome.reason;
      for (const [index, entry] of journal.entries()) {
        expect(resumed(recipe, entry, script, draw)).toEqual([...run.delays.slice(index), end]);
        resumptions++;
      }
    });
    await fc.assert(law, lawParameters(200));
    expect(resumptions).toBeGreaterThan(300);
  });

  it("is judged by modules of its own", () => {
    expect(elsewhere.decide).not.toBe(here.decide);
  });
});
