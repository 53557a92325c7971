import { InvalidOptionError } from "../core/invalid-option.ts";
import { finiteDelay } from "../engine/finite-delay.ts";
import type { Envelope } from "./envelope.ts";

/** @throws InvalidOptionError for what is no envelope, or has a priority that there is not */
export function checkEnvelope({ id, task, queue, body, priority }: Envelope, priorities: number): void {
  if (typeof id !== "string") throw new InvalidOptionError("id", "text", id);
  if (typeof task !== "string") throw new InvalidOptionError("task", "text", task);
  if (typeof queue !== "string") throw new InvalidOptionError("queue", "text", queue);
  if (!(body instanceof Uint8Array)) throw new InvalidOptionError("body", "a Uint8Array", body);
  if (priority === undefined || (Number.isInteger(priority) && priority >= 0 && priority < priorities)) return;
  throw new InvalidOptionError("priority", `a whole number from 0 to ${priorities - 1}`, priority);
}

/** Milliseconds to wait; none where nothing is said. */
export const delayOf = (delay: number | undefined): number => (delay === undefined ? 0 : finiteDelay(delay));
