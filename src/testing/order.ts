import type { Sleeper, Sleepers } from "../engine/sleepers.ts";
import type { Choices } from "./choices.ts";

/** What comes first when several things are due at one and the same instant. */
export interface Order {
  readonly first: (queue: Sleepers) => Sleeper | undefined;
  /** Whether the next that is due follows at once, before any promise can settle. */
  readonly atOnce: (queue: Sleepers, now: number) => boolean;
}

/** First come, first served; promises settle between any two. */
export const asTheyCame: Order = { first: (queue) => queue.first(), atOnce: () => false };

/** Any order, one after the other or at once: whichever is chosen. */
export function chosenOrder({ pick }: Choices): Order {
  const due = (queue: Sleepers): readonly Sleeper[] =>
    queue.all().filter((each, _, [soonest]) => each.due === soonest!.due);
  return {
    first: (queue) => {
      const together = due(queue);
      return together[together.length > 1 ? pick("order", together.length) : 0];
    },
    atOnce: (queue, now) => queue.first(now)?.due === now && pick("pause", 2) === 1,
  };
}
