import fc from "fast-check";
import { contains } from "../../src/core/bounds.ts";
import type { decide } from "../../src/policy/decide.ts";
import { PermanentError, PolicyFunctionError } from "../../src/policy/errors.ts";
import type { Decision } from "../../src/policy/failure.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { anyCase, type Case, optionsOf } from "../support/arbitrary-policies.ts";
import { explosive } from "../support/explosive.ts";
import { lawParameters } from "../support/laws.ts";

type Decide = typeof decide;

/** Throws when a decision function breaks the law. */
export type DecideLaw = (decideIt: Decide) => void;

const decisionOn = (decideIt: Decide, each: Case, options: PolicyOptions = optionsOf(each)): Decision =>
  decideIt(policy(options), each.failure, each.progress, { wallNow: each.wallNow, random: () => each.draw });

const isFinal = ({ failure }: Case): boolean =>
  failure.kind === "error" && PermanentError.inside(failure.error) !== undefined;

const isRefused = ({ failure, accepts }: Case): boolean => failure.kind === "error" && accepts === false;

/** No retry can follow, whatever anybody says. */
const isOver = (each: Case): boolean =>
  isFinal(each) || each.progress.attempt >= each.attempts || each.progress.elapsed >= each.totalTimeout;

/** A law of every retry that is decided. */
const ofRetries =
  (holds: (each: Case, retry: Extract<Decision, { kind: "retry" }>) => boolean): DecideLaw =>
  (decideIt) => {
    const law = fc.property(anyCase, (each) => {
      const decision = decisionOn(decideIt, each);
      return decision.kind === "stop" || holds(each, decision);
    });
    fc.assert(law, lawParameters(2_000));
  };

const nobody = (): never => {
  throw new Error("asked although no retry could follow");
};
const silent = { delay: nobody, name: "silent", bounds: () => ({ min: 0, max: 0 }) };

function frozen<T>(value: T): T {
  return Object.freeze(value);
}

const anyAnswer: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.anything().map((answer) => () => answer),
  fc.anything().map((error) => () => {
    throw error;
  }),
  fc.constantFrom<() => unknown>(
    () => explosive(),
    () => Promise.resolve(true),
    () => true,
  ),
  fc.record({ delay: fc.anything(), spread: fc.anything(), atMost: fc.anything() }).map((answer) => () => answer),
);

/** What every decision keeps to, over arbitrary policies, failures and progress. */
export const DECIDE_LAWS = {
  "never retries past the attempts": ofRetries(({ attempts, progress }) => progress.attempt < attempts),

  "never retries at the deadline or past it": ofRetries(
    ({ totalTimeout, progress }, { delay }) => totalTimeout === Infinity || progress.elapsed + delay < totalTimeout,
  ),

  "never retries a permanent error": ofRetries((each) => !isFinal(each)),

  "never retries an error that the predicate refuses": ofRetries((each) => !isRefused(each)),

  "never comes back earlier than a hint asks": ofRetries(({ hint }, { delay }) => delay >= (hint?.delay ?? 0)),

  "never comes back after a hint above its limit": ofRetries(({ hint }) => !hint || hint.delay <= hint.atMost),

  "keeps within the schedule's bounds, unless a hint asks for more": ofRetries(
    ({ schedule, progress, hint }, { delay, from }) => {
      const bounds = schedule.bounds(progress.attempt);
      if (from === "schedule") return contains(bounds, delay);
      const latest = Math.min(hint!.delay + hint!.spread, Number.MAX_VALUE);
      return delay >= bounds.min * (1 - 2 ** -48) && delay <= latest;
    },
  ),

  "gives the schedule's own delay for this very step, where no hint asks for more": ofRetries(
    ({ schedule, progress, draw }, { delay, from }) => {
      const own = schedule.delay({ retry: progress.attempt, previousDelay: progress.previousDelay }, () => draw);
      return from === "schedule" ? delay === own : delay > own;
    },
  ),

  "tries again while nothing forbids it": (decideIt) => {
    const free = anyCase.map((each): Case => {
      // Longer than any run lasts; far beyond, the end of a wait is no longer a finite instant.
      const elapsed = Math.min(each.progress.elapsed, Number.MAX_SAFE_INTEGER);
      return { ...each, totalTimeout: Infinity, progress: { ...each.progress, elapsed } };
    });
    const law = fc.property(free, (each) => {
      const { hint } = each;
      fc.pre(!isOver(each) && !isRefused(each) && (!hint || hint.delay <= hint.atMost));
      return decisionOn(decideIt, each).kind === "retry";
    });
    fc.assert(law, lawParameters(2_000));
  },

  "asks nobody when no retry could follow": (decideIt) => {
    const law = fc.property(anyCase, (each) => {
      fc.pre(isOver(each));
      const asking = { ...optionsOf(each), schedule: silent, retryIf: nobody, delayHint: nobody };
      const decision = decisionOn(decideIt, each, asking);
      return decision.kind === "stop" && decision.reason !== "policy-error";
    });
    fc.assert(law, lawParameters(2_000));
  },

  "gives the same answer to the same question": (decideIt) => {
    const law = fc.property(anyCase, anyCase, (each, other) => {
      const first = decisionOn(decideIt, each);
      decisionOn(decideIt, other);
      return fc.stringify(decisionOn(decideIt, each)) === fc.stringify(first);
    });
    fc.assert(law, lawParameters(500));
  },

  "changes nothing that it is given": (decideIt) => {
    const law = fc.property(anyCase, (each) => {
      const kept = { ...each, hint: each.hint && frozen(each.hint), failure: frozen(each.failure) };
      const [progress, before] = [frozen({ ...each.progress }), fc.stringify(each.failure)];
      decisionOn(decideIt, { ...kept, progress });
      return fc.stringify(each.failure) === before;
    });
    fc.assert(law, lawParameters(500));
  },

  "answers, whatever the policy's functions answer or throw": (decideIt) => {
    const law = fc.property(anyCase, anyAnswer, anyAnswer, anyAnswer, (each, retryIf, delayHint, delay) => {
      const schedule = { ...each.schedule, delay };
      const decision = decisionOn(decideIt, each, {
        ...optionsOf(each),
        retryIf,
        delayHint,
        schedule,
      } as PolicyOptions);
      if (decision.kind === "retry") return decision.delay >= 0 && decision.delay < Infinity;
      return decision.reason !== "policy-error" || decision.error instanceof PolicyFunctionError;
    });
    fc.assert(law, lawParameters(2_000));
  },
} satisfies Record<string, DecideLaw>;
