import type { Schedule } from "../core/schedule.ts";
import type { RetryBudget } from "../policy/budget.ts";
import { policyFromJSON } from "../policy/json.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { answered, answerOf } from "./answers.ts";
import { askedThrough, type Through } from "./asked-policy.ts";
import { described, type ErrorRecord } from "./error-record.ts";
import { ownParts } from "./own-parts.ts";
import type { TapeHead } from "./tape-head.ts";
import type { Answer, PolicyTrace, TraceEvent } from "./trace.ts";

/** The policy of a trace: its data, and functions that are never asked, for their answers stand in the trace. */
export function policyOfTrace(traced: PolicyTrace): Policy {
  const { functions, routes, counts, ...data } = ownParts(traced);
  const recorded = <F>(name: string, stand: F): F | undefined => (functions.includes(name) ? stand : undefined);
  const made = policyFromJSON(data);
  return policy({
    ...made,
    schedule: !Object.hasOwn(data, "schedule") ? BLANK : made.schedule,
    retryIf: recorded("retryIf", () => true),
    retryResult: recorded("retryResult", () => false),
    delayHint: recorded("delayHint", () => undefined),
    budget: recorded("budget", OPEN),
    routes:
      routes.length === 0
        ? undefined
        : routes.map((attempts, index) => {
            const schedule = recorded(`routes[${index}].schedule`, BLANK);
            const delayHint = recorded(`routes[${index}].delayHint`, () => undefined);
            return [() => false, { attempts: Number(attempts), schedule, delayHint, counts: counts?.[index] }];
          }),
  });
}

const BLANK: Schedule = { name: "as recorded", delay: () => 0, bounds: () => ({ min: 0, max: 0 }) };
const OPEN: RetryBudget = {
  begin: () => {},
  withdraw: () => undefined,
  deposit: () => {},
  balance: () => 0,
  fresh: () => OPEN,
};

/** How the functions of a policy are met in a replay. */
export interface Meeting {
  readonly head: TapeHead;
  /** Whether a function is asked and its answer checked; else the recorded answer stands in for it. */
  readonly isAsked: (option: string) => boolean;
  readonly revive: (record: ErrorRecord) => unknown;
}

/** A policy whose functions and hooks are held against a trace. */
export function replayedPolicy<T>(rules: Policy<T>, meeting: Meeting): Policy<T> {
  const { head } = meeting;
  const { onAttempt, onRetry, onSuccess, onGiveUp } = rules;
  const ended = (reason: string, attempts: number): void => {
    const same = (event: TraceEvent): boolean =>
      event.kind === "end" && event.reason === reason && event.attempts === attempts;
    head.expect(() => `the run ended with ${reason} after ${attempts} attempts`, same);
  };
  return policy<T>({
    ...askedThrough(rules, throughTape(meeting)),
    onAttempt: (event) => {
      const same = ({ kind, ...of }: TraceEvent): boolean =>
        kind === "attempt" && (of as { attempt: number }).attempt === event.attempt;
      head.expect(() => `attempt ${event.attempt} began`, same);
      return onAttempt?.(event);
    },
    onRetry: (event) => {
      const { delay, from } = event;
      const same = (next: TraceEvent): boolean => next.kind === "retry" && next.delay === delay && next.from === from;
      head.expect(() => `a retry in ${delay}ms was decided by the ${from}`, same);
      return onRetry?.(event);
    },
    onSuccess: (event) => {
      ended("value", event.attempt);
      return onSuccess?.(event);
    },
    onGiveUp: (event) => {
      ended(event.reason, event.attempt);
      return onGiveUp?.(event);
    },
  });
}

const throughTape =
  ({ head, isAsked, revive }: Meeting): Through =>
  <Value>(option: string, question: () => Value): Value => {
    const asked = (event: TraceEvent): boolean => event.kind === "asked" && event.option === option;
    if (!isAsked(option)) {
      while (head.isNext("drawn")) head.take();
      const event = head.expect(() => `${option} was asked`, asked);
      return answered((event ?? {}) as Answer, revive) as Value;
    }
    const answer = attempted(question);
    const came = answer.ok ? answerOf(answer.value) : { threw: described(answer.error) };
    const same = (event: TraceEvent): boolean => asked(event) && shape(event as Answer) === shape(came);
    head.expect(() => `${option} answered ${shape(came)}`, same);
    if (answer.ok) return answer.value;
    throw answer.error;
  };

function attempted<Value>(
  question: () => Value,
): { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown } {
  try {
    return { ok: true, value: question() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** An answer as text; whatever was thrown counts as the same. */
function shape(given: Answer): string {
  const { answer, threw, useless } = ownParts(given);
  if (threw !== undefined) return "with an error";
  if (useless !== undefined) return `with something useless, ${useless}`;
  if (typeof answer !== "object") return String(answer);
  const { delay, spread, atMost } = answer;
  return JSON.stringify({ delay, spread, atMost });
}
