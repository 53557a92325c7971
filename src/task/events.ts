import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import { tell } from "../engine/report.ts";
import type { EndReason, RecordedError } from "../transport/dead-letter.ts";
import type { LastAttempt, RetriedAttempt } from "./hooks.ts";

/** Which task an event is about. Arguments are never told: they are the caller's, and a log is not for them. */
export interface TaskNews {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  /** Which attempt, from 1; 0 before the first. */
  readonly attempt: number;
}

/**
 * What an app tells, by name. For one attempt, in this order: `received`, `started`, then `retry`, `success` or `failure`,
 * once that is recorded and the hooks have been told, and `dead-letter` behind a failure once it lies there.
 */
export interface TaskEvents {
  /** The broker has taken a message of a new task; a retry's message is no news. `delay`: milliseconds. */
  readonly published: TaskNews & { readonly delay: number };
  /** A worker has got a message; `delivery` counts from 1. */
  readonly received: TaskNews & { readonly delivery: number | undefined };
  readonly started: TaskNews & { readonly attempts: number };
  /** An attempt has failed and another will follow. */
  readonly retry: TaskNews & RetriedAttempt & { readonly dueAt: number };
  /** `duration`: milliseconds that the attempt took; 0 where the result was there already. */
  readonly success: TaskNews & { readonly duration: number };
  readonly failure: TaskNews & LastAttempt;
  readonly revoked: TaskNews;
  /** `error`: what the last attempt failed with, where there was one. */
  readonly expired: TaskNews & { readonly error: RecordedError | undefined };
  readonly "dead-letter": TaskNews & { readonly reason: EndReason };
  /** A worker no longer holds the message it works on; another will get it. */
  readonly "lease-lost": TaskNews;
  /** The transport or a store has failed; `during` says what was under way. Nothing is lost by it. */
  readonly error: {
    readonly error: unknown;
    readonly during: string;
    readonly id?: string | undefined;
    readonly queue?: string | undefined;
  };
}

/** The name of an event. */
export type TaskEventName = keyof TaskEvents;

/** Told of events. It is not awaited, and what it throws is reported and changes nothing. */
export type Listener<Name extends TaskEventName> = (event: TaskEvents[Name]) => unknown;

const NAMES: readonly string[] = [
  "published",
  "received",
  "started",
  "retry",
  "success",
  "failure",
  "revoked",
  "expired",
  "dead-letter",
  "lease-lost",
  "error",
] satisfies readonly TaskEventName[];

/** Where events go through. */
export interface EventBus {
  readonly emit: <Name extends TaskEventName>(name: Name, event: TaskEvents[Name]) => void;
  /** @returns what ends the listening */
  readonly on: <Name extends TaskEventName>(name: Name, listener: Listener<Name>) => () => void;
}

/** Listeners by the name of the event. */
export function eventBus(): EventBus {
  const all = new Map<string, Set<(event: never) => unknown>>(NAMES.map((name) => [name, new Set()]));
  return {
    emit: (name, event) => {
      for (const listener of all.get(name)!) tell(name, listener, () => event as never);
    },
    on: (name, listener) => {
      const listeners = all.get(name);
      if (listeners === undefined) throw new InvalidOptionError("event", `one of ${NAMES.join(", ")}`, name);
      if (!isFunction(listener)) throw new InvalidOptionError("listener", "a function", listener);
      // Wrapped, so that one function may listen twice and leave once.
      const own = (event: never): unknown => listener(event);
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}
