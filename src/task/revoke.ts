import type { Hub } from "./hub.ts";
import { persistent } from "./persistence.ts";
import { following, isOver, type TaskRecord } from "./record.ts";

/** Takes a task back; answers whether it was in time. */
export async function revoke(hub: Hub, id: string): Promise<boolean> {
  const { backend, bus, clock, underway, transport } = hub;
  for (;;) {
    const present = await backend.get(id);
    if (present === undefined || isOver(present)) return false;
    const revoked = revokedAfter(present, clock.wallNow());
    // It has gone on meanwhile: look again.
    if (!(await backend.set(id, revoked, { expectedAttempt: present.attempt }))) continue;
    const { task, queue, attempt } = present;
    for (const running of underway.running) if (running.id === id) running.end("revoked");
    bus.emit("revoked", { id, task, queue, attempt });
    // The message that waits may lie in another queue than the last attempt's.
    const waitsIn = present.next?.queue ?? queue;
    if (transport.remove !== undefined)
      await persistent(hub, "remove", () => transport.remove!(waitsIn, id), { id, queue: waitsIn });
    underway.remove(id);
    return true;
  }
}

const revokedAfter = (present: TaskRecord, at: number): TaskRecord =>
  following(present, present, { state: "REVOKED", at, attempt: present.attempt, reason: "revoked" });
