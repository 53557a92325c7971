import { toLimit, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { onAbort } from "../engine/abort.ts";
import type { Clock } from "../engine/clock.ts";
import type { Transport } from "../transport/transport.ts";
import type { TaskContext } from "./context.ts";
import { RetryRequestedError, TaskRejectedError } from "./attempt-errors.ts";
import { attemptOf, type Job } from "./job.ts";
import type { Serializer } from "./serializer.ts";
import type { TimeLimits } from "./time-limits.ts";
import { retryWish, type Wish } from "./wish.ts";

/** What an attempt's context works on. */
export interface AttemptState {
  readonly clock: Clock;
  readonly serializer: Serializer;
  readonly transport: Transport;
  readonly job: Job;
  readonly delivery: number;
  readonly elapsed: number;
  readonly limits: TimeLimits;
  /** The longest that the attempt may still take, where its lease cannot be extended. */
  readonly longest: number;
  readonly signal: () => AbortSignal;
  /** Keeps what the task says of its attempt; the last word counts. */
  readonly wish: (wish: Wish) => void;
}

/** What a task is told of its attempt. The signal is made when it is read. */
export function contextOf(state: AttemptState): TaskContext {
  const { clock, job, delivery, elapsed, limits, longest, signal, wish } = state;
  const { envelope, manifest, policy, registered } = job;
  const { progress } = envelope;
  const attempt = attemptOf(envelope);
  const race = <T>(work: PromiseLike<T>): Promise<T> => raced(signal(), work);
  return {
    id: envelope.id,
    task: registered.name,
    queue: envelope.queue,
    attempt,
    attempts: policy.attempts,
    isLast: attempt >= policy.attempts,
    get signal() {
      return signal();
    },
    remaining: policy.totalTimeout - elapsed,
    elapsed,
    previousDelay: progress.previousDelay,
    previousError: manifest.error,
    idempotencyKey: manifest.key ?? envelope.id,
    firstSentAt: progress.firstSentAt,
    delivery,
    headers: envelope.headers,
    retry: (request = {}) => {
      const wished = retryWish(request, clock.wallNow(), state);
      wish(wished);
      return new RetryRequestedError(causeOf(wished.error));
    },
    reject: (error) => {
      wish({ kind: "reject", error });
      return new TaskRejectedError(causeOf(error));
    },
    limit: (soft, hard) => {
      const softLimit = toLimit(soft, "soft");
      const hardLimit = hard === undefined ? limits.left() : toLimit(hard, "hard");
      if (softLimit < Infinity && softLimit > hardLimit)
        throw new InvalidOptionError("soft", `at most the hard limit of ${hardLimit} ms`, soft);
      if (hardLimit < Infinity && hardLimit > longest)
        throw new InvalidOptionError("hard", `at most the lease of ${longest} ms, which cannot be extended`, hard);
      limits.set(softLimit, hardLimit);
    },
    sleep: (duration) => {
      const delay = toMillis(duration, "sleep");
      let cancel = (): void => {};
      const slept = new Promise<void>((resolve) => (cancel = clock.schedule(delay, resolve)));
      return race(slept).finally(() => cancel());
    },
    race,
  };
}

const causeOf = (error: unknown): ErrorOptions | undefined => (error === undefined ? undefined : { cause: error });

/** The work, or a rejection with the signal's reason when that aborts first; the listener is let go of either way. */
function raced<T>(signal: AbortSignal, work: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = onAbort(signal, () => reject(signal.reason as Error));
    new Promise<T>((done) => done(work)).then(resolve, reject).finally(release);
  });
}
