import { deadLetterTo } from "../transport/dead-letter.ts";
import type { Delivery } from "../transport/delivery.ts";
import type { Envelope } from "../transport/envelope.ts";
import type { AtOnce } from "./at-once.ts";
import { type Hub, deadLettersOf } from "./hub.ts";
import { type Persisted, persistent } from "./persistence.ts";
import type { FinalRecord } from "./record.ts";
import { dedupeKeyOf, send } from "./send.ts";

/** After a failure of the transport or a store, a message comes back in so many milliseconds. */
export const PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** The same, the longer the more often it has come. */
export const pauseFor = ({ deliveryCount = 1 }: Delivery): number =>
  Math.min(PAUSE * 2 ** (deliveryCount - 1), LONGEST_PAUSE);

/** Settles a delivery; a lease that is lost meanwhile is no failure, for the message is someone else's by then. */
const settled = (
  hub: Hub,
  { envelope }: Delivery,
  during: string,
  operation: () => Promise<void>,
): AtOnce<Persisted<void>> => persistent(hub, during, operation, { id: envelope.id, queue: envelope.queue });

/** The message is done. */
export const acknowledge = (hub: Hub, delivery: Delivery): AtOnce<unknown> =>
  settled(hub, delivery, "ack", () => delivery.ack());

/** The same message again, after a while, which costs no attempt. */
export async function giveBack(hub: Hub, delivery: Delivery, delay: number): Promise<void> {
  const { maxReleaseDelay } = hub.transport.capabilities;
  if (delay > 0 && maxReleaseDelay === 0) return postpone(hub, delivery, delay);
  await settled(hub, delivery, "release", () => delivery.release({ delay: Math.min(delay, maxReleaseDelay) }));
}

/**
 * The same message again, through no fault of its own: given back while half of its deliveries are left, and then sent anew, so
 * that it is not taken for poison.
 *
 * @param count deliveries so far, of `maxDeliveries`
 */
export const spare = (
  hub: Hub,
  delivery: Delivery,
  { count, maxDeliveries }: { readonly count: number; readonly maxDeliveries: number },
  delay: number,
): Promise<void> => (2 * count < maxDeliveries ? giveBack(hub, delivery, delay) : postpone(hub, delivery, delay));

/** The same message again, as a new one: the broker begins to count anew. */
export const postpone = (hub: Hub, delivery: Delivery, delay: number): Promise<void> =>
  replaced(hub, delivery, delivery.envelope, delay, undefined);

/** The message of the next attempt in the place of this one. */
export const follow = (hub: Hub, delivery: Delivery, next: Envelope): Promise<void> =>
  replaced(hub, delivery, next, Math.max(0, (next.notBefore ?? 0) - hub.clock.wallNow()), dedupeKeyOf(next));

async function replaced(
  hub: Hub,
  delivery: Delivery,
  next: Envelope,
  delay: number,
  dedupeKey: string | undefined,
): Promise<void> {
  if (delivery.retry !== undefined) {
    const options = { delay: Math.min(delay, hub.transport.capabilities.maxPublishDelay), dedupeKey };
    await settled(hub, delivery, "retry", () => delivery.retry!(next, options));
    return;
  }
  if (await sentOn(hub, delivery, next, delay, dedupeKey)) await acknowledge(hub, delivery);
}

/** Sends something on behalf of a delivery; where that fails for good, the delivery is given back, and nothing is lost. */
async function sentOn(
  hub: Hub,
  delivery: Delivery,
  next: Envelope,
  delay: number,
  dedupeKey: string | undefined,
): Promise<boolean> {
  try {
    await send(hub, next, delay, dedupeKey);
    return true;
  } catch (error) {
    hub.bus.emit("error", { error, during: "publish", id: next.id, queue: next.queue });
    const { maxReleaseDelay } = hub.transport.capabilities;
    const pause = Math.min(Math.max(delay, PAUSE), maxReleaseDelay);
    await settled(hub, delivery, "release", () => delivery.release({ delay: pause }));
    return false;
  }
}

/** Moves a message to the dead letters of its queue, with its death. */
export async function bury(hub: Hub, delivery: Delivery, record: FinalRecord): Promise<void> {
  const { envelope } = delivery;
  const { reason = "rejected", error, attempt } = record;
  const info = { reason, error, attempts: attempt, deliveries: delivery.deliveryCount, at: record.at };
  if (delivery.deadLetter === undefined) {
    const letter = deadLetterTo(deadLettersOf(envelope.queue), envelope, info);
    if (!(await sentOn(hub, delivery, letter, 0, `${envelope.id}:dead`))) return;
    await acknowledge(hub, delivery);
  } else {
    const { ok } = await settled(hub, delivery, "dead-letter", () => delivery.deadLetter!(info));
    // Its lease runs out, it comes again, and is found to be over.
    if (!ok) return;
  }
  hub.bus.emit("dead-letter", { id: record.id, task: record.task, queue: envelope.queue, attempt, reason });
}
