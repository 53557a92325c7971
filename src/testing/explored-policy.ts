import { outcomeOf } from "../engine/loop.ts";
import { Course } from "../engine/course.ts";
import type { Policy } from "../policy/policy.ts";
import { cast } from "./cast.ts";
import type { Choices } from "./choices.ts";
import { type Exploration, type Ground, type Played, sceneOf } from "./explore-options.ts";
import { timelineOf, watched } from "./timeline.ts";

/** One run of a policy, its outcomes as they are chosen. */
export async function exploredPolicy<T>(
  checked: Policy<T>,
  ground: Ground<T>,
  choices: Choices,
): Promise<Played<Exploration<T>>> {
  const { clock, random, draws, controller, left } = sceneOf(ground, choices);
  const { script, operation, isCut } = cast(ground, choices, clock);
  const { policy: rules, delays, starts } = watched(checked, clock);
  const signal = ground.abortAt < Infinity ? controller.signal : undefined;
  const run = new Course<T>(operation, rules, { clock, random, signal, unref: false }, "the script");
  const running = outcomeOf(run);
  try {
    const outcome = await clock.runUntil(running);
    const { attempts, elapsed } = outcome;
    const timeline = timelineOf(delays, outcome);
    const complete = !isCut();
    return {
      row: { script, draws, complete, left: left(), timeline, delays, starts, attempts, elapsed, outcome },
    };
  } catch (error) {
    const timeline = `${timelineOf(delays, undefined)} …`.trim();
    return { failed: { script, draws, timeline, error } };
  }
}
