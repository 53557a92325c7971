import { deadLetterTo } from "../transport/dead-letter.ts";
import type { Delivery } from "../transport/delivery.ts";
import type { Envelope } from "../transport/envelope.ts";
import { type Core, deadLettersOf } from "./core.ts";
import { type Persisted, persistent } from "./persistence.ts";
import type { FinalRecord } from "./record.ts";
import { dedupeKeyOf, send } from "./send.ts";

/** After a failure of the transport or a store, a message comes back in so many milliseconds. */
export const PAUSE = 1_000;

/** Settles a delivery; a lease that is lost meanwhile is no failure, for the message is someone else's by then. */
const settled = (
  core: Core,
  { envelope }: Delivery,
  during: string,
  operation: () => Promise<void>,
): Promise<Persisted<void>> => persistent(core, during, operation, { id: envelope.id, queue: envelope.queue });

/** The message is done. */
export const acknowledge = (core: Core, delivery: Delivery): Promise<unknown> =>
  settled(core, delivery, "ack", () => delivery.ack());

/** The same message again, after a while, which costs no attempt. */
export async function giveBack(core: Core, delivery: Delivery, delay: number): Promise<void> {
  const { maxReleaseDelay } = core.transport.capabilities;
  if (delay > 0 && maxReleaseDelay === 0) return postpone(core, delivery, delay);
  await settled(core, delivery, "release", () => delivery.release({ delay: Math.min(delay, maxReleaseDelay) }));
}

/** The same message again, as a new one: the broker begins to count anew. */
export const postpone = (core: Core, delivery: Delivery, delay: number): Promise<void> =>
  replaced(core, delivery, delivery.envelope, delay, undefined);

/** The message of the next attempt in the place of this one. */
export const follow = (core: Core, delivery: Delivery, next: Envelope): Promise<void> =>
  replaced(core, delivery, next, Math.max(0, (next.notBefore ?? 0) - core.clock.wallNow()), dedupeKeyOf(next));

async function replaced(
  core: Core,
  delivery: Delivery,
  next: Envelope,
  delay: number,
  dedupeKey: string | undefined,
): Promise<void> {
  if (delivery.retry !== undefined) {
    const options = { delay: Math.min(delay, core.transport.capabilities.maxPublishDelay), dedupeKey };
    await settled(core, delivery, "retry", () => delivery.retry!(next, options));
    return;
  }
  if (await sentOn(core, delivery, next, delay, dedupeKey)) await acknowledge(core, delivery);
}

/** Sends something on behalf of a delivery; where that fails for good, the delivery is given back, and nothing is lost. */
async function sentOn(
  core: Core,
  delivery: Delivery,
  next: Envelope,
  delay: number,
  dedupeKey: string | undefined,
): Promise<boolean> {
  try {
    await send(core, next, delay, dedupeKey);
    return true;
  } catch (error) {
    core.bus.emit("error", { error, during: "publish", id: next.id, queue: next.queue });
    const { maxReleaseDelay } = core.transport.capabilities;
    const pause = Math.min(Math.max(delay, PAUSE), maxReleaseDelay);
    await settled(core, delivery, "release", () => delivery.release({ delay: pause }));
    return false;
  }
}

/** Moves a message to the dead letters of its queue, with its death. */
export async function bury(core: Core, delivery: Delivery, record: FinalRecord): Promise<void> {
  const { envelope } = delivery;
  const { reason = "rejected", error, attempt } = record;
  const info = { reason, error, attempts: attempt, deliveries: delivery.deliveryCount, at: record.at };
  if (delivery.deadLetter === undefined) {
    const letter = deadLetterTo(deadLettersOf(envelope.queue), envelope, info);
    if (!(await sentOn(core, delivery, letter, 0, `${envelope.id}:dead`))) return;
    await acknowledge(core, delivery);
  } else {
    const { ok } = await settled(core, delivery, "dead-letter", () => delivery.deadLetter!(info));
    // Its lease runs out, it comes again, and is found to be over.
    if (!ok) return;
  }
  core.bus.emit("dead-letter", { id: record.id, task: record.task, queue: envelope.queue, attempt, reason });
}
