import { isFakedFromTheStart, turn } from "../engine/turn.ts";

// Taken when the module loads, so that a test's fake timers do not stop virtual time. Bound, for some fakes replace the
// method of the genuine object.
const { setTimeout } = globalThis;
const now = performance.now.bind(performance);

/** About how many milliseconds a turn takes, where nothing genuine tells the time. */
const TURN = 0.01;

/** One real turn of the event loop, by which every promise that can settle has settled. */
export const quiet = (): Promise<void> => new Promise((resolve) => turn(resolve));

/** Real turns, a millisecond each, until `done` or until the patience is at its end. */
export async function patiently(patience: number, done: () => boolean): Promise<void> {
  if (isFakedFromTheStart) {
    for (let waited = 0; !done() && waited < patience; waited += TURN) await quiet();
    return;
  }
  const start = now();
  while (!done() && now() - start < patience) await new Promise((resolve) => setTimeout(resolve, 1));
}
