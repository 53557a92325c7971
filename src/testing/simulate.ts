import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { type Random, seededRandom } from "../core/random.ts";
import { outcomeOf } from "../engine/loop.ts";
import { Course } from "../engine/course.ts";
import type { Outcome } from "../policy/failure.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { played, type ScriptStep } from "./script.ts";
import { timelineOf, watched } from "./timeline.ts";
import { virtualClock } from "./virtual-clock.ts";

/** A run in virtual time, from its start to its end; times in milliseconds. */
export interface Simulation<T> {
  /** The run as a picture: `x` failed, `o` succeeded, the delays between, the reason at the end: `"x 8ms x 15ms o"`. */
  readonly timeline: string;
  /** The delay before each retry. */
  readonly delays: readonly number[];
  /** When each attempt began. */
  readonly starts: readonly number[];
  /** How many calls were made. */
  readonly attempts: number;
  /** How long it took. */
  readonly elapsed: number;
  /** How it ended. */
  readonly outcome: Outcome<T>;
}

/** Which draws a simulation uses; unless told otherwise, each is ½. */
export interface SimulateOptions {
  /** A source of draws. */
  readonly random?: Random | undefined;
  /** A seed for the draws, instead. */
  readonly seed?: number | undefined;
}

/**
 * Plays a policy against a script of outcomes in virtual time: the same decisions as in production, in no time.
 *
 * The last step of a script repeats if it is `ok` or `never`; a script that ends with a failure and is asked for more
 * rejects with a `ScriptEndError`.
 *
 * @example
 * ```ts
 * import { exponential } from "ostinato";
 * import { fail, ok, simulate } from "ostinato/testing";
 *
 * const run = await simulate({ schedule: exponential("1s") }, [fail(), fail(), ok("saved")]);
 * run.timeline; // => "x 1s x 2s o"
 * ```
 */
export async function simulate<T>(
  options: PolicyOptions<NoInfer<T>>,
  script: readonly ScriptStep<T>[],
  draws: SimulateOptions = {},
): Promise<Simulation<T>> {
  const random = randomOf(draws);
  const checked = policy<T>(options);
  const clock = virtualClock({ patience: 0 });
  const stage = played(script, clock);
  const { policy: rules, delays, starts } = watched(checked, clock);
  const run = new Course<T>(stage.operation, rules, { clock, random, signal: undefined, unref: false }, "the script");
  const outcome = await clock.runUntil(outcomeOf(run));
  stage.raise();
  const { attempts, elapsed } = outcome;
  return { timeline: timelineOf(delays, outcome), delays, starts, attempts, elapsed, outcome };
}

function randomOf(draws: SimulateOptions): Random {
  const read = optionsOf(draws, "simulation", ["random", "seed"]);
  const seed = read<number>("seed", "a safe integer", Number.isSafeInteger);
  const random = read<Random>("random", "a function", isFunction);
  if (seed !== undefined && random !== undefined) throw new InvalidOptionError("seed", "no seed beside random", seed);
  return seed === undefined ? (random ?? (() => 0.5)) : seededRandom(seed);
}
