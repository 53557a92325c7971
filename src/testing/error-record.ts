/** What is kept of an error: never what else it carries, such as a request with its headers. */
export interface ErrorRecord {
  /** The error's name; for what is no error, its type. */
  readonly name: string;
  /** The error's own code, where it has one. */
  readonly code?: string | number;
  /** The error's message, cut at 1 000 characters. */
  readonly message: string;
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
