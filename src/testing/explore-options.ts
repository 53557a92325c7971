import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { HIGHEST_DRAW } from "../core/random.ts";
import { isCount } from "../policy/count.ts";
import type { Choices } from "./choices.ts";
import type { Counterexample } from "./explore-error.ts";
import { asTheyCame, chosenOrder } from "./order.ts";
import { type ScriptStep, stepsOf } from "./script.ts";
import type { Simulation } from "./simulate.ts";
import { clockInOrder, type VirtualClock } from "./virtual-clock.ts";

/** What the operation may do at each call, how far to go, and what must hold. */
export interface ExploreOptions<T, Row> {
  /** What each call may come to. */
  readonly outcomes: readonly ScriptStep<T>[];
  /** How many outcomes a script has at most. */
  readonly depth: number;
  /** Called with each complete run; what it throws, or rejects with, is a failure. */
  readonly check?: ((run: Row) => unknown) | undefined;
  /** Whether each draw is tried at both ends of its range, 0 and just below 1; unless `true`, each is ½. */
  readonly extremes?: boolean | undefined;
  /** When the caller leaves: the signal aborts that long after the beginning. */
  readonly abortAt?: Duration | undefined;
  /** Whether what is due at one and the same instant is tried in every order, one after the other and at once. */
  readonly ties?: boolean | undefined;
  /** How long, in real time, code of your own may wait for something real; not at all unless given. */
  readonly patience?: Duration | undefined;
  /** How many runs there may be; 100 000 unless given. */
  readonly most?: number | undefined;
}

/** A run that was explored: a simulation, with what led to it. */
export interface Exploration<T> extends Simulation<T> {
  /** What the calls came to, in order. */
  readonly script: readonly ScriptStep<T>[];
  /** What was drawn, in order. */
  readonly draws: readonly number[];
  /** Whether it came to its end; a run that asks for more than `depth` outcomes is cut off. */
  readonly complete: boolean;
  /** How many timers were left when it had settled. */
  readonly left: number;
}

/** What came of one run: a row, or what is wrong. */
export type Played<Row> = { readonly row: Row } | { readonly failed: Counterexample };

/** The options, read. */
export interface Ground<T> {
  readonly outcomes: readonly ScriptStep<T>[];
  readonly depth: number;
  readonly check: ((run: never) => unknown) | undefined;
  readonly extremes: boolean;
  readonly abortAt: number;
  readonly ties: boolean;
  readonly patience: number;
  readonly most: number;
  readonly tooMany: () => Error;
  readonly strayed: () => Error;
}

const KEYS = ["outcomes", "depth", "check", "extremes", "abortAt", "ties", "patience", "most"] as const;

/** @throws InvalidOptionError for options that cannot be used */
export function groundOf<T>(options: ExploreOptions<T, never>): Ground<T> {
  const read = optionsOf(options, "exploration", KEYS);
  const whole = (name: string, fallback?: number): number => {
    const count = read<number>(name, "a whole number ≥ 1", (value) => isCount(value) && value !== Infinity) ?? fallback;
    if (count === undefined) throw new InvalidOptionError(name, "a whole number ≥ 1", count);
    return count;
  };
  const flag = (name: string): boolean =>
    read<boolean>(name, "true or false", (value) => typeof value === "boolean") ?? false;
  // The default stands in for undefined alone: null is no duration.
  const millis = (name: string, fallback: number): number => {
    const given = read<Duration>(name);
    return given === undefined ? fallback : toMillis(given, name);
  };
  const [depth, most] = [whole("depth"), whole("most", 100_000)];
  return {
    outcomes: stepsOf(read<readonly ScriptStep<T>[]>("outcomes"), "outcomes"),
    depth,
    check: read<(run: never) => unknown>("check", "a function", isFunction),
    extremes: flag("extremes"),
    abortAt: millis("abortAt", Infinity),
    ties: flag("ties"),
    patience: millis("patience", 0),
    most,
    tooMany: () =>
      new InvalidOptionError("depth", `one that gives at most ${most} runs (or more of them as most)`, depth),
    strayed: () =>
      new InvalidOptionError("code", "the same calls for the same outcomes, without chance or memory", undefined, {
        hint: ": it went another way when it was run again",
      }),
  };
}

/** What one run is played on. */
export interface Scene {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly draws: readonly number[];
  readonly controller: AbortController;
  /** How many timers are left once a run has settled; that of the caller's leaving is none of the run's. */
  readonly left: () => number;
}

/** A scene in which chance, the order of ties and the caller's leaving are as chosen. */
export function sceneOf({ ties, extremes, abortAt, patience }: Ground<unknown>, choices: Choices): Scene {
  const clock = clockInOrder({ patience }, ties ? chosenOrder(choices) : asTheyCame);
  const draws: number[] = [];
  const controller = new AbortController();
  const leave = (): void => controller.abort(new DOMException("The caller has left", "AbortError"));
  const stay = abortAt < Infinity ? clock.schedule(abortAt, leave) : undefined;
  const left = (): number => {
    stay?.();
    return clock.pending().length;
  };
  const random = (): number => {
    const drawn = extremes ? ENDS[choices.pick("draw", 2)]! : 0.5;
    draws.push(drawn);
    return drawn;
  };
  return { clock, random, draws, controller, left };
}

const ENDS = [0, HIGHEST_DRAW] as const;
