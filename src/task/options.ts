import type { Duration } from "../core/duration.ts";
import type { PolicyOptions } from "../policy/policy.ts";
import type { Around } from "./context.ts";
import type { TaskHooks } from "./hooks.ts";
import type { Instant, When } from "./instant.ts";
import type { Link } from "./link.ts";

/** A policy as tasks use it: hooks and time limits are the task's own. */
export type TaskPolicy<Result = unknown> = Pick<
  PolicyOptions<Result>,
  "schedule" | "attempts" | "totalTimeout" | "retryIf" | "retryResult" | "delayHint" | "routes" | "budget"
>;

/** How hard to try to send a message: `false` for one try. What is left out is the app's, then 4 attempts within 30 s. */
export type PublishPolicy = false | Pick<PolicyOptions, "schedule" | "attempts" | "totalTimeout" | "retryIf">;

/** What travels with a message, or is needed to send it. */
export interface SendingOptions<Result = unknown> {
  /** Where messages go; `"default"` unless given. */
  readonly queue?: string | undefined;
  /** When to try again; merged key by key over what is less near. */
  readonly policy?: TaskPolicy<Result> | undefined;
  /** How hard to try to send the message. */
  readonly publish?: PublishPolicy | undefined;
  /** From the start of an attempt until its signal aborts; no limit unless given. */
  readonly softTimeLimit?: Duration | undefined;
  /** From the start of an attempt until it is given up; no limit unless given. */
  readonly timeLimit?: Duration | undefined;
  /** A whole number from 0, at most what the transport has; the higher comes first. It says nothing where all messages are equal. */
  readonly priority?: number | undefined;
}

/** What a task is made with; what is left out comes from the app's overrides and defaults. */
export interface TaskOptions<Args extends readonly unknown[] = readonly unknown[], Result = unknown>
  extends SendingOptions<Result>, TaskHooks<Args, Result> {
  /** How long after it is sent a task is still worth starting; no limit unless given. */
  readonly expires?: Duration | undefined;
  /** The idempotency key of a call, from its arguments: `([order]) => order`; none unless given, so that each call is its own. */
  readonly dedupe?: ((args: Args) => string) | undefined;
  /** Goes around every attempt, inside of the app's own. */
  readonly around?: Around | undefined;
}

/** What one call says for itself; it touches no other. Its policy travels as data. */
export interface CallOptions extends SendingOptions<never>, When {
  /** Until when it is worth starting: a time from now, or a moment. */
  readonly expires?: Duration | Exclude<Instant, number> | undefined;
  /** The task's id, at most 1 000 characters; a random one unless given. A second call with one id is the same task. */
  readonly id?: string | undefined;
  /** The idempotency key: a second task under one key gets the first one's result. */
  readonly dedupe?: string | undefined;
  /** Messages of one key keep their order, where the queue does so. */
  readonly orderingKey?: string | undefined;
  /** Sent when the task has succeeded, with its result as first argument. */
  readonly link?: Link | readonly Link[] | undefined;
  /** Sent when the task has failed for good, with a description of that as first argument. */
  readonly linkError?: Link | readonly Link[] | undefined;
  /** Text to send along, such as a trace context. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The options of a call, with the arguments; they may be left out where there are none. */
export type EnqueueOptions<Args extends readonly unknown[] = readonly unknown[]> = CallOptions &
  (Args extends readonly [] ? { readonly args?: Args | undefined } : { readonly args: Args });
