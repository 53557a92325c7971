import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lawParameters } from "../support/laws.ts";
import { anyPlan, type Plan } from "./plan.ts";
import { ours, theirs, type Trial } from "./trial.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const contentOf = ({ ending }: Trial): unknown => ("value" in ending ? ending.value : ending.error);

/** Fails where two runs can be told apart; values and errors must be the very same. */
function alike(mine: Trial, their: Trial): void {
  expect(mine).toEqual(their);
  expect(Object.is(contentOf(mine), contentOf(their))).toBe(true);
  const told = ({ failures, questions }: Trial): unknown[] => [...failures, ...questions].map((each) => each.at(-1));
  expect(told(mine).every((error, index) => error === told(their)[index])).toBe(true);
}

const plan: Plan = {
  turns: [
    { kind: "error", content: new Error("busy"), takes: 5, atOnce: false },
    { kind: "error", content: new Error("busy again"), takes: 0, atOnce: true },
    { kind: "value", content: "saved", takes: 0, atOnce: false },
  ],
  retries: 2,
  minTimeout: 100,
  factor: 2,
  maxTimeout: Infinity,
  refusedFrom: Infinity,
  abortAt: undefined,
};

describe("p-retry, where both mean the same", () => {
  it("makes the same calls at the same instants, tells and asks the same, and ends with the very same", async () => {
    const endings = new Set<string>();
    const law = fc.asyncProperty(anyPlan, async (any) => {
      const their = await theirs(any);
      alike(await ours(any), their);
      endings.add(Object.keys(their.ending)[0]! + Math.min(their.calls.length, 3));
    });
    await fc.assert(law, lawParameters(200));
    // The plans have not all been alike: both endings, after none, one and more calls.
    expect([...endings].toSorted((a, b) => a.localeCompare(b))).toEqual(
      expect.arrayContaining(["error0", "error1", "error3", "value1", "value3"]),
    );
  });

  it("is understood: a plan goes as one reads it", async () => {
    const { calls, failures, questions, ending, endedAt } = await theirs(plan);
    expect({ calls, ending, endedAt }).toEqual({
      calls: [
        [0, 1],
        [105, 2],
        [305, 3],
      ],
      ending: { value: "saved" },
      endedAt: 305,
    });
    expect(failures.map(([attempt, left]) => [attempt, left])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(questions.map(([attempt]) => attempt)).toEqual([1, 2]);
  });

  it.each([
    ["one attempt less", { attempts: 2 }],
    ["another delay", { schedule: { name: "later", delay: () => 101, bounds: () => ({ min: 101, max: 101 }) } }],
    ["another verdict", { retryIf: () => false }],
    ["a hook that is not told", { onRetry: undefined }],
  ])("would be told apart by %s", async (_, changes) => {
    const [mine, their] = [await ours(plan, changes), await theirs(plan)];
    expect(() => alike(mine, their)).toThrow("to deeply equal");
  });
});
