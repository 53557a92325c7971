import { ownParts } from "./own-parts.ts";

/** What is kept of an error: never what else it carries, such as a request with its headers. */
export interface ErrorRecord {
  /** The error's name; for what is no error, its type. */
  readonly name: string;
  /** The error's own code, where it has one. */
  readonly code?: string | number;
  /** The error's message, cut at 1 000 characters. */
  readonly message: string;
  /** Whether it was marked with `permanent`. */
  readonly permanent?: true;
  /** What a redaction has added, as JSON. */
  readonly details?: unknown;
}

const LONGEST = 1_000;

/** A text of bearable length. */
const cut = (text: string, longest: number = LONGEST): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;

/** An error in a few words, whatever it is: reading it must not throw. */
export function described(error: unknown): ErrorRecord {
  try {
    if (typeof error !== "object" || error === null)
      return { name: error === null ? "null" : typeof error, message: cut(String(error)) };
    const { name, message, code } = error as Record<"name" | "message" | "code", unknown>;
    return {
      name: typeof name === "string" && name !== "" ? cut(name) : "object",
      ...((typeof code === "string" || Number.isFinite(code)) && { code: known(code) }),
      message: typeof message === "string" ? cut(message) : "",
    };
  } catch {
    return { name: "object", message: "cannot be read" };
  }
}

const known = (code: unknown): string | number => (typeof code === "string" ? cut(code) : (code as number));

/** Something like the error that was recorded: its name, code and message; text, numbers and nothing as they were. */
export function revived(record: ErrorRecord): unknown {
  const { name, code, message, details } = ownParts(record);
  const primitive = PRIMITIVES.get(name);
  if (primitive !== undefined) return primitive(message);
  const parts = { ...(code !== undefined && { code }), ...(details !== undefined && { details }) };
  return Object.assign(Object.defineProperty(new Error(message), "name", { value: name }), parts);
}

const PRIMITIVES: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ["string", (text) => text],
  ["number", Number],
  ["boolean", (text) => text === "true"],
  ["undefined", () => undefined],
  ["null", () => null],
]);
