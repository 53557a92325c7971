import { charged, funded, type Payer } from "../engine/charge.ts";
import type { Progress } from "../policy/failure.ts";
import type { AtOnce } from "./at-once.ts";
import type { Hub } from "./hub.ts";
import { attemptOf, type Job } from "./job.ts";
import { type Ended, failed, type Kept, retried, succeeded } from "./outcomes.ts";
import { SerializationError } from "./serialization-error.ts";
import { type Ending, verdictOf } from "./verdict.ts";
import type { Wish } from "./wish.ts";

/** What an attempt comes to, from the decision to the settlement. */
export function judged(hub: Hub, ended: Ended, ending: Ending, wish: Wish | undefined): AtOnce<void> {
  const { clock, random } = hub;
  const { job, elapsed } = ended;
  const { policy, manifest, envelope } = job;
  const payer = { policy, clock, paid: manifest.paid ?? 0 };
  if (attemptOf(envelope) === 1) funded(payer, (budget, now) => budget.begin(now));
  // The way of most, which asks for no decision.
  if (ending.kind === "value" && wish === undefined && policy.retryResult === undefined)
    return valued(hub, ended, ending.value, payer);
  const progress: Progress = { ...envelope.progress, attempt: attemptOf(envelope), elapsed };
  const inputs = { wallNow: clock.wallNow(), random };
  const verdict = verdictOf(policy, ending, wish, progress, inputs, (failure, decision) =>
    charged(payer, failure, decision),
  );
  if (verdict.kind === "success") return valued(hub, ended, verdict.value, payer);
  if (verdict.kind === "failure") return failed(hub, ended, verdict);
  return retried(hub, ended, verdict, wish, payer.paid);
}

/** A value is a success, if it can be kept. */
function valued(hub: Hub, ended: Ended, value: unknown, payer: Payer<never>): AtOnce<void> {
  const made = resultOf(hub, ended.job, value);
  if (!made.ok) {
    const failure = { kind: "error", error: made.error } as const;
    return failed(hub, ended, { kind: "failure", failure, reason: "not-retryable" });
  }
  funded(payer, (budget, now) => budget.deposit(now, payer.paid));
  return succeeded(hub, ended, value, made);
}

type Made = ({ readonly ok: true } & Kept) | { readonly ok: false; readonly error: unknown };

/** A result as it can be kept. One that is too large is left out, unless another task is to have it. */
function resultOf({ serializer }: Hub, { manifest }: Job, value: unknown): Made {
  if (value === undefined) return { ok: true, result: undefined };
  try {
    return { ok: true, result: serializer.encode(value, "result") };
  } catch (error) {
    const isTooLarge = error instanceof SerializationError && error.code === "TOO_LARGE";
    if (isTooLarge && manifest.link === undefined) return { ok: true, result: undefined, truncated: true };
    return { ok: false, error };
  }
}
