import type { Scheduler } from "fast-check";
import { fixed } from "../../src/core/sources.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { listeners } from "../retry/scene.ts";
import { type Engine, LEFT } from "./engine-stage.ts";

/** What came of a race. */
export interface Race {
  readonly settled: boolean;
  /** How many turns of the scheduler it took from the abort to the end. */
  readonly turnsToEnd: number;
  readonly callsAfterAbort: number;
  readonly callsAfterEnd: number;
  readonly reason: unknown;
  readonly left: number;
}

/** How the attempts of a race end. */
export interface Field {
  readonly answers: readonly boolean[];
  readonly limit: number;
}

/** A run whose timers, answers, hooks and abort all come in whatever order the scheduler says. */
export async function raced(scheduler: Scheduler, { answers, limit }: Field, engine: Engine): Promise<Race> {
  let turn = 0;
  let calls = 0;
  let abortedAt: number | undefined;
  let endedAt: number | undefined;
  let callsAtAbort = 0;
  let callsAtEnd = 0;
  let reason: unknown;
  const someTime = (label: string): Promise<unknown> =>
    scheduler.schedule(Promise.resolve(), label).then(() => void turn++);
  const clock: Clock = {
    now: () => turn,
    wallNow: () => turn,
    schedule: (delay, run) => {
      let back = false;
      void someTime(`timer of ${delay}`).then(() => back || run());
      return () => void (back = true);
    },
  };
  const controller = new AbortController();
  const { signal } = controller;
  const operation = async (): Promise<string> => {
    const call = calls++;
    await someTime(`answer ${call + 1}`);
    if (answers[call % answers.length] === true) return "value";
    throw new Error(`${call + 1}`);
  };
  const hook = (): unknown => someTime("hook");
  const options = {
    attempts: 5,
    attemptTimeout: limit,
    schedule: fixed(10),
    onAttempt: hook,
    onRetry: hook,
    onSuccess: hook,
    onGiveUp: hook,
  };
  void engine(operation, options, { clock, signal, random: () => 0.5 }).then((outcome) => {
    endedAt = turn;
    callsAtEnd = calls;
    reason = outcome.ok ? "value" : outcome.error;
  });
  void someTime("abort").then(() => {
    abortedAt = turn;
    callsAtAbort = calls;
    controller.abort(LEFT);
  });
  await scheduler.waitIdle();
  return {
    settled: endedAt !== undefined,
    turnsToEnd: Math.max((endedAt ?? Infinity) - abortedAt!, 0),
    callsAfterAbort: calls - callsAtAbort,
    callsAfterEnd: calls - callsAtEnd,
    reason,
    left: listeners(signal),
  };
}

/** Whether a race went as it must: E6. */
export const fair = ({ settled, turnsToEnd, callsAfterAbort, callsAfterEnd, left }: Race): boolean =>
  settled && turnsToEnd === 0 && callsAfterAbort === 0 && callsAfterEnd === 0 && left === 0;
