import type { Sleeper } from "./sleeper.ts";

/** Sleepers in slots, by the whole milliseconds of their times. */
export interface Wheel {
  /** Takes a sleeper in; answers false where its time has been reached. */
  readonly put: (sleeper: Sleeper) => boolean;
  /** The earliest time that was ever put into the next slot. */
  readonly soonest: () => number;
  /** Goes on to that time and empties the slot; answers with the list that was in it. */
  readonly reach: () => Sleeper | undefined;
  readonly all: () => Sleeper[];
  /** Lets go of those that have left. */
  readonly sweep: () => void;
}

/** How many slots a level has: as many as an integer has bits, of which each tells whether there is anybody. */
const SLOTS = 32;
/** How many levels: as many as the latest time has digits. */
const LEVELS = 11;
/** Whoever is due later than this waits in the last slot. */
const LATEST = 2 ** 53;

/**
 * An empty wheel at time 0, of as many levels as there are digits to a time.
 *
 * A time in whole milliseconds is a number with digits from 0 to 31. Whoever sleeps stands on the level of the first digit in
 * which its time differs from the time that the wheel has reached, in the slot of that digit: docs/decisions/0047.
 */
export function wheel(): Wheel {
  /** For each level, which of its slots are taken. */
  const taken = new Int32Array(LEVELS);
  /** For each slot, who came last, and the earliest time that was put there. */
  const lists: (Sleeper | undefined)[] = [];
  const least = new Float64Array(LEVELS * SLOTS).fill(Infinity);
  let reached = 0;

  const empty = (slot: number): void => {
    lists[slot] = undefined;
    least[slot] = Infinity;
    taken[Math.floor(slot / SLOTS)]! &= ~(1 << slot);
  };
  const nearest = (): number => {
    const level = taken.findIndex((slots) => slots !== 0);
    return level * SLOTS + lowestBit(taken[level] ?? 0);
  };
  const slots = function* (): Generator<number> {
    for (let level = 0; level < LEVELS; level++) {
      for (let left = taken[level]!; left !== 0; left &= left - 1) yield level * SLOTS + lowestBit(left);
    }
  };

  return {
    put: (sleeper) => {
      let digits = whole(sleeper.due);
      if (digits <= reached) return false;
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
      return true;
    },
    soonest: () => least[nearest()] ?? Infinity,
    reach: () => {
      const slot = nearest();
      reached = whole(least[slot]!);
      const list = lists[slot];
      empty(slot);
      return list;
    },
    all: () => {
      const all: Sleeper[] = [];
      for (const slot of slots()) for (let each = lists[slot]; each !== undefined; each = each.next) all.push(each);
      return all;
    },
    sweep: () => {
      for (const slot of slots()) {
        let left: Sleeper | undefined;
        for (let each = lists[slot], next; each !== undefined; each = next) {
          ({ next } = each);
          each.next = undefined;
          if (each.ticket < 0) continue;
          each.next = left;
          left = each;
        }
        lists[slot] = left;
        if (left === undefined) empty(slot);
      }
    },
  };
}

const whole = (time: number): number => Math.floor(Math.min(time, LATEST));
const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
