import { formatMillis } from "../core/duration.ts";
import type { Random } from "../core/random.ts";
import type { Clock } from "../engine/clock.ts";
import { errorOf, RejectedResultError, TimeoutError } from "../policy/errors.ts";
import { type Call, cast } from "./cast.ts";
import type { Choices } from "./choices.ts";
import { described } from "./error-record.ts";
import { type Exploration, type Ground, type Played, sceneOf } from "./explore-options.ts";

/** What the explored code runs in: all of it is virtual. */
export interface World<T> {
  /** For the third argument of `retry` and its kin, and for whatever else waits. */
  readonly clock: Clock;
  /** What is to be called: each call plays the next outcome of the script. */
  readonly operation: (...args: readonly unknown[]) => Promise<T>;
  /** The draws: each ½, or both ends of the range where `extremes` is set. */
  readonly random: Random;
  /** Aborts at `abortAt`; never, unless that is given. */
  readonly signal: AbortSignal;
}

/** How code of one's own ended. */
export type CodeOutcome<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly error: unknown };

/** A run of code of one's own: its calls as a timeline, and how the code itself ended. */
export interface CodeRun<T, R> extends Omit<Exploration<T>, "outcome"> {
  readonly outcome: CodeOutcome<R>;
}

/** One run of code of one's own, its outcomes as they are chosen. */
export async function exploredCode<T, R>(
  code: (world: World<T>) => R,
  ground: Ground<T>,
  choices: Choices,
): Promise<Played<CodeRun<T, Awaited<R>>>> {
  const { clock, random, draws, controller, left: leftOver } = sceneOf(ground, choices);
  const { script, calls, operation, isCut } = cast(ground, choices, clock);
  const { signal } = controller;
  const running = settled(async () => code({ clock, operation, random, signal }));
  const stood = await settled(() => clock.runUntil(running));
  const outcome = stood.ok ? stood.value : stood;
  const [complete, left, elapsed] = [!isCut(), leftOver(), clock.now()];
  const delays = gaps(calls);
  const timeline = pictured(calls, delays, outcome);
  if (!stood.ok || (complete && !outcome.ok && !isScripted(outcome.error, script, signal)))
    return { failed: { script, draws, timeline, error: (outcome as { readonly error: unknown }).error } };
  const starts = calls.map(({ startedAt }) => startedAt);
  return { row: { script, draws, complete, left, timeline, delays, starts, attempts: calls.length, elapsed, outcome } };
}

async function settled<R>(work: () => R): Promise<CodeOutcome<Awaited<R>>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** From the end of a call to the next one; from its beginning, where the next does not wait for its end. */
const gaps = (calls: readonly Call[]): readonly number[] =>
  calls.slice(1).map(({ startedAt }, index) => {
    const { settledAt = Infinity, startedAt: before } = calls[index]!;
    return startedAt - (settledAt <= startedAt ? settledAt : before);
  });

function pictured(calls: readonly Call[], delays: readonly number[], outcome: CodeOutcome<unknown>): string {
  const marks = calls.flatMap((call, index) => {
    const mark = call.settledAt === undefined ? "?" : call.kind === "ok" ? "o" : "x";
    return index === 0 ? [mark] : [formatMillis(Math.round(delays[index - 1]!)), mark];
  });
  return (outcome.ok ? marks : [...marks, `(${described(outcome.error).name})`]).join(" ");
}

/** Whether an error comes of the script: one of its failures, a limit, a rejected result or the abort, or caused by one. */
function isScripted(error: unknown, script: Exploration<unknown>["script"], signal: AbortSignal): boolean {
  const causes = new Set<unknown>();
  for (let each = error; !causes.has(each); each = each instanceof Error ? each.cause : undefined) causes.add(each);
  const failures = script.flatMap((step) => (step.kind === "fail" ? [step.error] : []));
  const ours = [...failures, ...(signal.aborted ? [signal.reason] : [])];
  return [...causes].some(
    (cause) =>
      cause instanceof TimeoutError ||
      cause instanceof RejectedResultError ||
      ours.some((each) => each === cause || errorOf({ kind: "error", error: each }) === cause),
  );
}
