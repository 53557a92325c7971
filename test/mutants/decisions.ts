import type { decide } from "../../src/policy/decide.ts";
import type { DECIDE_LAWS } from "../laws/decide-laws.ts";
import { decider, drawn, RIGHT, type Steps } from "./decision-model.ts";

/** A wrong decision function, and the laws that it breaks; all of them break the table. */
export interface DecisionMutant {
  readonly breaks: readonly (keyof typeof DECIDE_LAWS)[];
  /** Made anew each time: some remember. */
  readonly make: () => typeof decide;
}

const mutant = (breaks: DecisionMutant["breaks"], changes: Partial<Steps>): DecisionMutant => ({
  breaks,
  make: () => decider(changes),
});

const PAST_ATTEMPTS = "never retries past the attempts";
const PAST_DEADLINE = "never retries at the deadline or past it";
const TOO_EARLY = "never comes back earlier than a hint asks";
const FREE = "tries again while nothing forbids it";
const BOUNDS = "keeps within the schedule's bounds, unless a hint asks for more";
const OWN = "gives the schedule's own delay for this very step, where no hint asks for more";
const SILENCE = "asks nobody when no retry could follow";

export const countsRetries = mutant([PAST_ATTEMPTS], {
  spent: ({ policy, progress }) => (progress.attempt > policy.attempts ? "attempts" : undefined),
});

export const stopsOneAttemptEarly = mutant([FREE], {
  spent: ({ policy, progress }) => (progress.attempt + 1 < policy.attempts ? undefined : "attempts"),
});

export const retriesAtTheDeadline = mutant([PAST_DEADLINE], {
  late: (delay, { policy, progress }) => progress.elapsed + delay > policy.totalTimeout,
});

export const forgetsTheDelayAtTheDeadline = mutant([PAST_DEADLINE], { late: () => false });

export const sleepsUpToTheDeadline = mutant([PAST_DEADLINE], {
  joined: (own, hint, matter) =>
    Math.min(RIGHT.joined(own, hint, matter), matter.policy.totalTimeout - matter.progress.elapsed),
  late: () => false,
});

export const movesTheDeadlineForAHint = mutant([PAST_DEADLINE], {
  late: (delay, { policy, progress }, hint) => progress.elapsed + delay >= policy.totalTimeout + hint.delay,
});

export const looksAtTheDeadlineTooLate = mutant([SILENCE], { order: ["final", "spent", "refused"] });

export const asksThePredicateAtTheLastAttempt = mutant([SILENCE], { order: ["final", "over", "refused", "spent"] });

export const asksThePredicateOfAPermanentError = mutant([SILENCE], { order: ["spent", "over", "refused", "final"] });

export const knowsNoPermanentError = mutant(["never retries a permanent error"], {
  order: ["spent", "over", "refused"],
});

export const asksNoPredicate = mutant(["never retries an error that the predicate refuses"], {
  order: ["final", "spent", "over"],
});

export const asksThePredicateAboutResults = mutant([FREE], {
  refused: (matter) =>
    RIGHT.refused({ ...matter, failure: { kind: "error", error: (matter.failure as { value?: unknown }).value } }),
});

export const retriesNoResult = mutant([FREE], {
  refused: (matter) => (matter.failure.kind === "rejected-result" ? "not-retryable" : RIGHT.refused(matter)),
});

export const takesAHintForTheDelay = mutant([BOUNDS], {
  joined: (own, hint, matter) => (hint.delay > 0 ? RIGHT.joined(0, hint, matter) : own),
});

export const jittersBeforeAHintIsReached = mutant([TOO_EARLY], {
  joined: (own, hint, { inputs }) => Math.max(own, hint.delay + (drawn(inputs) - 0.5) * hint.spread),
});

export const jittersAHintAway = mutant([TOO_EARLY], {
  joined: (own, hint, { inputs }) => Math.max(own, drawn(inputs) * (hint.delay + hint.spread)),
});

export const takesTheShorterOfBoth = mutant([TOO_EARLY], {
  joined: (own, hint, matter) => (hint.delay > 0 ? Math.min(own, RIGHT.joined(own, hint, matter)) : own),
});

export const addsAHintToTheDelay = mutant([BOUNDS], {
  joined: (own, hint, matter) => Math.min(own + RIGHT.joined(0, hint, matter), Number.MAX_VALUE),
});

export const clampsAHintToItsLimit = mutant(["never comes back after a hint above its limit"], {
  tooLong: () => false,
  joined: (own, hint, matter) => RIGHT.joined(own, { ...hint, delay: Math.min(hint.delay, hint.atMost) }, matter),
});

export const stopsAtTheLimitOfAHint = mutant([FREE], { tooLong: ({ delay, atMost }) => delay >= atMost });

export const overflowsOnASpread = mutant([], {
  joined: (own, hint, { inputs }) =>
    hint.spread === 0 ? Math.max(own, hint.delay) : Math.max(own, hint.delay + drawn(inputs) * hint.spread),
});

export const drawsWithoutASpread = mutant([], {
  joined: (own, hint, { inputs }) =>
    Math.max(own, Math.min(hint.delay + drawn(inputs) * hint.spread, Number.MAX_VALUE)),
});

export const asksForTheNextRetry = mutant([BOUNDS, OWN], {
  own: (matter) => RIGHT.own({ ...matter, progress: { ...matter.progress, attempt: matter.progress.attempt + 1 } }),
});

export const forgetsThePreviousDelay = mutant([OWN], {
  own: (matter) => RIGHT.own({ ...matter, progress: { ...matter.progress, previousDelay: 0 } }),
});

export const roundsTheDelay = mutant([OWN], { own: (matter) => Math.ceil(RIGHT.own(matter)) });

export const takesAnyAnswerForAVerdict = mutant([], {
  refused: ({ policy, failure, progress }) =>
    failure.kind === "error" && policy.retryIf && !policy.retryIf(failure.error, progress)
      ? "not-retryable"
      : undefined,
});

export const takesAnyAnswerForADelay = mutant(["answers, whatever the policy's functions answer or throw"], {
  own: ({ policy, progress, inputs }) =>
    policy.schedule.delay({ retry: progress.attempt, previousDelay: progress.previousDelay }, inputs.random),
});

export const creditsTheHint = mutant([OWN], { from: (own, delay) => (delay >= own ? "hint" : "schedule") });

export const remembersItsRuns: DecisionMutant = {
  breaks: ["gives the same answer to the same question"],
  make: () => {
    let decisions = 0;
    return decider({ own: (matter) => RIGHT.own(matter) + decisions++ });
  },
};

export const countsInTheProgress = mutant(["changes nothing that it is given"], {
  own: ({ progress, ...matter }) => {
    const own = RIGHT.own({ ...matter, progress });
    Object.assign(progress, { previousDelay: own });
    return own;
  },
});
