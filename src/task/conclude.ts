import { InvalidOptionError } from "../core/invalid-option.ts";
import type { Delivery } from "../transport/delivery.ts";
import { after, type AtOnce } from "./at-once.ts";
import { fromBase64 } from "./base64.ts";
import { callOf } from "./call.ts";
import type { Hub } from "./hub.ts";
import { enqueue } from "./enqueue.ts";
import { ResultUnavailableError } from "./errors.ts";
import { attemptOf } from "./job.ts";
import { type FailureNote, linkedArgs } from "./link.ts";
import { type LinkData, type Manifest, manifestOf } from "./manifest.ts";
import { persistent } from "./persistence.ts";
import { type Change, type FinalRecord, following, isOver, type Origin, type TaskRecord } from "./record.ts";
import { valueOf } from "./result.ts";
import { SerializationError } from "./serialization-error.ts";
import { acknowledge, bury, giveBack, pauseFor } from "./settlement.ts";

/** Keeps what an attempt came to; answers with the record, or undefined where it is not this worker's to say any more. */
export function recorded(
  hub: Hub,
  delivery: Delivery,
  present: TaskRecord | undefined,
  change: Change,
): AtOnce<TaskRecord | undefined> {
  const { id, task, queue, progress } = delivery.envelope;
  const origin: Origin = { id, task, queue, firstSentAt: progress.firstSentAt };
  const record = following(present, origin, change);
  const kept = persistent(hub, "set", () => hub.backend.set(id, record), { id, queue });
  return after(kept, (answer) => (answer.ok && answer.value ? record : unrecorded(hub, delivery, answer.ok)));
}

async function unrecorded(hub: Hub, delivery: Delivery, isSuperseded: boolean): Promise<undefined> {
  // Never settled before it is recorded: the message comes again, and so does the attempt.
  await (isSuperseded ? superseded(hub, delivery) : giveBack(hub, delivery, pauseFor(delivery)));
}

/** Someone else has had the last word, or has the message now. */
async function superseded(hub: Hub, delivery: Delivery): Promise<void> {
  const { id, task, queue } = delivery.envelope;
  const read = await persistent(hub, "get", () => hub.backend.get(id), { id, queue });
  const present = read.ok ? read.value : undefined;
  if (present !== undefined && isOver(present)) return finish(hub, delivery, present);
  hub.bus.emit("lease-lost", { id, task, queue, attempt: attemptOf(delivery.envelope) });
}

/**
 * What is left to do when a task has ended: its links, its dead letter, the settling. It is done again for a message that
 * comes again, and does no harm: links have ids of their own, and whoever comes second is the first.
 */
export function finish(hub: Hub, delivery: Delivery, record: FinalRecord): AtOnce<void> {
  const { envelope } = delivery;
  // An old copy, of an attempt before the last: the last one's message sees to all that.
  const isOld = attemptOf(envelope) < record.attempt;
  const links = isOld
    ? []
    : linksFor(
        readable(() => manifestOf(envelope, hub.plain)),
        record,
      );
  return after(links.length === 0 || linked(hub, links, record), (isLinked) => {
    if (!isLinked) return giveBack(hub, delivery, pauseFor(delivery));
    const isDead = record.state === "FAILURE" && !isOld;
    const settled = isDead ? bury(hub, delivery, record) : acknowledge(hub, delivery);
    return after<unknown, void>(settled, () => hub.underway.remove(record.id));
  });
}

/** Sends what is linked to the end of a task; answers whether all of it went out. */
async function linked(hub: Hub, links: readonly LinkData[], record: FinalRecord): Promise<boolean> {
  for (const [index, { task, queue, args }] of links.entries()) {
    let given: readonly unknown[] | undefined;
    try {
      const rest = hub.serializer.decode(fromBase64(args));
      given = linkedArgs(record.state === "SUCCESS" ? valueOf(hub, record) : noteOf(record), rest);
      await enqueue(hub, task, callOf({ args: given, queue }), { id: `${record.id}>${index}`, parent: record.id });
    } catch (error) {
      hub.bus.emit("error", { error, during: "link", id: record.id, queue });
      if (given !== undefined && !isHopeless(error)) return false;
    }
  }
  return true;
}

/** What no other try can mend: a result that cannot be handed on, and before that one that cannot be read. */
const isHopeless = (error: unknown): boolean =>
  [InvalidOptionError, SerializationError, ResultUnavailableError].some((type) => error instanceof type);

function linksFor(manifest: Manifest | undefined, { state }: FinalRecord): readonly LinkData[] {
  if (state === "SUCCESS") return manifest?.link ?? [];
  return state === "FAILURE" ? (manifest?.linkError ?? []) : [];
}

function noteOf({ id, task, reason = "rejected", attempt, error }: FinalRecord): FailureNote {
  const { name, message, code } = error ?? { name: "Error", message: "" };
  return { id, task, reason, attempts: attempt, error: { name, message, ...(code !== undefined && { code }) } };
}

const readable = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
