import { isFakedFromTheStart, turn } from "../engine/turn.ts";

// Taken when the module loads, so that a test's fake timers do not stop virtual time. Bound, for some fakes replace the
// method of the genuine object.
const { setTimeout } = globalThis;
const now = performance.now.bind(performance);

/** About how many milliseconds a turn takes, where nothing genuine tells the time. */
const TURN = 0.01;

/** One real turn of the event loop, by which every promise that can settle has settled. */
export const quiet = (): Promise<void> => new Promise((resolve) => turn(resolve));

/** So many turns at most go without a round of the event loop, in which I/O is heard. */
const LONGEST_ROUND = 64;
/** So many rounds of each length come before longer ones; the first have one turn each. */
const ROUNDS = 16;

/**
 * Takes steps, each in a turn of its own, until one answers false.
 *
 * A round of the event loop costs twenty times a turn, so that turns are soon asked for in groups: the platform runs them
 * in one round, and lets all promises settle between any two: docs/decisions/0035.
 */
export function inTurns(step: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false;
    let left = 0;
    let rounds = 0;
    const round = (): void => {
      left = Math.min(1 + Math.floor(rounds++ / ROUNDS), LONGEST_ROUND);
      for (let each = left; each > 0; each--) turn(take);
    };
    const take = (): void => {
      if (over) return;
      try {
        over = !step();
      } catch (error) {
        over = true;
        reject(error);
      }
      if (over) resolve();
      else if (--left === 0) round();
    };
    round();
  });
}

/** Real turns, a millisecond each, until `done` or until the patience is at its end. */
export async function patiently(patience: number, done: () => boolean): Promise<void> {
  if (isFakedFromTheStart) {
    for (let waited = 0; !done() && waited < patience; waited += TURN) await quiet();
    return;
  }
  const start = now();
  while (!done() && now() - start < patience) await new Promise((resolve) => setTimeout(resolve, 1));
}
