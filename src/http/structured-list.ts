// Long enough for a dozen policies with their keys.
const LONGEST = 2_048;

/** One item of a list, as it was written: `"p"`, and the parameters `r` → `0`, `t` → `30`. */
export interface ListItem {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** All that may stand as a value, in the words of RFC 9651, 3.3. */
const BARE_ITEM = [
  String.raw`-?\d{1,12}\.\d{1,3}`, // Decimal
  String.raw`-?\d{1,15}`, // Integer
  String.raw`"(?:[ !#-\[\]-~]|\\["\\])*"`, // String
  String.raw`[A-Za-z*][!#$%&'*+\-.^_\x60|~:/0-9A-Za-z]*`, // Token
  String.raw`:(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?:`, // Byte Sequence
  String.raw`\?[01]`, // Boolean
  String.raw`@-?\d{1,15}`, // Date
  String.raw`%"(?:[ !#$&-~]|%[0-9a-f]{2})*"`, // Display String
].join("|");
const PARAMETER = `; *([a-z*][a-z0-9_.*-]*)(?:=(${BARE_ITEM}))?`;
const ITEM = `(${BARE_ITEM})((?:${PARAMETER})*)`;

const ITEMS = new RegExp(ITEM, "g");
const PARAMETERS = new RegExp(PARAMETER, "g");
const LIST = new RegExp(String.raw`^ *${ITEM}(?:[ \t]*,[ \t]*${ITEM})*[ \t]*$`);

/**
 * Reads a Structured Field (RFC 9651, 4.2) that is a list of items with parameters, or answers undefined. Of parameters
 * with one name the last counts. No part of it: inner lists, and the bytes inside of a Display String.
 *
 * Linear, and blind to text of more than 2 048 characters.
 */
export function structuredList(text: string): readonly ListItem[] | undefined {
  if (text.length > LONGEST || !LIST.test(text)) return undefined;
  return Array.from(text.matchAll(ITEMS), ([, value, parameters]) => ({
    value: value!,
    parameters: parametersIn(parameters!),
  }));
}

/** A parameter without a value is true. */
function parametersIn(text: string): ReadonlyMap<string, string> {
  return new Map(Array.from(text.matchAll(PARAMETERS), ([, name, value = "?1"]) => [name!, value]));
}
