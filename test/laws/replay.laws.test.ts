import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settle } from "../../src/retry/retry.ts";
import type { ErrorRecord } from "../../src/testing/error-record.ts";
import { recorder, type RecorderOptions } from "../../src/testing/recorder.ts";
import { replay } from "../../src/testing/replay.ts";
import { ReplayError } from "../../src/testing/replay-error.ts";
import type { Trace, TraceEvent } from "../../src/testing/trace.ts";
import { lawParameters } from "../support/laws.ts";
import { anyField } from "./engine-fields.ts";
import { anyPlan, type Plan } from "./engine-plan.ts";
import { raced } from "./engine-races.ts";
import { type Engine, type Observed, played, policyOf } from "./engine-stage.ts";

/** Answers are plain data here, so all of them can be kept. */
const whole: RecorderOptions = {
  redact: (record, error) => ({ ...record, details: error instanceof Error ? null : error }),
  value: (value) => value,
};
const revive = ({ details, message }: ErrorRecord): unknown => details ?? new Error(message);

interface Recorded {
  readonly seen: Observed;
  readonly trace: Trace;
}

/** A plan under a recorder, and its trace as it comes back from a file. */
async function recorded(plan: Plan, options: RecorderOptions = whole): Promise<Recorded> {
  const tape = recorder(options);
  const traced: Engine = (operation, rules, env) => settle(operation, rules, { ...env, trace: tape });
  const seen = await played(plan, traced);
  return { seen, trace: JSON.parse(JSON.stringify(tape)) as Trace };
}

const told = ({ outcome }: Pick<Observed, "outcome">): unknown =>
  outcome?.ok ? outcome : { ...outcome, error: undefined };

describe("a run under a recorder", () => {
  it("goes as it would have gone", async () => {
    const holds = fc.asyncProperty(anyPlan, async (plan) => {
      const { answers: _a, outcome, ...rest } = (await recorded(plan)).seen;
      const { answers: _b, outcome: alone, ...others } = await played(plan, settle);
      expect(rest).toEqual(others);
      expect(told({ outcome })).toEqual(told({ outcome: alone }));
    });
    await fc.assert(holds, lawParameters(200));
  });
});

/** Whether a replay went as the run had gone. */
function goesAs({ seen }: Recorded, again: Awaited<ReturnType<typeof replay>>): void {
  expect(again.starts).toEqual(seen.starts);
  expect(again.delays).toEqual(
    seen.log.flatMap((line) => (line.startsWith("retry") ? [Number(/\+(\d+)/.exec(line)![1])] : [])),
  );
  const { elapsed, ...outcome } = told(again as never) as { elapsed: number };
  const { elapsed: _, ...expected } = told(seen) as { elapsed: number };
  expect(elapsed).toBe(seen.settledAt);
  expect(outcome).toEqual(expected);
}

describe("a replay", () => {
  it("makes the same decisions at the same instants, by the trace alone", async () => {
    const holds = fc.asyncProperty(anyPlan, async (plan) => {
      const run = await recorded(plan, {});
      goesAs({ ...run, seen: withoutValue(run.seen) }, await replay(run.trace));
    });
    await fc.assert(holds, lawParameters(200));
  });

  it("and with the policy, whose functions it asks again", async () => {
    const holds = fc.asyncProperty(anyPlan, async (plan) => {
      const run = await recorded(plan);
      goesAs(run, await replay(run.trace, policyOf(plan), { revive }));
    });
    await fc.assert(holds, lawParameters(200));
  });

  it("does so for a run whose timers, answers, hooks and abort came in any order", async () => {
    const holds = fc.asyncProperty(fc.scheduler(), anyField, async (scheduler, field) => {
      const tape = recorder();
      const outcomes: unknown[] = [];
      await raced(scheduler, field, async (operation, rules, env) => {
        const outcome = await settle(operation, rules, { ...env, trace: tape });
        outcomes.push(outcome.ok ? "value" : outcome.reason, outcome.attempts);
        return outcome;
      });
      const { outcome, timeline } = await replay(tape.toJSON());
      expect([outcome.ok ? "value" : outcome.reason, outcome.attempts]).toEqual(outcomes);
      expect(timeline).toBe(tape.timeline);
    });
    await fc.assert(holds, lawParameters(200));
  });

  it("tells of every single thing that is not as it was", async () => {
    const holds = fc.asyncProperty(anyPlan, fc.nat(), async (plan, place) => {
      const { trace } = await recorded(plan);
      const wrong = trace.events.flatMap((event, index) => altered(event).map((other) => ({ index, other })));
      const { index, other } = wrong[place % wrong.length]!;
      const events = trace.events.with(index, other);
      const error = await replay({ ...trace, events }, policyOf(plan), { revive }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ReplayError);
      expect((error as ReplayError).index).toBeLessThanOrEqual(index + 1);
    });
    await fc.assert(holds, lawParameters(200));
  });
});

/** A result that was not kept comes back as undefined. */
const withoutValue = (seen: Observed): Observed =>
  seen.outcome?.ok ? { ...seen, outcome: { ...seen.outcome, value: undefined as never } } : seen;

/** An answer of the run, as it was not. */
function altered(event: TraceEvent): readonly TraceEvent[] {
  if (event.kind === "attempt") return [{ ...event, attempt: event.attempt + 1 }];
  if (event.kind === "retry")
    return [
      { ...event, delay: event.delay + 1 },
      { ...event, from: "hint" },
    ];
  if (event.kind === "end")
    return [
      { ...event, attempts: event.attempts + 1 },
      { ...event, reason: "budget" },
    ];
  if (event.kind === "asked" && typeof event.answer === "boolean") return [{ ...event, answer: !event.answer }];
  if (event.kind === "asked") return [{ ...event, answer: Number(event.answer) + 1 }];
  return [];
}
