import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settle } from "../../src/retry/retry.ts";
import { lawParameters } from "../support/laws.ts";
import { ENGINE_LAWS, keeps } from "./engine-laws.ts";
import { expectedOf } from "./engine-model.ts";
import { anyPlan, type Plan } from "./engine-plan.ts";
import { type Observed, played } from "./engine-stage.ts";
import { reports } from "../support/host.ts";

describe("a run, whatever happens to it,", () => {
  it.each(Object.keys(ENGINE_LAWS) as (keyof typeof ENGINE_LAWS)[])("%s", async (law) => {
    const holds = fc.asyncProperty(anyPlan, async (plan) => keeps(law, await played(plan, settle), plan));
    await fc.assert(holds, lawParameters(150));
  });

  it("settles", async () => {
    const holds = fc.asyncProperty(anyPlan, async (plan) => (await played(plan, settle)).outcome !== undefined);
    await fc.assert(holds, lawParameters(150));
  });

  it("goes through every ending that there is, so that the laws are held against all", async () => {
    const endings = new Set(fc.sample(anyPlan, lawParameters(1_000)).map((plan) => story(expectedOf(plan))));
    for (const ending of ["value", "attempts", "not-retryable", "deadline", "aborted"]) {
      expect(endings).toContain(`${ending} in an attempt`);
    }
    for (const ending of ["deadline before the first", "aborted before the first", "aborted in a delay"]) {
      expect(endings).toContain(ending);
    }
  });
});

const story = ({ ending, log }: ReturnType<typeof expectedOf>): string =>
  `${ending} ${log.length === 1 ? "before the first" : log.at(-2)!.startsWith("retry") ? "in a delay" : "in an attempt"}`;

describe("E8 hooks", () => {
  beforeEach(() => void reports());
  afterEach(() => vi.restoreAllMocks());

  const NAMES = ["onAttempt", "onRetry", "onSuccess", "onGiveUp", "onLate"] as const;
  const manners: Readonly<Record<string, () => unknown>> = {
    throws: () => {
      throw new Error("a hook's own");
    },
    rejects: () => Promise.reject(new Error("a hook's own")),
    hangs: () => new Promise(() => {}),
    "is well": () => undefined,
  };
  const anyHooks = fc.record(
    Object.fromEntries(NAMES.map((name) => [name, fc.constantFrom(...Object.values(manners))])),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Parameters<typeof played>[2]>;
  const trace = async (plan: Plan, hooks?: Parameters<typeof played>[2]): Promise<Omit<Observed, "answers">> => {
    const { answers: _answers, ...seen } = await played(plan, settle, hooks);
    return seen;
  };

  it("that throw, reject or hang change neither outcome nor timing", async () => {
    const holds = fc.asyncProperty(anyPlan, anyHooks, async (plan, hooks) => {
      const seen = await trace(plan, hooks);
      const { outcome, ...rest } = await trace(plan);
      expect(seen).toMatchObject(rest);
      expect(told(seen.outcome)).toEqual(told(outcome));
    });
    await fc.assert(holds, lawParameters(150));
  });

  const told = (outcome: Observed["outcome"]): unknown =>
    outcome?.ok === false ? { ...outcome, error: String(outcome.error) } : outcome;
});
