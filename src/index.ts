/**
 * Retry any async function from pure backoff schedules.
 *
 * @module ostinato
 */
export type { Bounds } from "./core/bounds.ts";
export { longest, type Phase, phases, shortest } from "./core/combine.ts";
export { delays, type DelaysOptions } from "./core/delays.ts";
export { type Duration, duration, formatMillis } from "./core/duration.ts";
export { InvalidOptionError } from "./core/invalid-option.ts";
export { equalJitter, fullJitter, spread } from "./core/jitter.ts";
export { cap, floor } from "./core/limits.ts";
export { parseSchedule } from "./core/notation.ts";
export { preview, type PreviewOptions, type PreviewRow } from "./core/preview.ts";
export { type Random, seededRandom } from "./core/random.ts";
export { type Modifier, type Schedule, schedule, type Step } from "./core/schedule.ts";
export { decorrelated, exponential, fibonacci, fixed, linear, polynomial, sequence } from "./core/sources.ts";
export { NotationError } from "./core/words.ts";
export type { Clock } from "./engine/clock.ts";
export type { AttemptContext } from "./engine/context.ts";
export type { Env } from "./engine/env.ts";
export type { Operation } from "./engine/run.ts";
export { systemClock } from "./engine/scheduler.ts";
export { withSlack } from "./engine/slack.ts";
export type { RunParts, TraceSink } from "./engine/trace.ts";
export type { BudgetState, TokenBudget } from "./policy/bucket.ts";
export { retryBudget, type RetryBudget, type RetryBudgetOptions } from "./policy/budget.ts";
export { budgetBy } from "./policy/budget-by.ts";
export { awsQuota, finagleBudget, grpcThrottling } from "./policy/budget-presets.ts";
export { decide, type DecisionInputs } from "./policy/decide.ts";
export { permanent, PermanentError, PolicyFunctionError, RejectedResultError, TimeoutError } from "./policy/errors.ts";
export type { GiveUpEvent, Hooks, LateEvent, RetryEvent, RunEvent, SuccessEvent } from "./policy/events.ts";
export { explain, type Explanation, type ExplainRow } from "./policy/explain.ts";
export type { Extent } from "./policy/extent.ts";
export type { Decision, Failure, Hint, Outcome, Progress, StopReason } from "./policy/failure.ts";
export { policyFromJSON, type PolicyFunctions, type PolicyJSON, policyToJSON } from "./policy/json.ts";
export { type Finding, lint, type LintSwitches } from "./policy/lint.ts";
export type { FindingCode } from "./policy/lint-checks.ts";
export { type Policy, policy, type PolicyOptions } from "./policy/policy.ts";
export { allOf, anyOf, not, onError, type Predicate, programmerErrors } from "./policy/predicate.ts";
export type { Counts, Route, RouteOptions } from "./policy/route.ts";
export { hedge, type HedgeOptions } from "./retry/hedge.ts";
export { retry, settle } from "./retry/retry.ts";
export { retryable } from "./retry/retryable.ts";
export { type EnvFor, wrap, wrapWithAttempt } from "./retry/wrap.ts";
