/** A queue, first come first served: taking from its front costs the same however long it is. */
export interface Fifo<Item> {
  readonly add: (item: Item) => void;
  readonly take: () => Item | undefined;
}

/** Behind how many taken items the list is cut. */
const SLACK = 1_024;

/** An empty queue. */
export function fifo<Item>(): Fifo<Item> {
  let items: Item[] = [];
  let taken = 0;
  return {
    add: (item) => void items.push(item),
    take: () => {
      if (taken === items.length) return undefined;
      const item = items[taken++];
      if (taken > SLACK && 2 * taken > items.length) [items, taken] = [items.slice(taken), 0];
      return item;
    },
  };
}
