import { show } from "../core/invalid-option.ts";
import { tell } from "../engine/report.ts";
import { property } from "../core/property.ts";

/** Takes out of a text what must not leave the process, such as a token; it sees names, codes and messages of errors. */
export type Redact = (text: string) => string;

/** What may be said of an error: never what else it carries, such as a request with its headers. */
export interface Digest {
  /** Its name, or its class's; undefined for what is no error. */
  readonly name: string | undefined;
  readonly code: string | undefined;
  readonly message: string;
}

/** Beyond this nothing is looked at, so that no message of megabytes is searched for secrets. */
const LONGEST = 10_000;
const LONGEST_MESSAGE = 200;
const LONGEST_NAME = 60;
// Well below what was searched, so that no secret is shown in part because the search ended in its middle.
const LONGEST_STACK = 8_000;

/** Whatever was thrown, in short texts that are redacted first and cut afterwards; reading it never throws. */
export function digest(error: unknown, redact?: Redact): Digest {
  const message = property(error, "message");
  if (typeof error !== "object" || typeof message !== "string") {
    const text = typeof error === "string" ? error : show(error);
    return { name: undefined, code: undefined, message: line(redacted(text, redact), LONGEST_MESSAGE) };
  }
  const code = property(error, "code");
  return {
    name: line(redacted(nameOf(error), redact), LONGEST_NAME),
    code: typeof code === "string" ? line(redacted(code, redact), LONGEST_NAME) : undefined,
    message: line(redacted(message, redact), LONGEST_MESSAGE),
  };
}

/** Its stack trace, apart from the rest: it has many lines, and to read it is slow. */
export function stackOf(error: unknown, redact?: Redact): string | undefined {
  const stack = property(error, "stack");
  return typeof stack === "string" ? redacted(stack, redact).slice(0, LONGEST_STACK) : undefined;
}

/** The same in one line: `SystemError ECONNREFUSED: nobody listens there`. */
export function inWords({ name, code, message }: Digest): string {
  const label = [name, code].filter(Boolean).join(" ");
  return [label, message].filter(Boolean).join(": ");
}

/** A class that gives its errors no name of their own is still told from others. */
function nameOf(error: unknown): string {
  const name = property(error, "name");
  const made = property(property(error, "constructor"), "name");
  if (typeof name === "string" && name !== "" && name !== "Error") return name;
  return typeof made === "string" && made !== "" && made !== "Object" ? made : "Error";
}

/** One line, however many there are: nobody can forge an entry in a log or steer a terminal. */
function line(text: string, longest: number): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
  return flat.length <= longest ? flat : `${flat.slice(0, longest)}…`;
}

const WITHHELD = "(withheld)";

/** What cannot be redacted is not shown. */
function redacted(text: string, redact: Redact | undefined): string {
  const short = text.slice(0, LONGEST);
  if (redact === undefined) return short;
  let kept: unknown;
  tell(
    "redact",
    (given: string) => (kept = redact(given)),
    () => short,
  );
  return typeof kept === "string" ? kept : WITHHELD;
}
