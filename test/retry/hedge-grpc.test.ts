import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { grpcThrottling } from "../../src/policy/budget-presets.ts";
import { hedge, type HedgeOptions } from "../../src/retry/hedge.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { never, rejection } from "./scene.ts";

/** A server's answer, by the kinds of gRPC's proposal A6. */
type Answer = "OK" | "non-fatal" | "fatal" | "do not come back" | "come back";

interface Row {
  readonly answer: Answer;
  /** When attempts start, if the second of four answers so 10 ms after its start and all the others are silent. */
  readonly starts: readonly number[];
  /** How the call ends. */
  readonly ends: string;
  readonly at: number;
}

/** Proposal A6, "Summary of Retry and Hedging Logic", the hedging half of each of its five kinds; deadline 1 s, delay 100 ms. */
const TABLE: readonly Row[] = [
  { answer: "OK", starts: [0, 100], ends: "OK", at: 110 },
  { answer: "non-fatal", starts: [0, 100, 110, 210], ends: "TimeoutError", at: 1_000 },
  { answer: "fatal", starts: [0, 100], ends: "fatal", at: 110 },
  { answer: "do not come back", starts: [0, 100], ends: "TimeoutError", at: 1_000 },
  { answer: "come back", starts: [0, 100, 360, 460], ends: "TimeoutError", at: 1_000 },
];

const options: HedgeOptions<string> = {
  schedule: fixed(100),
  attempts: 4,
  totalTimeout: 1_000,
  retryIf: (error) => error !== "fatal",
  delayHint: (failure) => {
    if (failure.kind !== "error" || typeof failure.error !== "string") return undefined;
    if (failure.error === "do not come back") return { delay: 1, spread: 0, atMost: 0 };
    return failure.error === "come back" ? { delay: 250, spread: 0, atMost: 1_000 } : undefined;
  },
};

async function played(answer: Answer, own: Partial<HedgeOptions<string>> = {}) {
  const clock = virtualClock();
  const starts: number[] = [];
  const aborted: number[] = [];
  const operation = ({ attempt, signal }: { attempt: number; signal: AbortSignal }): Promise<string> => {
    starts.push(clock.now());
    signal.addEventListener("abort", () => aborted.push(attempt));
    if (attempt !== 2) return never();
    return new Promise((resolve, reject) => {
      clock.schedule(10, () => (answer === "OK" ? resolve(answer) : reject(answer as never)));
    });
  };
  const run = hedge(operation, { ...options, ...own }, { clock }).then(
    (value) => value,
    (error: unknown) => error,
  );
  const ending = await clock.runUntil(run);
  const ends = ending instanceof Error ? ending.name : String(ending);
  return { answer, starts, ends, at: clock.now(), aborted };
}

describe("F-106 a hedge and the answers of gRPC's proposal A6", () => {
  it.each(TABLE)("$answer: starts at $starts, ends with $ends", async (row) => {
    const { aborted, ...seen } = await played(row.answer);
    expect(seen).toEqual(row);
    // All that were under way are aborted, and the one that had answered is not.
    expect(aborted.toSorted((a, b) => a - b)).toEqual(
      row.starts.map((_, index) => index + 1).filter((attempt) => attempt !== 2),
    );
  });

  it("sends no further attempt while half of the tokens or less are left", async () => {
    const budget = grpcThrottling({ maxTokens: 4 });
    for (let failures = 0; failures < 2; failures++) budget.withdraw(0, { kind: "error", error: "busy" }, false);
    expect((await played("non-fatal", { budget })).starts).toEqual([0]);
  });

  it("ends a throttled call with its failure at once, when nothing else is under way", async () => {
    const budget = grpcThrottling({ maxTokens: 1 });
    const clock = virtualClock();
    const busy = new Error("busy");
    const run = hedge(() => Promise.reject(busy), { ...options, budget }, { clock });
    expect(await clock.runUntil(rejection(run))).toBe(busy);
    expect(clock.now()).toBe(0);
  });
});
