import type { Hub } from "./hub.ts";
import { type FinalRecord, isOver, type TaskRecord } from "./record.ts";

/** The final record of a task, or undefined where it does not come in time. */
export async function awaited(hub: Hub, id: string, timeout: number): Promise<FinalRecord | undefined> {
  const { backend, clock } = hub;
  if (timeout === 0) {
    const record = await backend.get(id);
    return record !== undefined && isOver(record) ? record : undefined;
  }
  const changes = backend.watch(id)[Symbol.asyncIterator]();
  const unnote = clock.note?.(() => `the result of task ${id}`);
  let cancel: (() => void) | undefined;
  try {
    return await Promise.race([
      last(changes),
      ...(timeout === Infinity
        ? []
        : [new Promise<undefined>((resolve) => (cancel = clock.schedule(timeout, () => resolve(undefined))))]),
    ]);
  } finally {
    cancel?.();
    unnote?.();
    // Not awaited: a generator that waits for its next value cannot be left, and would keep this waiting.
    void Promise.resolve(changes.return?.()).catch(() => {});
  }
}

async function last(changes: AsyncIterator<TaskRecord>): Promise<FinalRecord | undefined> {
  for (;;) {
    const { done, value } = await changes.next();
    if (done === true) return undefined;
    if (isOver(value)) return value;
  }
}
