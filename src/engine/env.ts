import { isFunction, optionsOf } from "../core/options.ts";
import type { Random } from "../core/random.ts";
import { type Clock, CLOCK, isClock } from "./clock.ts";
import { systemClock } from "./scheduler.ts";
import type { TraceSink } from "./trace.ts";

/** Where and when a call runs: what may differ from call to call, while the policy stays. */
export interface Env {
  /** Where time comes from; the machine's unless given. */
  readonly clock?: Clock | undefined;
  /** The draws; `Math.random` unless given. */
  readonly random?: Random | undefined;
  /** Ends the run; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the waits may let the process end, which abandons the promise; they may not, unless `true`. */
  readonly unref?: boolean | undefined;
  /** Watches the run from within, such as a recorder; nobody unless given. Hedges and resubscribed streams refuse it. */
  readonly trace?: TraceSink | undefined;
}

/** An {@link Env} that has been checked. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
  readonly unref: boolean;
  readonly trace: TraceSink | undefined;
}

const UNTRACED = ["clock", "random", "signal", "unref"] as const;
/** What the environment of a run that can be traced may hold. */
export const TRACED: readonly (keyof Env)[] = [...UNTRACED, "trace"] as const;

/** Where a call runs that says nothing of it. */
export const HERE: Surroundings = {
  clock: systemClock,
  random: () => Math.random(),
  signal: undefined,
  unref: false,
  trace: undefined,
};

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export const surroundings = (env: Env | undefined, keys: readonly (keyof Env)[] = UNTRACED): Surroundings =>
  env === undefined ? HERE : elsewhere(env, keys);

function elsewhere(env: Env, keys: readonly (keyof Env)[]): Surroundings {
  const read = optionsOf(env, "environment", keys);
  return {
    clock: read<Clock>("clock", CLOCK, isClock) ?? HERE.clock,
    random: read<Random>("random", "a function", isFunction) ?? HERE.random,
    signal: read<AbortSignal>("signal", "an AbortSignal", isSignal),
    unref: read<boolean>("unref", "true or false", (value) => typeof value === "boolean") ?? false,
    trace: read<TraceSink>("trace", "a sink, such as a recorder", isSink),
  };
}

const isSink = (value: unknown): boolean => isFunction((Object(value) as Partial<TraceSink>).begin);

function isSignal(value: unknown): boolean {
  const { aborted, addEventListener, removeEventListener } = Object(value) as Partial<AbortSignal>;
  return typeof aborted === "boolean" && isFunction(addEventListener) && isFunction(removeEventListener);
}
