import { onAbort } from "../engine/abort.ts";
import type { Operation } from "../engine/run.ts";
import type { RunParts } from "../engine/trace.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { answerOf } from "./answers.ts";
import { askedThrough, type Through } from "./asked-policy.ts";
import type { ErrorRecord } from "./error-record.ts";
import { recordedClock } from "./recorded-clock.ts";
import type { TraceEvent } from "./trace.ts";

/** Takes an event down; `at` is the last reading of the clock, from the beginning of the run. */
export type Note = (event: DistributedOmit<TraceEvent, "at">) => void;
type DistributedOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** What is kept of errors and of results. */
export interface Keeping {
  readonly error: (error: unknown) => ErrorRecord;
  readonly value: (value: unknown) => { readonly value?: unknown };
}

/** A run that takes down what happens in it, and goes as it would have gone. */
export function recordedRun<T>(parts: RunParts<T>, note: (event: TraceEvent) => void, keep: Keeping): RunParts<T> {
  const { operation, clock, random, signal } = parts;
  let start: number | undefined;
  let last = 0;
  let inside: ("operation" | "function")[] = [];
  const read = (): number => {
    const now = clock.now();
    start ??= now;
    last = now - start;
    return now;
  };
  const tell: Note = (event) => note({ at: last, ...event });
  /** Tells of what comes from outside, at the moment at which it comes. */
  const tellNow: Note = (event) => {
    read();
    tell(event);
  };
  const within = <Answer>(where: "operation" | "function", work: () => Answer): Answer => {
    inside = [...inside, where];
    try {
      return work();
    } finally {
      inside = inside.slice(0, -1);
    }
  };
  const abort = (where: { readonly inside?: "operation" | "function" }): void =>
    tellNow({ kind: "abort", error: keep.error(signal!.reason), ...where });
  let release = (): void => {};
  const leave = (): void => {
    const where = inside.at(-1);
    // As late as the engine hears of it: a result that is there already comes first.
    if (where === undefined) queueMicrotask(() => abort({}));
    else abort({ inside: where });
  };
  const through: Through = (option, question, wallNow) => {
    const wall = wallNow === undefined ? {} : { wallNow };
    try {
      const answer = within("function", question);
      tell({ kind: "asked", option, ...answerOf(answer), ...wall });
      return answer;
    } catch (error) {
      tell({ kind: "asked", option, threw: keep.error(error), ...wall });
      throw error;
    }
  };
  const drawn = (): number => {
    try {
      const draw = random();
      tell(Number.isFinite(draw) ? { kind: "drawn", draw } : { kind: "drawn" });
      return draw;
    } catch (error) {
      tell({ kind: "drawn", threw: keep.error(error) });
      throw error;
    }
  };
  const settling: Operation<T> = (attempt) => {
    const answer = promised(() => within("operation", () => operation(attempt)));
    const { attempt: number } = attempt;
    answer.then(
      (value) => tellNow({ kind: "returned", attempt: number, ...keep.value(value) }),
      (error: unknown) => tellNow({ kind: "failed", attempt: number, error: keep.error(error) }),
    );
    return answer;
  };
  const rules = told(askedThrough(parts.policy, through), tell, keep, within, () => release());
  const timed = recordedClock(clock, read, () => tellNow({ kind: "timer" }));
  if (signal !== undefined) release = signal.aborted ? (abort({}), release) : onAbort(signal, leave);
  return { operation: settling, policy: rules, clock: timed, random: drawn, signal };
}

/** The policy, whose hooks tell first. */
function told<T>(
  rules: Policy<T>,
  tell: Note,
  keep: Keeping,
  within: <Answer>(where: "function", work: () => Answer) => Answer,
  release: () => void,
): Policy<T> {
  const { onAttempt, onRetry, onSuccess, onGiveUp } = rules;
  return policy<T>({
    ...rules,
    onAttempt: (event) => {
      tell({ kind: "attempt", attempt: event.attempt });
      return within("function", () => onAttempt?.(event));
    },
    onRetry: (event) => {
      tell({ kind: "retry", delay: event.delay, from: event.from });
      return within("function", () => onRetry?.(event));
    },
    onSuccess: (event) => {
      tell({ kind: "end", reason: "value", attempts: event.attempt });
      release();
      return onSuccess?.(event);
    },
    onGiveUp: (event) => {
      const { failure, reason, attempt } = event;
      const error = failure.kind === "error" ? { error: keep.error(failure.error) } : {};
      tell({ kind: "end", reason, attempts: attempt, ...error });
      release();
      return onGiveUp?.(event);
    },
  });
}

/** An answer as a promise of the platform; one that is such a promise stays the very same. */
function promised<T>(ask: () => T | PromiseLike<T>): Promise<T> {
  try {
    const answer = ask();
    const isPlain = answer instanceof Promise && answer.constructor === Promise && !Object.hasOwn(answer, "then");
    return isPlain ? answer : new Promise((resolve) => resolve(answer));
  } catch (error) {
    return Promise.reject(error);
  }
}
