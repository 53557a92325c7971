import { tell } from "../engine/report.ts";
import { type AttemptEvent, type AttemptOutcome, EXHAUSTED, type LastAttempt } from "./hooks.ts";
import type { Level } from "./levels.ts";

/** Tells a hook of a task; what it throws is reported, and changes nothing. */
export const tellHook = <Event>(
  name: string,
  hook: ((event: never) => unknown) | undefined,
  event: () => Event,
): void => tell(name, hook as ((event: Event) => unknown) | undefined, event);

/** Tells the hooks how an attempt ended: what it came to, whether that was for want of retries, and that it is over. */
export function tellOutcome(hooks: Level, event: () => AttemptEvent, outcome: AttemptOutcome): void {
  if (outcome.state === "SUCCESS") tellHook("onSuccess", hooks.onSuccess, () => ({ ...event(), value: outcome.value }));
  if (outcome.state === "RETRY") {
    const { failure, error, delay, from } = outcome;
    tellHook("onRetry", hooks.onRetry, () => ({ ...event(), failure, error, delay, from }));
  }
  if (outcome.state === "FAILURE") {
    const { failure, error, reason } = outcome;
    const last = (): AttemptEvent & LastAttempt => ({ ...event(), failure, error, reason });
    tellHook("onFailure", hooks.onFailure, last);
    if (EXHAUSTED.has(reason)) tellHook("onExhausted", hooks.onExhausted, last);
  }
  tellHook("afterAttempt", hooks.afterAttempt, () => ({ ...event(), outcome }));
}
