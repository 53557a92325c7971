import { near } from "./near.ts";
import { isBefore, Sleeper } from "./sleeper.ts";

export type { Sleeper } from "./sleeper.ts";

/** Sleepers by due time, first come first served among equals. */
export interface Sleepers {
  readonly size: () => number;
  /** Who wakes first, if not after `until`. */
  readonly first: (until?: number) => Sleeper | undefined;
  /** A time before which nobody wakes: that of the first, or of one that has left. */
  readonly soonest: () => number;
  readonly add: (due: number, run: () => void, unref?: boolean) => Sleeper;
  /** Takes a sleeper out; one that has left already stays out. */
  readonly remove: (sleeper: Sleeper) => void;
  /** How many would keep a process alive. */
  readonly referenced: () => number;
  readonly all: () => readonly Sleeper[];
  /** How many have ever been added. */
  readonly issued: () => number;
}

/** How many slots a level has: as many as an integer has bits, of which each tells whether there is anybody. */
const SLOTS = 32;
/** How many levels: as many as the latest time has digits. */
const LEVELS = 11;
/** Whoever is due later than this waits in the last slot. */
const LATEST = 2 ** 53;
/** So many that have left may stay in their slots, and as many more as there are sleepers. */
const GONE = 64;

/**
 * An empty queue: a wheel of as many levels as there are digits to a time.
 *
 * A time in whole milliseconds is a number with digits from 0 to 31. Whoever sleeps stands on the level of the first digit in
 * which its time differs from the time that the wheel has reached, in the slot of that digit. As the wheel reaches a slot, those
 * in it move down to where they then belong, and at the last into a heap, for the order within a millisecond:
 * docs/decisions/0047.
 */
export function sleepers(): Sleepers {
  const due = near();
  /** For each level, which of its slots are taken. */
  const taken = new Int32Array(LEVELS);
  /** For each slot, who came last, and the earliest time that was put there. */
  const lists: (Sleeper | undefined)[] = [];
  const least = new Float64Array(LEVELS * SLOTS).fill(Infinity);
  let reached = 0;
  let size = 0;
  let gone = 0;
  let count = 0;
  let referenced = 0;

  const put = (sleeper: Sleeper): void => {
    sleeper.next = undefined;
    if (sleeper.ticket < 0) return void gone--;
    let digits = whole(sleeper.due);
    if (digits <= reached) return due.add(sleeper);
    let level = 0;
    let above = Math.floor(digits / SLOTS);
    for (let other = Math.floor(reached / SLOTS); above !== other; other = Math.floor(other / SLOTS)) {
      level++;
      digits = above;
      above = Math.floor(digits / SLOTS);
    }
    const slot = level * SLOTS + digits - above * SLOTS;
    sleeper.next = lists[slot];
    lists[slot] = sleeper;
    least[slot] = Math.min(least[slot]!, sleeper.due);
    taken[level]! |= 1 << slot;
  };
  /** The next slot that the wheel will reach. */
  const nearest = (): number => {
    const level = taken.findIndex((slots) => slots !== 0);
    return level < 0 ? -1 : level * SLOTS + 31 - Math.clz32(taken[level]! & -taken[level]!);
  };
  /** Reaches the next slot, if anybody in it may be due by then; answers whether it did. */
  const reach = (until: number): boolean => {
    const slot = nearest();
    if (slot < 0 || least[slot]! > until) return false;
    reached = whole(least[slot]!);
    let each = lists[slot];
    lists[slot] = undefined;
    least[slot] = Infinity;
    taken[Math.floor(slot / SLOTS)]! &= ~(1 << slot);
    while (each !== undefined) {
      const { next } = each;
      put(each);
      each = next;
    }
    return true;
  };
  const first = (until = Infinity): Sleeper | undefined => {
    for (;;) {
      const soonest = due.first();
      if (soonest === undefined) {
        if (!reach(until)) return undefined;
      } else if (soonest.ticket >= 0) return soonest.due <= until ? soonest : undefined;
      else {
        due.shift();
        gone--;
      }
    }
  };
  /** All that are somewhere, also those that have left. */
  const every = (): Sleeper[] => {
    const all = [...due.all()];
    for (const last of lists) for (let each = last; each !== undefined; each = each.next) all.push(each);
    return all;
  };
  const sweep = (): void => {
    const all = every();
    due.clear();
    lists.length = 0;
    least.fill(Infinity);
    taken.fill(0);
    all.forEach(put);
  };

  return {
    size: () => size,
    first,
    soonest: () => due.first()?.due ?? least[nearest()] ?? Infinity,
    referenced: () => referenced,
    issued: () => count,
    all: () =>
      every()
        .filter(({ ticket }) => ticket >= 0)
        .toSorted((a, b) => (isBefore(a, b) ? -1 : 1)),
    add: (at, run, unref = false) => {
      const sleeper = new Sleeper(run);
      sleeper.due = at;
      sleeper.ticket = 2 * count++ + (unref ? 1 : 0);
      size++;
      if (!unref) referenced++;
      put(sleeper);
      return sleeper;
    },
    remove: (sleeper) => {
      if (sleeper.ticket < 0) return;
      size--;
      if (!sleeper.unref) referenced--;
      sleeper.ticket = -1;
      if (due.first() === sleeper) due.shift();
      else gone++;
      if (gone > (size === 0 ? 0 : size + GONE)) sweep();
    },
  };
}

const whole = (time: number): number => Math.floor(Math.min(time, LATEST));
