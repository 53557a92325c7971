/**
 * Thrown at the door when an option cannot be used: it says which, what was expected and what came.
 *
 * @example
 * ```ts
 * import { InvalidOptionError, policy } from "ostinato";
 *
 * try {
 *   policy({ attempts: 0 });
 * } catch (error) {
 *   error instanceof InvalidOptionError && error.option; // => "attempts"
 * }
 * ```
 */
export class InvalidOptionError extends TypeError {
  override readonly name: string = "InvalidOptionError";
  readonly code: string = "INVALID_OPTION";
  /** The option's name, such as `"attempts"`. */
  readonly option: string;

  /**
   * @param option the option's name
   * @param expected what would have been right, as a noun phrase
   * @param received the value that came
   * @param options the `cause`, where there is one, and a `hint` to end the message with
   */
  constructor(
    option: string,
    expected: string,
    received: unknown,
    options: ErrorOptions & { readonly hint?: string } = {},
  ) {
    super(`${option}: expected ${expected}, got ${show(received)}${options.hint ?? ""}`, options);
    this.option = option;
  }
}

const LONGEST = 60;

/** A value in a few words, whatever it is: reading it must not throw. */
export function show(value: unknown): string {
  // Cut before it is quoted: the text may be huge.
  if (typeof value === "string") return clip(JSON.stringify(value.slice(0, 2 * LONGEST)));
  if (typeof value === "bigint") return clip(`${value}n`);
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  try {
    if (Array.isArray(value)) return "an array";
    const made: unknown = value.constructor?.name;
    return typeof made === "string" && made !== "" && made !== "Object" ? `an instance of ${clip(made)}` : "an object";
  } catch {
    return "an object";
  }
}

const clip = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
