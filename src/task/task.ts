import { fixed } from "../core/sources.ts";
import { policy } from "../policy/policy.ts";
import { called } from "./called.ts";
import { contextOf } from "./attempt-context.ts";
import { type Hub, queueOf, type Registered, settingsOf } from "./hub.ts";
import { type Call, callOf } from "./call.ts";
import { enqueue } from "./enqueue.ts";
import { randomKey } from "../engine/key.ts";
import { RetryRequestedError, TaskRejectedError } from "./attempt-errors.ts";
import { UnknownTaskError } from "./errors.ts";
import type { EnqueueOptions } from "./options.ts";
import { type AsyncResult, asyncResult } from "./result.ts";
import type { Wish } from "./wish.ts";
import type { Job } from "./job.ts";

/** A task: what is sent under its name, and what a worker runs. */
export interface Task<Args extends readonly unknown[] = readonly unknown[], Result = unknown> {
  readonly name: string;
  /** Where its messages go, unless a call says otherwise. */
  readonly queue: string;
  /** Sends it; resolves when the broker has taken the message. */
  delay(...args: Args): Promise<AsyncResult<Result>>;
  /** Sends it, with options for this call. */
  enqueue(options: EnqueueOptions<Args>): Promise<AsyncResult<Result>>;
  /** Calls its function here and now, once: no message, no retries, no time limits, but with what goes around it. */
  call(...args: Args): Promise<Result>;
}

/** A task of an app, by its name. */
export function taskOf<Args extends readonly unknown[], Result>(hub: Hub, name: string): Task<Args, Result> {
  const enqueued = async (call: () => Call): Promise<AsyncResult<Result>> => {
    const id = enqueue(hub, name, call());
    return asyncResult(hub, typeof id === "string" ? id : await id);
  };
  return {
    name,
    get queue() {
      return queueOf(hub, name);
    },
    delay: (...args) => enqueued(() => ({ args })),
    enqueue: (options) => enqueued(() => callOf(options)),
    call: async (...args) => {
      const registered = hub.registered.get(name);
      if (registered === undefined) throw new UnknownTaskError(name);
      return calledOnce(hub, registered, args) as Promise<Result>;
    },
  };
}

async function calledOnce(hub: Hub, registered: Registered, args: readonly unknown[]): Promise<unknown> {
  const { clock, serializer, transport } = hub;
  const settings = settingsOf(hub, registered.name);
  const id = randomKey();
  const job: Job = {
    envelope: {
      id,
      task: registered.name,
      queue: settings.queue ?? "default",
      progress: { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt: clock.wallNow() },
      notBefore: undefined,
      expiresAt: undefined,
      headers: {},
      body: new Uint8Array(),
    },
    manifest: { serializer: serializer.name },
    registered,
    settings,
    policy: policy({ attempts: 1, schedule: fixed(0) }),
    args,
    softTimeLimit: Infinity,
    timeLimit: Infinity,
    around: settings.around,
  };
  const controller = new AbortController();
  let wish: Wish | undefined;
  const ctx = contextOf({
    clock,
    serializer,
    transport,
    job,
    delivery: 1,
    elapsed: 0,
    longest: Infinity,
    limits: { set: () => {}, left: () => Infinity, stop: () => {} },
    signal: () => controller.signal,
    wish: (said) => void (wish = said),
  });
  const value = await called(hub, job, ctx).catch((error: unknown) => {
    throw wish?.error ?? error;
  });
  // Nothing was thrown, but the function has said that it did not succeed.
  if (wish !== undefined)
    throw wish.error ?? (wish.kind === "retry" ? new RetryRequestedError() : new TaskRejectedError());
  return value;
}
