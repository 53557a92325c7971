import { type Sleeper, type Sleepers, sleepers } from "../../src/engine/sleepers.ts";

/** Makes a queue of sleepers. */
export type Queue = () => Sleepers;

/** A queue that is right, but for what is changed. */
const changed = (change: (right: Sleepers) => Partial<Sleepers>): Queue => {
  return () => {
    const right = sleepers();
    return { ...right, ...change(right) };
  };
};

/** A list in the order of a comparison, which may be wrong. */
const sorted = (compare: (a: Sleeper, b: Sleeper) => number): Queue =>
  changed((right) => {
    const all = (): Sleeper[] => right.all().toSorted(compare);
    return { all, first: () => all()[0] };
  });

/** Queues that are wrong by one thing each. */
export const WRONG_QUEUES: Readonly<Record<string, Queue>> = {
  "forgets who came first": sorted((a, b) => a.due - b.due || b.order - a.order),
  "puts the latest first": sorted((a, b) => b.due - a.due || a.order - b.order),
  "orders by coming alone": sorted((a, b) => a.order - b.order),
  "lets nobody leave": changed(() => ({ remove: () => {} })),
  "lets the first leave for another": changed((right) => ({ remove: () => right.remove(right.first()!) })),
  "counts whoever leaves twice": changed((right) => {
    let gone = 0;
    return { remove: (sleeper) => (gone++, right.remove(sleeper)), size: () => right.issued() - gone };
  }),
  "keeps the process alive for everyone": changed((right) => ({ referenced: right.size })),
  "never counts": changed(() => ({ issued: () => 0 })),
};
