import type { Clock } from "ostinato";
import type { Consumer, Delivery } from "ostinato/transport";
import type { Claim } from "./folder-transport.ts";

/** What a consumer of a folder is told to do. */
export interface FolderOrders {
  readonly clock: Clock;
  readonly poll: number;
  readonly concurrency: number;
  readonly onDelivery: (delivery: Delivery) => Promise<void>;
  readonly onError: (error: unknown) => void;
  readonly claim: () => Claim | undefined;
}

/** Looks for messages again and again, until it is drained and has nothing in hand. */
export function folderConsumer({ clock, poll, concurrency, onDelivery, onError, claim }: FolderOrders): Consumer {
  const inHand = new Set<Claim>();
  let working = 0;
  let isOpen = true;
  let rest = (): void => {};
  const rested = new Promise<void>((resolve) => (rest = resolve));

  const serve = async (claimed: Claim): Promise<void> => {
    const settled = (): void => void inHand.delete(claimed);
    working++;
    inHand.add(claimed);
    try {
      await onDelivery(told(claimed.delivery, settled));
    } catch (error) {
      onError(error);
    }
    working--;
    settled();
  };
  const look = (): void => {
    try {
      while (isOpen && working < concurrency) {
        const claimed = claim();
        if (claimed === undefined) break;
        void serve(claimed);
      }
    } catch (error) {
      onError(error);
    }
    // Whoever holds a message for too long has it no more.
    for (const claimed of inHand) if (claimed.until() <= clock.wallNow()) inHand.delete(claimed);
    if (!isOpen && inHand.size === 0) return rest();
    clock.schedule(poll, look);
  };
  clock.schedule(0, look);

  return {
    drain: ({ signal } = {}) => {
      isOpen = false;
      if (signal === undefined) return rested;
      return new Promise((resolve, reject) => {
        const leave = (): void => reject(signal.reason as Error);
        if (signal.aborted) return leave();
        signal.addEventListener("abort", leave, { once: true });
        void rested.then(() => (signal.removeEventListener("abort", leave), resolve()));
      });
    },
  };
}

/** A delivery that tells when it was settled. */
function told(delivery: Delivery, settled: () => void): Delivery {
  return {
    ...delivery,
    ack: () => delivery.ack().then(settled),
    release: (options) => delivery.release(options).then(settled),
  };
}
