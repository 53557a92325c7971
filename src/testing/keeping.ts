import { PermanentError } from "../policy/errors.ts";
import { described, type ErrorRecord } from "./error-record.ts";
import type { Keeping } from "./recorded-run.ts";

const REDACTED: ErrorRecord = { name: "Error", message: "redacted, for the redaction failed" };
/** So much of what is kept of a result or an error's details, as JSON. */
const LONGEST = 10_000;

/** What is kept, as the caller wants it. */
export function keepingOf(
  redact: (record: ErrorRecord, error: unknown) => ErrorRecord = (record) => record,
  value: (value: unknown) => unknown = () => undefined,
): Keeping {
  return {
    error: (error) => {
      const marked = PermanentError.inside(error);
      const inner = marked === undefined ? error : marked.error;
      try {
        const { details, ...record } = redact(described(inner), inner);
        return {
          ...described({ ...record }),
          ...(marked !== undefined && { permanent: true }),
          ...(details !== undefined && json("details", details)),
        };
      } catch {
        return { ...REDACTED, ...(marked !== undefined && { permanent: true }) };
      }
    },
    value: (given) => {
      try {
        return json("value", value(given));
      } catch {
        return {};
      }
    },
  };
}

/** Something as plain data under a name; nothing where it is none, or too long. */
function json(name: string, value: unknown): Record<string, unknown> {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined || text.length > LONGEST ? {} : { [name]: JSON.parse(text) };
}
