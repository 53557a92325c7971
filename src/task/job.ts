import type { Policy } from "../policy/policy.ts";
import type { Delivery } from "../transport/delivery.ts";
import type { Envelope } from "../transport/envelope.ts";
import type { Around } from "./context.ts";
import { type Hub, type Registered, settingsOf } from "./hub.ts";
import { UnknownTaskError } from "./errors.ts";
import type { AttemptEvent } from "./hooks.ts";
import { checkLimits, type Level } from "./levels.ts";
import { type Manifest, manifestOf } from "./manifest.ts";
import { SerializationError } from "./serialization-error.ts";
import { judgedBy } from "./judged-by.ts";

/** A message that a worker can work on: everything that it says, read and joined with what is known here. */
export interface Job {
  readonly envelope: Envelope;
  readonly manifest: Manifest;
  readonly registered: Registered;
  readonly settings: Level;
  readonly policy: Policy<never>;
  readonly args: readonly unknown[];
  /** Milliseconds; `Infinity` where there is none. */
  readonly softTimeLimit: number;
  readonly timeLimit: number;
  readonly around: Around | undefined;
}

/** Which attempt a message asks for. */
export const attemptOf = ({ progress }: Envelope): number => progress.attempt + 1;

/**
 * Reads a message.
 *
 * @throws UnknownTaskError, SerializationError, InvalidOptionError or NotationError for what cannot be understood here
 */
export function jobOf(hub: Hub, { envelope }: Delivery): Job {
  const registered = hub.registered.get(envelope.task);
  if (registered === undefined) throw new UnknownTaskError(envelope.task);
  const manifest = manifestOf(envelope, hub.plain);
  const { serializer } = hub;
  if (manifest.serializer !== serializer.name)
    throw new SerializationError("UNDECODABLE", "message", `it was made by another serializer than ${serializer.name}`);
  const args = serializer.decode(envelope.body);
  if (!Array.isArray(args)) throw new SerializationError("UNDECODABLE", "args", "they are no list");
  const settings = settingsOf(hub, envelope.task);
  const softTimeLimit = limit(manifest.softTimeLimit, settings.softTimeLimit);
  const timeLimit = limit(manifest.timeLimit, settings.timeLimit);
  checkLimits({ softTimeLimit, timeLimit });
  const policy = judgedBy(hub, envelope.task, manifest.policy);
  return { envelope, manifest, registered, settings, policy, args, softTimeLimit, timeLimit, around: settings.around };
}

const limit = (said: number | null | undefined, own = Infinity): number => (said === null ? Infinity : (said ?? own));

/** What the hooks of a task are told of an attempt. */
export function eventOf({ envelope, args, policy }: Job, elapsed: number): AttemptEvent {
  const { id, task, queue, headers } = envelope;
  return { id, task, queue, args, headers, attempt: attemptOf(envelope), attempts: policy.attempts, elapsed };
}
