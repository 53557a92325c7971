import { type AttemptContext, fixed, type Outcome, retry, type RetryEvent, settle, type StopReason } from "ostinato";
import { fail, never, ok, type ScriptStep, simulate, type Simulation } from "ostinato/testing";
import { expectTypeOf } from "vitest";

interface Job {
  readonly state: "running" | "done";
}
declare const status: (id: string) => Promise<Job>;
declare const request: (url: string, init: { signal: AbortSignal }) => Promise<Response>;

// The result is the operation's, however it answers.
expectTypeOf(retry(() => status("42"))).toEqualTypeOf<Promise<Job>>();
expectTypeOf(retry(() => 7)).toEqualTypeOf<Promise<number>>();
expectTypeOf(retry(async () => {})).toEqualTypeOf<Promise<void>>();
expectTypeOf(retry((): PromiseLike<Job> => status("42"))).toEqualTypeOf<Promise<Job>>();
expectTypeOf(retry(() => Promise.reject(new Error("busy")))).toEqualTypeOf<Promise<never>>();
expectTypeOf(settle(() => status("42"))).toEqualTypeOf<Promise<Outcome<Job>>>();
expectTypeOf(retry<string>)
  .parameter(0)
  .toEqualTypeOf<(attempt: AttemptContext) => string | PromiseLike<string>>();

// The policy follows the operation, so that its functions need no annotation and decide nothing about the result.
const done = retry(() => status("42"), {
  attempts: 60,
  schedule: fixed("5s"),
  retryResult: (job) => {
    expectTypeOf(job).toEqualTypeOf<Job>();
    return job.state === "running";
  },
  onSuccess: ({ value }) => expectTypeOf(value).toEqualTypeOf<Job>(),
  onRetry: (event) => expectTypeOf(event).toEqualTypeOf<RetryEvent<Job>>(),
});
expectTypeOf(done).toEqualTypeOf<Promise<Job>>();

const issues = retry(({ signal }) => request("https://api.example.org/issues", { signal }), {
  retryResult: (response) => response.status === 429,
  delayHint: (failure) => {
    if (failure.kind === "rejected-result") expectTypeOf(failure.value).toEqualTypeOf<Response>();
    else expectTypeOf(failure.error).toEqualTypeOf<unknown>();
    return undefined;
  },
});
expectTypeOf(issues).toEqualTypeOf<Promise<Response>>();

// @ts-expect-error -- the predicate is about another type than the operation's
void retry(() => 7, { retryResult: (value: string) => value === "" });
// A policy for more neither widens the result nor fills it in where there is none.
declare const heard: (event: { value: unknown }) => void;
expectTypeOf(retry(() => 7, { onSuccess: heard })).toEqualTypeOf<Promise<number>>();
expectTypeOf(retry(() => Promise.reject(new Error("busy")), { onSuccess: heard })).toEqualTypeOf<Promise<never>>();
// @ts-expect-error -- an operation is a function
void retry(status("42"));

// An outcome is told apart by `ok`.
export function told(outcome: Outcome<Job>): string {
  expectTypeOf(outcome.attempts).toEqualTypeOf<number>();
  // @ts-expect-error -- not before it is known how it ended
  void outcome.value;
  if (outcome.ok) return outcome.value.state;
  expectTypeOf(outcome.error).toEqualTypeOf<unknown>();
  expectTypeOf(outcome.reason).toEqualTypeOf<StopReason>();
  return outcome.reason;
}

// What an attempt is told is read, not written.
void retry((attempt) => {
  expectTypeOf(attempt).toEqualTypeOf<AttemptContext>();
  expectTypeOf(attempt.previousError).toEqualTypeOf<unknown>();
  expectTypeOf(attempt.signal).toEqualTypeOf<AbortSignal>();
  // @ts-expect-error -- read only
  attempt.attempt = 1;
});

// A script gives the type; the policy follows.
expectTypeOf(simulate({}, [fail(), fail("busy", "2s"), ok("saved")])).toEqualTypeOf<Promise<Simulation<string>>>();
expectTypeOf(simulate({}, [never()])).toEqualTypeOf<Promise<Simulation<never>>>();
void simulate({ retryResult: (value) => value === "running" }, [ok("running"), ok("saved")]);
expectTypeOf(ok(7)).toEqualTypeOf<ScriptStep<number>>();
// @ts-expect-error -- the script's values are text
void simulate({ retryResult: (value: number) => value > 3 }, [ok("running")]);
