import { builtin } from "../engine/builtin.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { refuseLossy } from "./json-refusal.ts";
import { toBytes, toText } from "./utf8.ts";
import { SerializationError } from "./serialization-error.ts";

/** How arguments and results become bytes: the port. What was encoded must come out equal, or be refused. */
export interface Serializer {
  /** Which one it is; a message tells it, so that nobody reads with another. */
  readonly name: string;
  /**
   * Bytes for a value.
   *
   * @param path what to call the value in an error, such as `"args"`
   * @throws SerializationError for what would come out changed, or is too large
   */
  encode(value: unknown, path: string): Uint8Array;
  /** @throws SerializationError for bytes that cannot be read */
  decode(bytes: Uint8Array): unknown;
}

/** What a serializer accepts. */
export interface SerializerOptions {
  /** The most bytes that one value may take; 1 MiB unless given, `Infinity` for no limit. */
  readonly maxBytes?: number | undefined;
}

/**
 * JSON that refuses what JSON changes silently: dates, maps, class instances, `undefined`, `NaN`, `-0`, cycles and their like.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import { json } from "ostinato/tasks";
 *
 * let message = "";
 * try {
 *   json().encode([{ when: new Date(0) }], "args");
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message; // => "args[0].when: JSON turns an instance of Date into something else"
 * ```
 */
export function json(options: SerializerOptions = {}): Serializer {
  const most = mostOf(options, "json");
  return {
    name: "json",
    encode: (value, path) => {
      refuseLossy(value, path);
      return within(most, path, toBytes(JSON.stringify(value)));
    },
    decode: (bytes) => reading(() => JSON.parse(toText(bytes)) as unknown),
  };
}

/** What this reads of `node:v8`. */
interface V8 {
  serialize(value: unknown): Uint8Array;
  deserialize(bytes: Uint8Array): unknown;
}

/**
 * The structured clone algorithm of V8: dates, maps, sets, cycles and typed arrays survive. For use within one process, or
 * among processes of one version: the format is V8's own.
 *
 * @throws InvalidOptionError for an option that cannot be used, and where the platform has no V8 serializer
 * @example
 * ```ts
 * import { structured } from "ostinato/tasks";
 *
 * const serializer = structured();
 * serializer.decode(serializer.encode(new Date(5), "args")); // => new Date(5)
 * ```
 */
export function structured(options: SerializerOptions = {}): Serializer {
  const most = mostOf(options, "structured");
  const v8 = builtin<V8>("node:v8");
  if (v8 === undefined) throw new InvalidOptionError("serializer", "json(), as there is no V8 serializer here", "none");
  return {
    name: "structured",
    encode: (value, path) => {
      let bytes: Uint8Array;
      try {
        bytes = v8.serialize(value);
      } catch (cause) {
        throw new SerializationError("NOT_SERIALIZABLE", path, "it cannot be cloned", { cause });
      }
      return within(most, path, bytes);
    },
    decode: (bytes) => reading(() => v8.deserialize(bytes)),
  };
}

function mostOf(options: SerializerOptions, what: string): number {
  const read = optionsOf(options, what, ["maxBytes"]);
  return (
    read<number>("maxBytes", "a number of bytes ≥ 0", (value) => typeof value === "number" && value >= 0) ?? 2 ** 20
  );
}

function within(most: number, path: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length <= most) return bytes;
  throw new SerializationError("TOO_LARGE", path, `it takes ${bytes.length} bytes, more than ${most}`);
}

function reading(read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    throw new SerializationError("UNDECODABLE", "message", "its bytes cannot be read", { cause });
  }
}
