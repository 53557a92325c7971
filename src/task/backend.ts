import type { TaskRecord } from "./record.ts";

/** Where the states and results of tasks are kept: the port. */
export interface ResultBackend {
  /** The record under an id, or undefined where there is none. */
  get(id: string): Promise<TaskRecord | undefined>;
  /**
   * Compare and set: keeps the record where `mayReplace` says yes, in one step; answers whether it did.
   *
   * A final record is never overwritten, and an older attempt or delivery never overwrites a newer one.
   *
   * @param options `expectedAttempt`: the attempt that the present record must be about, 0 for none or one before the first
   */
  set(id: string, record: TaskRecord, options?: { readonly expectedAttempt?: number | undefined }): Promise<boolean>;
  /** The present record, if there is one, and each that follows; ends behind a final one. */
  watch(id: string): AsyncIterable<TaskRecord>;
  /** Drops the record; the id is unknown from then on. */
  forget(id: string): Promise<void>;
}
