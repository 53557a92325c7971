import type { Delivery } from "../transport/delivery.ts";
import { finish, recorded } from "./conclude.ts";
import type { Hub } from "./hub.ts";
import type { FinalRecord, TaskRecord } from "./record.ts";

/** The end of a task whose time is over before its attempt could start. */
export async function expired(hub: Hub, delivery: Delivery, present: TaskRecord | undefined): Promise<void> {
  const { id, task, queue, progress } = delivery.envelope;
  const attempt = Math.max(progress.attempt, present?.attempt ?? 0);
  const at = hub.clock.wallNow();
  const record = await recorded(hub, delivery, present, { state: "EXPIRED", at, attempt, reason: "expired" });
  if (record === undefined) return;
  hub.bus.emit("expired", { id, task, queue, attempt, error: record.error });
  await finish(hub, delivery, record as FinalRecord);
}

/** The end of a message that no attempt could be made of, or none that came to an end. */
export async function failed(
  hub: Hub,
  delivery: Delivery,
  present: TaskRecord | undefined,
  reason: "poison" | "undecodable",
  error: unknown,
): Promise<void> {
  const { id, task, queue, progress } = delivery.envelope;
  const attempt = Math.max(progress.attempt, present?.attempt ?? 0);
  const change = { state: "FAILURE", at: hub.clock.wallNow(), attempt, reason, error: hub.describe(error) } as const;
  const record = await recorded(hub, delivery, present, change);
  if (record === undefined) return;
  hub.bus.emit("failure", { id, task, queue, attempt, reason, error, failure: { kind: "error", error } });
  await finish(hub, delivery, record as FinalRecord);
}

/** A second task under one idempotency key: it has the first one's result, and nothing is run. */
export async function done(
  hub: Hub,
  delivery: Delivery,
  present: TaskRecord | undefined,
  result: Uint8Array | undefined,
): Promise<void> {
  const { id, task, queue, progress } = delivery.envelope;
  const attempt = Math.max(progress.attempt, present?.attempt ?? 0);
  const change = { state: "SUCCESS", at: hub.clock.wallNow(), attempt, result } as const;
  const record = await recorded(hub, delivery, present, change);
  if (record === undefined) return;
  hub.bus.emit("success", { id, task, queue, attempt, duration: 0 });
  await finish(hub, delivery, record as FinalRecord);
}
