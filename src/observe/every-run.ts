import { CHANNELS } from "../engine/channels.ts";
import { tell } from "../engine/report.ts";
import type { GiveUpEvent, Hooks, LateEvent, RetryEvent, RunEvent, SuccessEvent } from "../policy/events.ts";
import { policy } from "../policy/policy.ts";
import { HOOKS } from "../policy/hook-names.ts";

/** Which run a message is about. */
export interface RunIdentity {
  /** The name of the operation's function, or `"the operation"` where it has none. */
  readonly operation: string;
  /** The same for all that is said of one run: its `idempotencyKey`. */
  readonly id: string;
}

/** What is said on a channel: the very event that a hook is told, and whose it is. */
export interface RunMessage<Event extends RunEvent = RunEvent> extends RunIdentity {
  readonly event: Event;
}

/**
 * What is published on which channel of `node:diagnostics_channel`. Events hold values and errors as they are.
 *
 * @example
 * ```ts
 * import { subscribe } from "node:diagnostics_channel";
 * import { retry } from "ostinato";
 * import type { ChannelMessages } from "ostinato/observe";
 *
 * const attempts: number[] = [];
 * subscribe("ostinato:success", (message) => {
 *   const { event } = message as ChannelMessages["ostinato:success"];
 *   attempts.push(event.attempt);
 * });
 * await retry(async () => "done");
 * attempts; // => [1]
 * ```
 */
export interface ChannelMessages {
  /** An attempt is about to start. */
  readonly "ostinato:attempt": RunMessage;
  /** An attempt has failed and another will follow. */
  readonly "ostinato:retry": RunMessage<RetryEvent<unknown>>;
  /** A run has ended with a value. */
  readonly "ostinato:success": RunMessage<SuccessEvent<unknown>>;
  /** A run has ended without a value. */
  readonly "ostinato:give-up": RunMessage<GiveUpEvent<unknown>>;
  /** An attempt that had been given up has settled after all. */
  readonly "ostinato:late": RunMessage<LateEvent<unknown>>;
}

/**
 * Tells hooks of every run in the process, whatever its policy, by way of `node:diagnostics_channel`. A hook that throws or
 * rejects is reported and changes nothing.
 *
 * @param hooks the hooks; or a function that gives those for a run, which is asked anew for each event
 * @returns what ends it; undefined where the platform has no such channels, as in browsers: there nothing will be told
 * @throws InvalidOptionError for an unknown hook, or one that is no function
 * @example
 * ```ts
 * import { retry } from "ostinato";
 * import { onEveryRun } from "ostinato/observe";
 *
 * const told: string[] = [];
 * const stop = onEveryRun(({ operation }) => ({
 *   onSuccess: ({ attempt }) => told.push(`${operation} succeeded at attempt ${attempt}`),
 * }));
 * await retry(async function loadUser() {});
 * stop?.();
 * told; // => ["loadUser succeeded at attempt 1"]
 * ```
 */
export function onEveryRun(hooks: Hooks | ((run: RunIdentity) => Hooks)): (() => void) | undefined {
  const fixed = typeof hooks === "function" ? undefined : policy(hooks);
  const hooksFor = typeof hooks === "function" ? (run: RunIdentity) => policy(hooks(run)) : () => fixed!;
  if (CHANNELS === undefined) return undefined;
  const stops = HOOKS.filter((name) => fixed === undefined || fixed[name] !== undefined).map((name) => {
    const channel = CHANNELS![name];
    const listener = (message: unknown): void => {
      const { operation, id, event } = message as RunMessage;
      tell(
        name,
        (told: RunEvent) => hooksFor({ operation, id })[name]?.(told as never) as unknown,
        () => event,
      );
    };
    channel.subscribe(listener);
    return () => channel.unsubscribe(listener);
  });
  return () => stops.forEach((stop) => stop());
}
