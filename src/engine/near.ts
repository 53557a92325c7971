import { isBefore, type Sleeper } from "./sleeper.ts";

/** Sleepers by their times, then by their coming: a binary heap. */
export interface Near {
  readonly first: () => Sleeper | undefined;
  readonly add: (sleeper: Sleeper) => void;
  /** Takes the first out. */
  readonly shift: () => void;
  /** Takes all out. */
  readonly empty: () => Sleeper[];
  readonly all: () => readonly Sleeper[];
}

/** An empty heap. */
export function near(): Near {
  const heap: Sleeper[] = [];

  return {
    first: () => heap[0],
    all: () => heap,
    empty: () => heap.splice(0),
    add: (sleeper) => {
      let place = heap.length;
      for (let parent = (place - 1) >> 1; place > 0 && isBefore(sleeper, heap[parent]!); parent = (place - 1) >> 1) {
        heap[place] = heap[parent]!;
        place = parent;
      }
      heap[place] = sleeper;
    },
    shift: () => {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      let place = 0;
      for (let child = 1; child < heap.length; child = 2 * place + 1) {
        if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
        if (!isBefore(heap[child]!, last)) break;
        heap[place] = heap[child]!;
        place = child;
      }
      heap[place] = last;
    },
  };
}
