import {
  type Decision,
  decide,
  type Failure,
  type Hint,
  onError,
  type Policy,
  policy,
  type PolicyFunctionError,
  type PolicyOptions,
  type Predicate,
  type Progress,
  retry,
  type Schedule,
} from "ostinato";
import { expectTypeOf } from "vitest";

class HttpError extends Error {
  readonly status: number = 503;
}

// A policy of anything serves everything; one of something does not serve anything else.
expectTypeOf<Policy>().toExtend<Policy<string>>();
expectTypeOf<Policy>().toExtend<PolicyOptions<Response>>();
expectTypeOf<PolicyOptions>().toExtend<PolicyOptions<string>>();
expectTypeOf<PolicyOptions<string | number>>().toExtend<PolicyOptions<number>>();
expectTypeOf<Policy<string>>().not.toExtend<Policy>();
expectTypeOf<PolicyOptions<number>>().not.toExtend<PolicyOptions<string | number>>();

const patient = policy({ attempts: 5 });
expectTypeOf(patient).toEqualTypeOf<Policy>();
expectTypeOf(retry(() => 7, patient)).toEqualTypeOf<Promise<number>>();
expectTypeOf(retry(async () => new Response(), patient)).toEqualTypeOf<Promise<Response>>();

const small = policy({ retryResult: (value: number) => value > 3 });
expectTypeOf(small).toEqualTypeOf<Policy<number>>();
void retry(() => 7, small);
// @ts-expect-error -- the policy judges numbers
void retry(() => "seven", small);

// A policy is data: spread, read, never written.
const more = policy({ ...patient, attempts: 8 });
expectTypeOf(more.attempts).toEqualTypeOf<number>();
expectTypeOf(more.totalTimeout).toEqualTypeOf<number>();
expectTypeOf(more.schedule).toEqualTypeOf<Schedule>();
// @ts-expect-error -- read only
more.attempts = 9;

// Options may be undefined, and nothing else that they are not.
policy({ attempts: undefined, attemptTimeout: undefined, schedule: undefined, retryIf: undefined, onRetry: undefined });
// @ts-expect-error -- null is no duration
policy({ attemptTimeout: null });
// @ts-expect-error -- null is no number
policy({ attempts: null });
// @ts-expect-error -- text is no number
policy({ attempts: "3" });
// @ts-expect-error -- attempts are counted, retries are not
policy({ retries: 3 });
// @ts-expect-error -- units stand in the value, not in the name
policy({ totalTimeoutMs: 3 });
// @ts-expect-error -- the signal outlives no call; it belongs in the environment
policy({ signal: new AbortController().signal });
// @ts-expect-error -- the notation is read by parseSchedule
policy({ schedule: "exponential 200ms" });

// Predicates answer at once.
policy({ retryIf: onError(HttpError, (error) => error.status >= 500) });
expectTypeOf<Predicate>().toExtend<NonNullable<PolicyOptions["retryIf"]>>();
// @ts-expect-error -- a promise is no verdict
policy({ retryIf: async () => true });
// @ts-expect-error -- a promise is no verdict
policy({ retryResult: async () => true });
// @ts-expect-error -- an error is no verdict
policy({ retryIf: (error) => error });
// @ts-expect-error -- a bare number is no hint
policy({ delayHint: () => 5_000 });
// @ts-expect-error -- a class is wanted
onError("HttpError");

// A decision is told apart by its kind; in comes data alone.
export function delayOf(decision: Decision): number | undefined {
  if (decision.kind === "retry") return decision.delay;
  if (decision.reason === "policy-error") {
    expectTypeOf(decision.error).toEqualTypeOf<PolicyFunctionError>();
    return undefined;
  }
  // @ts-expect-error -- no other reason carries an error
  void decision.error;
  return undefined;
}
declare const failure: Failure<number>;
const progress: Progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
expectTypeOf(decide(small, failure, progress, { wallNow: 0, random: () => 0.5 })).toEqualTypeOf<Decision>();
// @ts-expect-error -- the policy judges numbers
decide(small, { kind: "rejected-result", value: "seven" }, progress, { wallNow: 0, random: () => 0.5 });
expectTypeOf<Hint>().toEqualTypeOf<{ readonly delay: number; readonly spread: number; readonly atMost: number }>();
