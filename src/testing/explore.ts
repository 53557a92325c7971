import { policy, type PolicyOptions } from "../policy/policy.ts";
import { type Choices, everyWay } from "./choices.ts";
import { type Counterexample, ExploreError } from "./explore-error.ts";
import { type Exploration, type ExploreOptions, type Ground, groundOf, type Played } from "./explore-options.ts";
import { type CodeRun, exploredCode, type World } from "./explored-code.ts";
import { exploredPolicy } from "./explored-policy.ts";

/**
 * Plays a policy, or code of one's own, against every script of outcomes up to a depth, in virtual time, and checks each run.
 *
 * A script that has ended is not played again, and none is played that nobody asks for. A run that asks for more than `depth`
 * outcomes is cut off: the call is rejected with a permanent `ScriptEndError`, the row says `complete: false`, and it is not
 * checked. What still waits when a run has settled counts as `left`, and never goes on.
 *
 * Rejects with an `ExploreError` when a check fails, when a run stands still before it has settled, or when the explored code
 * rejects with anything that does not come from the script, such as a failed assertion.
 *
 * @returns a row for each run, in the order of the outcomes given
 * @throws InvalidOptionError for options that cannot be used, or more than `most` runs
 * @example
 * ```ts
 * import { fixed } from "ostinato";
 * import { explore, fail, ok } from "ostinato/testing";
 *
 * const runs = await explore({ schedule: fixed("1s") }, { outcomes: [ok("saved"), fail()], depth: 3 });
 * runs.map((run) => run.timeline); // => ["o", "x 1s o", "x 1s x 1s o", "x 1s x 1s x (attempts)"]
 * ```
 */
export async function explore<T, R>(
  code: (world: World<T>) => R,
  ground: ExploreOptions<T, CodeRun<T, Awaited<R>>>,
): Promise<readonly CodeRun<T, Awaited<R>>[]>;
/** The same for a policy alone. */
export async function explore<T>(
  options: PolicyOptions<NoInfer<T>>,
  ground: ExploreOptions<T, Exploration<T>>,
): Promise<readonly Exploration<T>[]>;
export async function explore<T, R>(
  subject: PolicyOptions<T> | ((world: World<T>) => R),
  options: ExploreOptions<T, never>,
): Promise<readonly (Exploration<T> | CodeRun<T, Awaited<R>>)[]> {
  const ground = groundOf<T>(options);
  if (typeof subject === "function") return explored(ground, 1, (choices) => exploredCode(subject, ground, choices));
  const checked = policy<T>(subject);
  return explored(ground, ABREAST, (choices) => exploredPolicy(checked, ground, choices));
}

/** Runs of a policy share nothing, so that many can be under way in one turn of the event loop. */
const ABREAST = 32;

async function explored<T, Row extends Exploration<T> | CodeRun<T, unknown>>(
  ground: Ground<T>,
  abreast: number,
  play: (choices: Choices) => Promise<Played<Row>>,
): Promise<readonly Row[]> {
  const { check = () => {} } = ground;
  const go = async (choices: Choices): Promise<Played<Row>> => {
    const played = await play(choices);
    if ("failed" in played || !played.row.complete) return played;
    try {
      await check(played.row as never);
      return played;
    } catch (error) {
      const { script, draws, timeline } = played.row;
      return { failed: { script, draws, timeline, error } };
    }
  };
  const found = await everyWay(go, { abreast, ...ground });
  const failures = found.flatMap((each) => ("failed" in each ? [each.failed] : []));
  if (failures.length > 0) throw new ExploreError(shortest(failures), failures.length, found.length);
  return found.flatMap((each) => ("row" in each ? [each.row] : []));
}

const shortest = (failures: readonly Counterexample[]): Counterexample =>
  failures.reduce((best, each) => (each.script.length < best.script.length ? each : best));
