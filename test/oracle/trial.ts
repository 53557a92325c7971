import pRetry, { type RetryContext } from "p-retry";
import { vi } from "vitest";
import { cap, exponential, schedule } from "../../src/core/index.ts";
import type { GiveUpEvent, RetryEvent } from "../../src/policy/events.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { retry } from "../../src/retry/retry.ts";
import { LEFT, marks, type Plan, playing } from "./plan.ts";

/** All that can be seen of a run from outside. */
export interface Trial {
  /** When each call was made, and with which number. */
  readonly calls: readonly (readonly [at: number, attempt: number])[];
  /** What the hook for failures was told. */
  readonly failures: readonly (readonly [attempt: number, left: number, error: unknown])[];
  /** What the predicate was asked. */
  readonly questions: readonly (readonly [attempt: number, error: unknown])[];
  readonly ending: { readonly value: unknown } | { readonly error: unknown };
  readonly endedAt: number;
}

interface Journal {
  readonly calls: [number, number][];
  readonly failures: [number, number, unknown][];
  readonly questions: [number, unknown][];
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
}

/** A run of p-retry's. */
export const theirs = (plan: Plan): Promise<Trial> =>
  observed(plan, ({ calls, failures, questions, now, signal }) => {
    const play = playing(plan, marks.theirs);
    const operation = (attempt: number): unknown => {
      calls.push([now(), attempt]);
      return play(attempt);
    };
    const { retries, minTimeout, factor, maxTimeout } = plan;
    return pRetry(operation, {
      retries,
      minTimeout,
      factor,
      maxTimeout,
      signal,
      onFailedAttempt: ({ attemptNumber, retriesLeft, error }: RetryContext) =>
        void failures.push([attemptNumber, retriesLeft, error]),
      shouldRetry: ({ attemptNumber, error }: RetryContext) => {
        questions.push([attemptNumber, error]);
        return attemptNumber < plan.refusedFrom;
      },
    });
  });

/** The same run of ours. */
export const ours = (plan: Plan, changes: PolicyOptions = {}): Promise<Trial> =>
  observed(plan, ({ calls, failures, questions, now, signal }) => {
    const play = playing(plan, marks.ours);
    const operation = ({ attempt }: { attempt: number }): unknown => {
      calls.push([now(), attempt]);
      return play(attempt);
    };
    const failed = ({ attempt, attempts, failure }: RetryEvent<unknown> | GiveUpEvent<unknown>): void =>
      void failures.push([attempt, attempts - attempt, (failure as { error: unknown }).error]);
    const options: PolicyOptions = {
      attempts: plan.retries + 1,
      schedule: schedule(exponential(plan.minTimeout, plan.factor), cap(plan.maxTimeout)),
      retryIf: (error, { attempt }) => {
        questions.push([attempt, error]);
        return attempt < plan.refusedFrom;
      },
      onRetry: failed,
      // p-retry tells nothing of an error that is final, or of a caller that leaves.
      onGiveUp: (event) => (isFinal(plan, event) || event.reason === "aborted" ? undefined : failed(event)),
      ...changes,
    };
    return retry(operation, options, { signal });
  });

const isFinal = ({ turns }: Plan, { attempt }: { attempt: number }): boolean => turns[attempt - 1]?.kind === "final";

/** Runs in faked time, to the end. */
async function observed(plan: Plan, run: (journal: Journal) => Promise<unknown>): Promise<Trial> {
  const start = performance.now();
  const now = (): number => performance.now() - start;
  const { abortAt } = plan;
  const controller = new AbortController();
  if (abortAt !== undefined && abortAt < 0) controller.abort(LEFT);
  if (abortAt !== undefined && abortAt >= 0) setTimeout(() => controller.abort(LEFT), abortAt);
  const signal = abortAt === undefined ? undefined : controller.signal;
  const journal: Journal = { calls: [], failures: [], questions: [], now, signal };
  let endedAt = Number.NaN;
  const ending = run(journal).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  void ending.then(() => (endedAt = now()));
  await vi.runAllTimersAsync();
  const { calls, failures, questions } = journal;
  return { calls, failures, questions, ending: await ending, endedAt };
}
