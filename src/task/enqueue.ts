import type { Envelope } from "../transport/envelope.ts";
import { after, type AtOnce } from "./at-once.ts";
import { type Call, sendingLevel } from "./call.ts";
import { type Hub, settingsOf } from "./hub.ts";
import { firstMessage } from "./first-message.ts";
import { newId } from "./ids.ts";
import { waitUntil } from "./instant.ts";
import { checkLimits, type Level, merged } from "./levels.ts";
import { persistent } from "./persistence.ts";
import { following } from "./record.ts";
import { dedupeKeyOf, refuseImpossibleDelay, send } from "./send.ts";

/** What the house itself says of a message. */
export interface Lineage {
  /** An id of the house's own making, which may be longer than a caller's. */
  readonly id?: string | undefined;
  readonly parent?: string | undefined;
}

/**
 * Sends a task's message, and records that it was sent; answers with its id.
 *
 * @throws InvalidOptionError for what cannot be used here
 * @throws SerializationError for arguments that cannot be sent as they are
 */
export function enqueue(hub: Hub, task: string, call: Call, lineage: Lineage = {}): AtOnce<string> {
  const settings = merged([settingsOf(hub, task), sendingLevel(call)]);
  checkLimits(settings);
  const wallNow = hub.clock.wallNow();
  const delay = waitUntil(call, wallNow) ?? 0;
  refuseImpossibleDelay(hub.transport, delay, call.at === undefined ? "delay" : "at");
  const given = call.id ?? lineage.id;
  const id = given ?? newId();
  const envelope = firstMessage(hub, task, call, settings, { id, wallNow, delay, parent: lineage.parent });
  const work = (): AtOnce<void> => sent(hub, envelope, delay, settings);
  return after(given === undefined ? work() : once(hub, id, work), () => id);
}

/** Sends the first message of a task, and records that it was sent. */
export function sent(hub: Hub, envelope: Envelope, delay: number, { publish }: Level = {}): AtOnce<void> {
  const { id } = envelope;
  hub.underway.add(id);
  const sending = send(hub, envelope, delay, dedupeKeyOf(envelope), publish);
  if (sending === undefined) return noted(hub, envelope, delay);
  return sending.then(
    () => noted(hub, envelope, delay),
    (error) => {
      hub.underway.remove(id);
      throw error;
    },
  );
}

/** Records that a message was sent. */
function noted(hub: Hub, { id, task, queue, notBefore, progress }: Envelope, delay: number): AtOnce<void> {
  // Behind the sending, and so never over what a worker has recorded meanwhile: an older attempt overwrites no newer one.
  const { firstSentAt } = progress;
  const state = notBefore === undefined ? "PENDING" : "SCHEDULED";
  const record = following(
    undefined,
    { id, task, queue, firstSentAt },
    { state, at: firstSentAt, attempt: 0, ...(notBefore !== undefined && { dueAt: notBefore, delay }) },
  );
  return after(
    persistent(hub, "set", () => hub.backend.set(id, record), { id, queue }),
    () => hub.bus.emit("published", { id, task, queue, attempt: 0, delay }),
  );
}

/** One id is one task: whoever comes second gets the first, also while that is being sent. */
export async function once(hub: Hub, id: string, work: () => AtOnce<void>): Promise<void> {
  const { sending } = hub.underway;
  const before = sending.get(id);
  if (before !== undefined) return before;
  const task = (async () => {
    const present = await persistent(hub, "get", () => hub.backend.get(id), { id });
    // Where nobody can tell, it is sent: whoever comes second finds its record, or is dropped as a double.
    if (!present.ok || present.value === undefined) await work();
  })();
  sending.set(id, task);
  try {
    await task;
  } finally {
    sending.delete(id);
  }
}
