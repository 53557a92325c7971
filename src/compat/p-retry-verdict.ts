import type { AbortError } from "p-retry";
import type { Peer } from "./p-retry-peer.ts";
import { contextOf, delayOf, leave, type PRun, remaining, retriesLeft } from "./p-retry-run.ts";

/** What follows a failure that is tried again. */
export interface Next {
  /** Whether it uses up one of the retries. */
  readonly counts: boolean;
  /** Milliseconds to wait. */
  readonly delay: number;
}

/**
 * What follows a failure: the callbacks are asked, each awaited, in the order of the installed edition.
 *
 * Rejects with what the run ends with, where nothing follows.
 */
export async function verdict(run: PRun, thrown: unknown): Promise<Next> {
  const { peer } = run;
  const error = asError(thrown);
  if (error instanceof peer.AbortError) throw inside(error, peer);
  const hopeless = error instanceof TypeError && !(await peer.forgives(error));
  return peer.edition === 7 ? announcedFirst(run, error, hopeless) : announcedSecond(run, error, hopeless);
}

/** As p-retry 7: the failure is told before anybody is asked, and a mistake may be tried again if it does not count. */
async function announcedFirst(run: PRun, error: Error, hopeless: boolean): Promise<Next> {
  const { settings } = run;
  const context = contextOf(run, error);
  await heard(run, settings.onFailedAttempt(context));
  if (remaining(run) <= 0) throw error;
  const answer: unknown = await heard(run, settings.shouldConsumeRetry(context));
  const counts = Boolean(answer);
  const left = remaining(run);
  if (left <= 0 || retriesLeft(run) <= 0 || (hopeless && counts)) throw error;
  if (!hopeless && !(await heard(run, settings.shouldRetry(context)))) throw error;
  return { counts, delay: counts ? Math.min(delayOf(run), left) : 0 };
}

/** As p-retry 8 and 9: who is told of the failure learns what it costs and how long the wait will be. */
async function announcedSecond(run: PRun, error: Error, hopeless: boolean): Promise<Next> {
  const { settings } = run;
  const newest = run.peer.edition >= 9;
  const late = remaining(run) <= 0;
  if (late && !newest) {
    await heard(run, settings.onFailedAttempt(contextOf(run, error, 0)));
    throw error;
  }
  const planned = retriesLeft(run) <= 0 || (newest && (hopeless || late)) ? 0 : delayOf(run);
  const answer: unknown = await heard(run, settings.shouldConsumeRetry(contextOf(run, error, planned)));
  const counts = Boolean(newest ? (answer ?? true) : answer);
  const context = contextOf(run, error, counts ? planned : 0);
  await heard(run, settings.onFailedAttempt(context));
  if (hopeless || retriesLeft(run) <= 0 || remaining(run) <= 0) throw error;
  if (!(await heard(run, settings.shouldRetry(context)))) throw error;
  const left = remaining(run);
  if (left <= 0) throw error;
  return { counts, delay: Math.min(context.retryDelay, left) };
}

/** An answer, unless the caller has left meanwhile. */
async function heard<Answer>(run: PRun, answer: Answer): Promise<Awaited<Answer>> {
  const given = await answer;
  leave(run);
  return given;
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new TypeError(`Non-error was thrown: "${printed(thrown)}". You should only throw errors.`);
}

function printed(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The error that an AbortError carries; only the newest looks into an AbortError inside an AbortError. */
function inside(error: AbortError, { AbortError: Marked, edition }: Peer): Error {
  if (edition < 9) return error.originalError;
  let inner: Error = error;
  while (inner instanceof Marked && inner.originalError instanceof Error) inner = inner.originalError;
  return inner;
}
