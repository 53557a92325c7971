import type { RecordedError } from "../transport/dead-letter.ts";

/** Longer messages and stacks are cut: one may hold a whole page. */
const LONGEST = 10_000;

/** What becomes of an error before it is recorded. */
export interface RecordErrorOptions {
  /** Whether the stack is kept, too; it is not, unless `true`: it tells of the machine's paths. */
  readonly stack?: boolean | undefined;
}

/**
 * An error as plain data: its name, code and message, cut at 10 000 characters; neither its cause nor what else it carries.
 *
 * @example
 * ```ts
 * import { recordError } from "ostinato/tasks";
 *
 * recordError(new RangeError("too far")); // => { name: "RangeError", message: "too far" }
 * ```
 */
export function recordError(error: unknown, { stack = false }: RecordErrorOptions = {}): RecordedError {
  const code = member(error, "code");
  const trace = stack ? member(error, "stack") : undefined;
  return {
    name: clip(member(error, "name") ?? "Error"),
    ...(code !== undefined && { code: clip(code) }),
    message: clip(member(error, "message") ?? text(error)),
    ...(trace !== undefined && { stack: clip(trace) }),
  };
}

/** One member as text; reading a hostile error must not throw. */
function member(error: unknown, key: "name" | "code" | "message" | "stack"): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  try {
    const value = (error as Record<string, unknown>)[key];
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  } catch {
    return undefined;
  }
}

function text(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "an error that cannot be read";
  }
}

const clip = (value: string): string => (value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}…`);
