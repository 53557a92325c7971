import { errorOf } from "../policy/errors.ts";
import type { Outcome } from "../policy/failure.ts";
import { announce } from "./announce.ts";
import type { Stop } from "./attempt.ts";
import { funded } from "./charge.ts";
import type { Run } from "./run.ts";

/** Tells whoever wants to know that a run has a value. */
export function tellSuccess<T>(run: Run<T>, value: T): void {
  funded(run, (budget, now) => budget.deposit(now, run.paid));
  announce("onSuccess", run, () => ({ ...run.event, value }));
}

/** The end of a run with a value, told to whoever wants to know. */
export function succeeded<T>(run: Run<T>, value: T): Outcome<T> {
  tellSuccess(run, value);
  return { ok: true, value, attempts: run.attempt, elapsed: run.elapsed };
}

/** The end of a run without a value, told to whoever wants to know. */
export function gaveUp<T>(run: Run<T>, { reason, failure }: Stop<T>): Outcome<T> & { ok: false } {
  const error = errorOf(failure);
  const told = failure.kind === "error" ? { kind: "error" as const, error } : failure;
  announce("onGiveUp", run, () => ({ ...run.event, failure: told, reason }));
  return { ok: false, error, reason, attempts: run.attempt, elapsed: run.elapsed };
}
