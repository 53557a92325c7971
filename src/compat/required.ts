import { InvalidOptionError } from "../core/invalid-option.ts";
import type { Options } from "../core/options.ts";

/** An option that must be there, checked; throws where it is missing or does not fit. */
export function required<Value>(
  read: Options,
  name: string,
  expected: string,
  fits: (value: unknown) => boolean,
): Value {
  const value = read<Value>(name, expected, fits);
  if (value === undefined) throw new InvalidOptionError(name, expected, undefined);
  return value;
}
