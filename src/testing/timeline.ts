import { formatMillis } from "../core/duration.ts";
import type { Clock } from "../engine/clock.ts";
import type { Outcome } from "../policy/failure.ts";
import { type Policy, policy } from "../policy/policy.ts";

/** A policy whose runs are watched from outside. */
export interface Watched<T> {
  readonly policy: Policy<T>;
  /** The delay before each retry. */
  readonly delays: readonly number[];
  /** When each attempt began. */
  readonly starts: readonly number[];
}

/** The same policy under the eyes of a clock; its budget is a fresh copy, so that what is in use is not touched. */
export function watched<T>(checked: Policy<T>, clock: Clock): Watched<T> {
  const delays: number[] = [];
  const starts: number[] = [];
  const rules = policy<T>({
    ...checked,
    budget: checked.budget?.fresh(),
    onAttempt: (event) => {
      starts.push(clock.now());
      return checked.onAttempt?.(event);
    },
    onRetry: (event) => {
      delays.push(event.delay);
      return checked.onRetry?.(event);
    },
  });
  return { policy: rules, delays, starts };
}

/** How a run ended, as far as its picture shows; undefined while it goes on. */
export type Ending = Pick<Outcome<unknown>, "attempts"> &
  ({ readonly ok: true } | { readonly ok: false; readonly reason: string });

/** A run as a picture: what failed, the delays between, how it ended. */
export function timelineOf(delays: readonly number[], ending: Ending | undefined): string {
  const marks = delays.map((delay) => `x ${formatMillis(Math.round(delay))}`);
  if (ending === undefined) return marks.join(" ");
  if (ending.attempts > delays.length) marks.push(ending.ok ? "o" : "x");
  if (!ending.ok) marks.push(`(${ending.reason})`);
  return marks.join(" ");
}
