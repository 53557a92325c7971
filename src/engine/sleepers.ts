import { near } from "./near.ts";
import { isBefore, Sleeper } from "./sleeper.ts";
import { wheel } from "./wheel.ts";

export type { Sleeper } from "./sleeper.ts";

/** Sleepers by due time, first come first served among equals. */
export interface Sleepers {
  readonly size: () => number;
  /** Who wakes first, if not after `until`. */
  readonly first: (until?: number) => Sleeper | undefined;
  /** A time before which nobody wakes: that of the first, or of one that has left. */
  readonly soonest: () => number;
  readonly add: (due: number, run: () => void, unref?: boolean) => Sleeper;
  /** Takes in a sleeper that has never been in a queue. */
  readonly enter: (sleeper: Sleeper, due: number, unref?: boolean) => void;
  /** Takes a sleeper out; one that has left already stays out. */
  readonly remove: (sleeper: Sleeper) => void;
  /** How many would keep a process alive. */
  readonly referenced: () => number;
  readonly all: () => readonly Sleeper[];
  /** How many have ever been added. */
  readonly issued: () => number;
}

/** So many that have left may stay where they were, and as many more as there are sleepers. */
const GONE = 64;

/**
 * An empty queue: a wheel, and a heap of those whose millisecond it has reached, for the order within.
 *
 * Who leaves is only marked, and let go of when it is met, or when many have left.
 */
export function sleepers(): Sleepers {
  const far = wheel();
  const due = near();
  let size = 0;
  let gone = 0;
  let count = 0;
  let referenced = 0;

  /** To where it belongs by now. */
  const put = (sleeper: Sleeper): void => {
    sleeper.next = undefined;
    if (sleeper.ticket < 0) gone--;
    else if (!far.put(sleeper)) due.add(sleeper);
  };
  const first = (until = Infinity): Sleeper | undefined => {
    for (;;) {
      const soonest = due.first();
      if (soonest === undefined) {
        if (size === 0 || far.soonest() > until) return undefined;
        for (let each = far.reach(), next; each !== undefined; each = next) {
          ({ next } = each);
          put(each);
        }
      } else if (soonest.ticket >= 0) return soonest.due <= until ? soonest : undefined;
      else {
        due.shift();
        gone--;
      }
    }
  };
  const enter = (sleeper: Sleeper, at: number, unref = false): void => {
    sleeper.due = at;
    sleeper.ticket = 2 * count++ + (unref ? 1 : 0);
    size++;
    if (!unref) referenced++;
    put(sleeper);
  };

  return {
    size: () => size,
    first,
    soonest: () => due.first()?.due ?? far.soonest(),
    referenced: () => referenced,
    issued: () => count,
    all: () =>
      [...due.all(), ...far.all()].filter(({ ticket }) => ticket >= 0).toSorted((a, b) => (isBefore(a, b) ? -1 : 1)),
    add: (at, run, unref) => {
      const sleeper = new Sleeper(run);
      enter(sleeper, at, unref);
      return sleeper;
    },
    enter,
    remove: (sleeper) => {
      if (sleeper.ticket < 0) return;
      size--;
      if (!sleeper.unref) referenced--;
      sleeper.ticket = -1;
      if (due.first() === sleeper) due.shift();
      else gone++;
      if (gone <= (size === 0 ? 0 : size + GONE)) return;
      far.sweep();
      due.empty().forEach(put);
      gone = 0;
    },
  };
}
