import type { RetryContext } from "p-retry";
import type { Sleeping } from "../engine/sleep.ts";
import type { Peer } from "./p-retry-peer.ts";
import type { Settings } from "./p-retry-settings.ts";

/** One call of `pRetry` on its way. */
export interface PRun extends Sleeping {
  readonly peer: Peer;
  readonly settings: Settings;
  readonly startedAt: number;
  attemptNumber: number;
  retriesConsumed: number;
}

/** A run that begins now. */
export const begun = (peer: Peer, settings: Settings): PRun => ({
  peer,
  settings,
  clock: settings.clock,
  unref: settings.unref,
  startedAt: settings.clock.now(),
  attemptNumber: 0,
  retriesConsumed: 0,
  eager: 0,
  interrupt: undefined,
});

/** How long, in milliseconds, retrying may go on; zero or less when its time is up. */
export const remaining = ({ settings, clock, startedAt }: PRun): number =>
  settings.maxRetryTime - (clock.now() - startedAt);

/** How many more failures may be tried again. */
export const retriesLeft = ({ settings, retriesConsumed }: PRun): number => settings.retries - retriesConsumed;

/** What a callback is told; the editions that do not tell the delay give none. */
export function contextOf(
  run: PRun,
  error: Error,
  retryDelay?: number,
): RetryContext & { readonly retryDelay: number } {
  const { attemptNumber, retriesConsumed } = run;
  const told = { error, attemptNumber, retriesLeft: retriesLeft(run), retriesConsumed };
  return Object.freeze(retryDelay === undefined ? told : { ...told, retryDelay }) as ReturnType<typeof contextOf>;
}

/** Ends a run whose caller has left; the caller knows already. */
export function leave({ settings: { signal } }: PRun): void {
  if (signal?.aborted) throw signal.reason;
}

/** The longest delay of the edition that knows a longest one. */
const LONGEST = 2 ** 31 - 1;

/** The delay before the next retry, in milliseconds: drawn first, capped then. */
export function delayOf({ settings, peer: { edition }, retriesConsumed }: PRun): number {
  const { minTimeout, maxTimeout, factor, randomize, random } = settings;
  if (edition >= 9 && minTimeout === 0) return 0;
  const stretch = randomize ? random() + 1 : 1;
  const grown = Math.round(stretch * minTimeout * factor ** retriesConsumed);
  return edition >= 9 ? Math.min(grown, Math.ceil(maxTimeout), LONGEST) : Math.min(grown, maxTimeout);
}
