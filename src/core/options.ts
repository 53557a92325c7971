import { InvalidOptionError } from "./invalid-option.ts";
import { nearest, suggestion } from "./nearest.ts";

/**
 * Reads an object of options: own properties only, so that a polluted prototype says nothing, and no unknown key.
 *
 * @param foreign what to say of names that other libraries use
 * @returns a look-up of one option, checked
 */
export function optionsOf(
  value: unknown,
  what: string,
  known: readonly string[],
  foreign: ReadonlyMap<string, string> = new Map(),
): Options {
  // Also not a signal, a promise, a list or a map: those say nothing, and would be taken for no options at all.
  if (Object.prototype.toString.call(value) !== "[object Object]")
    throw new InvalidOptionError(what, "an object", value);
  for (const key of Object.keys(value as object)) {
    if (known.includes(key)) continue;
    const hint = hintFor(key, known, foreign);
    throw new InvalidOptionError(what, `only the options ${known.join(", ")}`, key, { hint });
  }
  const own = value as Record<string, unknown>;
  return (name, expected = "", fits = unchecked) => {
    const option = Object.hasOwn(own, name) ? own[name] : undefined;
    if (option === undefined || fits(option)) return option as never;
    throw new InvalidOptionError(name, expected, option);
  };
}

/** What to say of an unknown key; a misspelt foreign name counts as that name. */
function hintFor(key: string, known: readonly string[], foreign: ReadonlyMap<string, string>): string {
  const near = nearest(key, [...foreign.keys()]) ?? key;
  return foreign.get(key) ?? (suggestion(key, known) || foreign.get(near) || "");
}

/** One option, or undefined where it is absent; throws where it does not fit. Without `fits` whoever asks is to check it. */
export type Options = <Value>(name: string, expected?: string, fits?: (value: unknown) => boolean) => Value | undefined;

const unchecked = (): boolean => true;

/** Whether a value can be called. */
export const isFunction = (value: unknown): boolean => typeof value === "function";
