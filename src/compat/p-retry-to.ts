import type { Options, RetryContext } from "p-retry";
import { onAbort } from "../engine/abort.ts";
import { type Env, surroundings } from "../engine/env.ts";
import { sleep, type Sleeping } from "../engine/sleep.ts";
import { decide } from "../policy/decide.ts";
import { errorOf } from "../policy/errors.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { hooks, refuse, type Refusals } from "./refusal.ts";
import { refuseMemory } from "./remembers.ts";

/** @throws InvalidOptionError for a policy with something that p-retry cannot keep, or that cannot be used */
export function optionsFrom(options: PolicyOptions<never>, env: Env | undefined): Options {
  const checked = policy(options);
  refuse(checked, REFUSED);
  refuseMemory(checked, "p-retry");
  const { clock, random, signal, unref } = surroundings(env);
  /** Decides and waits: p-retry awaits the answer, and goes on at once. */
  const shouldRetry = async ({ error, attemptNumber }: RetryContext): Promise<boolean> => {
    const failure = { kind: "error", error } as const;
    const progress = { attempt: attemptNumber, elapsed: 0, previousDelay: 0 };
    const decision = decide(checked, failure, progress, { wallNow: clock.wallNow(), random });
    if (decision.kind === "stop") throw decision.reason === "policy-error" ? decision.error : errorOf(failure);
    await slept({ clock, unref, eager: attemptNumber - 1, interrupt: undefined }, decision.delay, signal);
    return true;
  };
  return {
    retries: checked.attempts - 1,
    minTimeout: 0,
    factor: 1,
    maxRetryTime: checked.totalTimeout,
    shouldRetry,
    ...(signal && { signal }),
  };
}

const REFUSED: Refusals = {
  attemptTimeout: "none: p-retry has no limit per attempt",
  retryResult: "none: p-retry rejects no results",
  routes: "none: p-retry does not count kinds of failures",
  budget: "none: p-retry does not tell of a success",
  ...hooks("none: p-retry has onFailedAttempt"),
};

/** A wait that ends when the caller leaves; p-retry then looks at the signal itself. */
async function slept(waiter: Sleeping, delay: number, signal: AbortSignal | undefined): Promise<void> {
  const waiting = sleep(waiter, delay);
  const release = signal && onAbort(signal, () => waiter.interrupt?.());
  await waiting;
  release?.();
}
