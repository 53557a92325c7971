import { InvalidOptionError } from "../core/invalid-option.ts";

/** Longer names, ids and keys are refused: they are kept in memory, and stand in every message. */
const LONGEST = 1_000;

/** Text that names something, itself opaque. @throws InvalidOptionError for what is none, is empty, or is too long */
export function asName(value: unknown, option: string): string {
  if (typeof value === "string" && value.length > 0 && value.length <= LONGEST) return value;
  throw new InvalidOptionError(option, `text of 1 to ${LONGEST} characters`, value);
}
