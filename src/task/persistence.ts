import { cap } from "../core/limits.ts";
import { fullJitter } from "../core/jitter.ts";
import { schedule } from "../core/schedule.ts";
import { exponential } from "../core/sources.ts";
import { called } from "../engine/attempt.ts";
import { settle } from "../retry/retry.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { LeaseLostError } from "../transport/errors.ts";
import { thereIn } from "../transport/promised.ts";
import type { Hub } from "./hub.ts";
import type { AtOnce } from "./at-once.ts";

/** How the house itself deals with a transport or a store that fails: it may be away for a moment, and may hang. */
export const internalPolicy = (): Policy =>
  policy({
    attempts: 5,
    schedule: schedule(exponential("50ms"), cap("2s"), fullJitter),
    attemptTimeout: "10s",
    retryIf: (error) => !(error instanceof LeaseLostError),
  });

/** How an operation of a store or a broker ended, in spite of a few more tries. */
export type Persisted<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/**
 * Tries an operation of a store or a broker again when it fails. A lost lease is an answer; every other failure is told as an
 * `error` event, once, when it is given up.
 */
export function persistent<T>(
  hub: Hub,
  during: string,
  operation: () => Promise<T>,
  about: About = {},
): AtOnce<Persisted<T>> {
  const first = called(operation, undefined);
  return thereIn(first) ?? settled(hub, during, first, operation, about);
}

/** Which task it was for. */
interface About {
  readonly id?: string;
  readonly queue?: string;
}

/** @param made the first attempt, which is under way */
async function settled<T>(
  hub: Hub,
  during: string,
  made: Promise<T>,
  operation: () => Promise<T>,
  about: About,
): Promise<Persisted<T>> {
  const { clock, random } = hub;
  let first: Promise<T> | undefined = made;
  const next = (): Promise<T> => {
    const attempt = first ?? operation();
    first = undefined;
    return attempt;
  };
  const outcome = await settle(next, hub.persistence, { clock, random });
  if (!outcome.ok && !(outcome.error instanceof LeaseLostError))
    hub.bus.emit("error", { error: outcome.error, during, ...about });
  return outcome;
}
