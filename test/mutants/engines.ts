import type { Random } from "../../src/core/random.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { decide } from "../../src/policy/decide.ts";
import { errorOf, TimeoutError } from "../../src/policy/errors.ts";
import type { Failure, Outcome, StopReason } from "../../src/policy/failure.ts";
import { type Policy, policy } from "../../src/policy/policy.ts";
import type { Engine } from "../laws/engine-stage.ts";
import type { Flaw } from "./engine-flaws.ts";

type Ending<T> = { readonly kind: "value"; readonly value: T } | Failure<T> | { readonly kind: "left" | "expired" };

/** Where it runs: all of it is given. */
interface Where {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly random: Random;
}

/** What a flawed engine keeps in its policy, which serves many runs. */
interface Kept {
  attempt: number;
  previousDelay: number;
}

const shared = new WeakMap<object, Kept>();
const keptIn = (schedule: object): Kept => {
  const kept = shared.get(schedule) ?? { attempt: 0, previousDelay: 0 };
  shared.set(schedule, kept);
  return kept;
};

/** An engine as plain as one can be: right in all that the laws ask, but for its flaw. */
export function engine(flaw?: Flaw): Engine {
  return async <T>(
    operation: Parameters<Engine>[0],
    options: unknown,
    env: Parameters<Engine>[2],
  ): Promise<Outcome<T>> => {
    const { clock, signal, random } = env as Where;
    const rules: Policy<T> = policy(options as Policy<T>);
    const kept = flaw === "counts in the policy" || flaw === "remembers the last delay in the policy";
    const state = kept ? keptIn(rules.schedule) : { attempt: 0, previousDelay: 0 };
    const start = clock.now();
    const elapsed = (): number => clock.now() - start;
    let attempt = 0;
    let previousDelay = 0;
    let first: Failure<T> | undefined;

    const told = async (hook: unknown, event: object): Promise<void> => {
      const heard = { attempts: rules.attempts, elapsed: elapsed(), attempt, ...event };
      if (flaw === "awaits its hooks") return void (await (hook as (event: object) => unknown)(heard));
      if (flaw === "lets a hook's error win") return void (hook as (event: object) => unknown)(heard);
      try {
        Promise.resolve((hook as (event: object) => unknown)(heard)).catch(() => {});
      } catch {
        // Hooks observe.
      }
    };
    const over = async (reason: StopReason, failure: Failure<T>): Promise<Outcome<T>> => {
      const shown = flaw === "ends with its first error" ? (first ?? failure) : failure;
      const error = flaw === "ends with an error of its own" ? new Error("failed", { cause: shown }) : errorOf(shown);
      await told(rules.onGiveUp, { reason, failure });
      if (flaw === "tells of its end twice") await told(rules.onGiveUp, { reason, failure });
      return { ok: false, error, reason, attempts: attempt, elapsed: elapsed() };
    };
    const left = (): Promise<Outcome<T>> => over("aborted", { kind: "error", error: signal.reason });
    const forgetful = flaw === "calls on after an abort" || flaw === "is told of no abort before it begins";
    const heeds = (place: "attempt" | "delay"): boolean =>
      flaw !== `hears no abort in ${place === "attempt" ? "an attempt" : "a delay"}`;

    /** Waits for the first of some promises, a limit and the caller's leaving. */
    const raced = (
      ask: (() => Promise<T>) | undefined,
      limit: number,
      place: "attempt" | "delay",
    ): Promise<Ending<T>> =>
      new Promise((resolve) => {
        let open = true;
        const asked = attempt;
        const end = (ending: Ending<T>): void => {
          if (!open) return;
          open = false;
          if (flaw !== "leaves a timer behind" || ask === undefined) cancel?.();
          if (flaw !== "leaves a listener behind for every attempt") signal.removeEventListener("abort", leave);
          resolve(ending);
        };
        const leave = (): void => void Promise.resolve().then(() => end({ kind: "left" }));
        const early = flaw === "arms a limit after the call" ? ask?.() : undefined;
        const cancel = limit < Infinity ? clock.schedule(limit, () => end({ kind: "expired" })) : undefined;
        if (heeds(place)) {
          signal.addEventListener("abort", leave);
          // It may have aborted while nobody listened.
          if (signal.aborted && !forgetful) leave();
        }
        const settled = (ok: boolean): void => {
          if (!open && flaw !== "swallows what comes late")
            void told(rules.onLate, { attempt: asked, settled: { ok } });
        };
        (early ?? ask?.())?.then(
          (value) => (settled(true), end({ kind: "value", value })),
          (error: unknown) => (settled(false), end({ kind: "error", error })),
        );
      });

    if (flaw === "leaves a listener behind") signal.addEventListener("abort", () => {});
    if (signal.aborted && flaw !== "is told of no abort before it begins") return left();
    if (rules.totalTimeout === 0) {
      return over("deadline", { kind: "error", error: new TimeoutError("TOTAL_TIMEOUT", 0) });
    }
    for (;;) {
      attempt = flaw === "counts in the policy" ? ++state.attempt : attempt + 1;
      await told(rules.onAttempt, {});
      const remaining = flaw === "lets an attempt outlive its deadline" ? Infinity : rules.totalTimeout - elapsed();
      const limit = Math.max(Math.min(rules.attemptTimeout, remaining), 0);
      const ask = (): Promise<T> => new Promise((resolve) => resolve(operation({ attempt } as never) as T));
      let ending = await raced(ask, limit, "attempt");
      if (ending.kind === "left") return left();
      if (ending.kind === "value" && rules.retryResult?.(ending.value, progress()) === true) {
        ending = { kind: "rejected-result", value: ending.value };
      }
      if (ending.kind === "value") {
        await told(rules.onSuccess, { value: ending.value });
        return { ok: true, value: ending.value, attempts: attempt, elapsed: elapsed() };
      }
      if (ending.kind === "expired") {
        const total = remaining <= rules.attemptTimeout;
        const code = total ? "TOTAL_TIMEOUT" : "ATTEMPT_TIMEOUT";
        ending = { kind: "error", error: new TimeoutError(code, limit) };
        if (total) return over("deadline", ending);
      }
      const failure = ending as Failure<T>;
      first ??= failure;
      const decision = decide(lenient(rules), failure, progress(), { wallNow: 0, random });
      if (decision.kind === "stop") return over(decision.reason, failure);
      const { delay } = decision;
      if (flaw !== "tells of a retry after the wait") await told(rules.onRetry, { failure, delay, from: "schedule" });
      const up = flaw === "sleeps up to its deadline" ? Math.min(delay, rules.totalTimeout - elapsed()) : delay;
      const nap = flaw === "wakes a millisecond early" ? Math.max(up - 1, 0) : up;
      const woken = nap > 0 ? await raced(undefined, nap, "delay") : undefined;
      if (woken?.kind === "left" && flaw !== "calls on after an abort") return left();
      if (flaw === "tells of a retry after the wait") await told(rules.onRetry, { failure, delay, from: "schedule" });
      if (flaw === "sleeps up to its deadline" && elapsed() >= rules.totalTimeout) return over("deadline", failure);
      previousDelay = state.previousDelay = delay;
    }

    function progress() {
      const last = flaw === "remembers the last delay in the policy" ? state.previousDelay : previousDelay;
      return { attempt, elapsed: elapsed(), previousDelay: last };
    }
  };

  /** The policy as a flawed engine reads it. */
  function lenient<T>(rules: Policy<T>): Policy<T> {
    if (flaw === "calls once too often") return { ...rules, attempts: rules.attempts + 1 };
    if (flaw === "calls once too seldom") return { ...rules, attempts: Math.max(rules.attempts - 1, 1) };
    const deadline = flaw !== "sleeps past its deadline" && flaw !== "sleeps up to its deadline";
    return deadline ? rules : { ...rules, totalTimeout: Infinity };
  }
}
