import type { StopReason } from "../policy/failure.ts";
import type { Envelope } from "./envelope.ts";

/** Why a message will not be worked on again. */
export type EndReason =
  | StopReason
  /** It came after `expiresAt`. */
  | "expired"
  /** It was taken back. */
  | "revoked"
  /** It ran for longer than it may. */
  | "time-limit"
  /** It was delivered more often than its queue allows, and nobody said why. */
  | "poison"
  /** Nobody could read it, or knows what it asks for. */
  | "undecodable"
  /** Whoever worked on it refused it. */
  | "rejected";

/** An error as plain data, without its cause. */
export interface RecordedError {
  readonly name: string;
  readonly code?: string | undefined;
  /** At most 10 000 characters. */
  readonly message: string;
  readonly stack?: string | undefined;
}

/** How a message died. */
export interface DeadLetterInfo {
  readonly reason: EndReason;
  readonly error?: RecordedError | undefined;
  /** Attempts made. */
  readonly attempts: number;
  /** Deliveries, as far as the broker counts them. */
  readonly deliveries: number | undefined;
  /** When, in epoch milliseconds. */
  readonly at: number;
}

/** A message that will not be tried again, with its death. */
export interface DeadLetter extends DeadLetterInfo {
  /** The message as it was, its own queue included. */
  readonly envelope: Envelope;
}

/** The header in which a dead letter tells of its death. */
const HEADER = "ostinato-dead-letter";

/**
 * A message as it lies in a queue of dead letters: the death stands in a header, whether a broker moves it or it is sent there.
 *
 * @param queue the queue of dead letters
 * @example
 * ```ts
 * import { deadLetterFrom, deadLetterTo, type Envelope } from "ostinato/transport";
 *
 * const progress = { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt: 0 };
 * const headers = {};
 * const body = new Uint8Array();
 * const mail: Envelope = { id: "7", task: "mail", queue: "mails", progress, notBefore: 5, expiresAt: undefined, headers, body };
 * const dead = deadLetterTo("mails.dead", mail, { reason: "attempts", attempts: 3, deliveries: 3, at: 1_000 });
 * dead.queue; // => "mails.dead"
 * deadLetterFrom(dead)?.reason; // => "attempts"
 * deadLetterFrom(dead)?.envelope.queue; // => "mails"
 * ```
 */
export function deadLetterTo(queue: string, envelope: Envelope, info: DeadLetterInfo): Envelope {
  const { reason, error, attempts, deliveries, at } = info;
  const death: Death = { queue: envelope.queue, reason, error, attempts, deliveries, at };
  const headers = { ...envelope.headers, [HEADER]: JSON.stringify(death) };
  return { ...envelope, queue, headers, notBefore: undefined };
}

/**
 * Reads what {@link deadLetterTo} wrote; undefined for a message that does not tell of its death.
 *
 * @example
 * ```ts
 * import { deadLetterFrom, type Envelope } from "ostinato/transport";
 *
 * export const reasonOf = (message: Envelope): string => deadLetterFrom(message)?.reason ?? "alive";
 * ```
 */
export function deadLetterFrom(envelope: Envelope): DeadLetter | undefined {
  const { [HEADER]: text, ...headers } = envelope.headers;
  const death = text === undefined ? undefined : read(text);
  if (death === undefined) return undefined;
  const { queue, reason, error, attempts, deliveries, at } = death;
  return { envelope: { ...envelope, queue, headers }, reason, error, attempts, deliveries, at };
}

type Death = DeadLetterInfo & { readonly queue: string };

/** A stranger may have written it: what does not tell the least is no death. */
function read(text: string): Death | undefined {
  try {
    const death = JSON.parse(text) as Partial<Death> | null;
    const { queue, reason, attempts, at } = death ?? {};
    const told = typeof queue === "string" && typeof reason === "string";
    return told && typeof attempts === "number" && typeof at === "number" ? (death as Death) : undefined;
  } catch {
    return undefined;
  }
}
