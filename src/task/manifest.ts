import type { PolicyJSON } from "../policy/json.ts";
import type { RecordedError } from "../transport/dead-letter.ts";
import type { Envelope } from "../transport/envelope.ts";
import { SerializationError } from "./serialization-error.ts";

/** A task that is to be sent when another has ended, as data. */
export interface LinkData {
  readonly task: string;
  readonly queue: string;
  /** The arguments behind the first, as the serializer made them, in base64. */
  readonly args: string;
}

/** What a task's message tells beside its envelope, in one header; times in milliseconds. */
export interface Manifest {
  /** Which serializer made the bytes. */
  readonly serializer: string;
  /** What the call says differently from the task's policy. */
  readonly policy?: PolicyJSON | undefined;
  /** `null`: none, for JSON has no infinity. */
  readonly softTimeLimit?: number | null | undefined;
  readonly timeLimit?: number | null | undefined;
  /** When the first attempt began, in epoch milliseconds. */
  readonly startedAt?: number | undefined;
  /** What the last retry took from the budget. */
  readonly paid?: number | undefined;
  /** The idempotency key. */
  readonly key?: string | undefined;
  readonly link?: readonly LinkData[] | undefined;
  readonly linkError?: readonly LinkData[] | undefined;
  /** The task that sent this one by a link. */
  readonly parent?: string | undefined;
  /** The dead letter that this one replays, and which replay of the first message it is. */
  readonly replay?: { readonly of: string; readonly first: string; readonly count: number } | undefined;
  /** What the attempt before failed with. */
  readonly error?: RecordedError | undefined;
}

/** Headers that begin like this are the house's own. */
export const HEADER = "ostinato";

/** The manifest of most messages, which says its serializer alone: read and written once for all. */
export interface Plain {
  readonly manifest: Manifest;
  readonly text: string;
  readonly headers: Envelope["headers"];
}

export function plainManifest(serializer: string): Plain {
  const manifest: Manifest = Object.freeze({ serializer });
  const text = JSON.stringify(manifest);
  return { manifest, text, headers: Object.freeze({ [HEADER]: text }) };
}

/** Headers with the manifest among them; one object for all messages that say nothing else. */
export function withManifest(
  headers: Envelope["headers"] | undefined,
  manifest: Manifest,
  plain: Plain,
): Envelope["headers"] {
  const text = JSON.stringify(manifest);
  if (headers === undefined && text === plain.text) return plain.headers;
  return { ...headers, [HEADER]: text };
}

const isText = (value: unknown): boolean => typeof value === "string";
const isTime = (value: unknown): boolean => typeof value === "number" && value >= 0;
const isLimit = (value: unknown): boolean => value === null || isTime(value);
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const isLinks = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((each: Partial<LinkData> | null) => isText(each?.task) && isText(each?.queue) && isText(each?.args));

const FIELDS: Readonly<Record<keyof Manifest, (value: unknown) => boolean>> = {
  serializer: isText,
  policy: isObject,
  softTimeLimit: isLimit,
  timeLimit: isLimit,
  startedAt: isTime,
  paid: isTime,
  key: isText,
  link: isLinks,
  linkError: isLinks,
  parent: isText,
  replay: isObject,
  error: isObject,
};

/**
 * Reads the manifest of a message that may come from anywhere: known fields only, and each of its kind.
 *
 * @throws SerializationError where there is none, or it says what this version does not understand
 */
export function manifestOf({ headers }: Envelope, plain: Plain): Manifest {
  const text = Object.hasOwn(headers, HEADER) ? headers[HEADER] : undefined;
  if (typeof text !== "string") throw new SerializationError("UNDECODABLE", "headers", "no manifest is among them");
  if (text === plain.text) return plain.manifest;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new SerializationError("UNDECODABLE", "manifest", "it is no JSON", { cause });
  }
  if (!isObject(read)) throw new SerializationError("UNDECODABLE", "manifest", "it is no object");
  for (const [field, value] of Object.entries(read as object)) {
    if (Object.hasOwn(FIELDS, field) && FIELDS[field as keyof Manifest](value)) continue;
    throw new SerializationError("UNDECODABLE", `manifest.${field.slice(0, 60)}`, "it is not understood here");
  }
  const manifest = read as Partial<Manifest>;
  if (manifest.serializer === undefined)
    throw new SerializationError("UNDECODABLE", "manifest.serializer", "it is missing");
  return manifest as Manifest;
}
