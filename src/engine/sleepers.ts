/** Something to run at an instant. */
export interface Sleeper {
  /** When, in milliseconds of the clock that keeps the queue. */
  readonly due: number;
  readonly run: () => void;
  readonly unref: boolean;
  /** @internal Its place in the queue, -1 when it has left. */
  place: number;
  /** @internal Which came first, among equals. */
  readonly order: number;
}

/** Sleepers by due time, first come first served among equals: a binary heap in which each sleeper knows its place. */
export interface Sleepers {
  readonly size: () => number;
  readonly first: () => Sleeper | undefined;
  readonly add: (due: number, run: () => void, unref?: boolean) => Sleeper;
  /** Takes a sleeper out; one that has left already stays out. */
  readonly remove: (sleeper: Sleeper) => void;
  /** How many would keep a process alive. */
  readonly referenced: () => number;
  readonly all: () => readonly Sleeper[];
  /** How many have ever been added. */
  readonly issued: () => number;
}

/** An empty queue. */
export function sleepers(): Sleepers {
  const heap: Sleeper[] = [];
  let count = 0;
  let referenced = 0;

  const put = (sleeper: Sleeper, place: number): void => {
    heap[place] = sleeper;
    sleeper.place = place;
  };
  const rise = (sleeper: Sleeper, from: number): number => {
    let place = from;
    for (let parent = (place - 1) >> 1; place > 0 && before(sleeper, heap[parent]!); parent = (place - 1) >> 1) {
      put(heap[parent]!, place);
      place = parent;
    }
    return place;
  };
  const sink = (sleeper: Sleeper, from: number): number => {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (child >= heap.length || !before(heap[child]!, sleeper)) return place;
      put(heap[child]!, place);
      place = child;
    }
  };

  return {
    size: () => heap.length,
    first: () => heap[0],
    referenced: () => referenced,
    issued: () => count,
    all: () => heap.toSorted((a, b) => (before(a, b) ? -1 : 1)),
    add: (due, run, unref = false) => {
      const sleeper = { due, run, unref, place: -1, order: count++ };
      if (!unref) referenced++;
      heap.push(sleeper);
      put(sleeper, rise(sleeper, heap.length - 1));
      return sleeper;
    },
    remove: (sleeper) => {
      const { place } = sleeper;
      if (place < 0) return;
      sleeper.place = -1;
      if (!sleeper.unref) referenced--;
      const last = heap.pop()!;
      if (last !== sleeper) put(last, rise(last, sink(last, place)));
    },
  };
}

const before = (a: Sleeper, b: Sleeper): boolean => a.due < b.due || (a.due === b.due && a.order < b.order);
