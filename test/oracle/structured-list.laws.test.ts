import fc from "fast-check";
import { type BareItem, parseItem, parseList, serializeList, Token } from "structured-headers";
import { describe, expect, it } from "vitest";
import { structuredList } from "../../src/http/structured-list.ts";
import { lawParameters } from "../support/laws.ts";

/** What the oracle makes of a text, with a text for each value, as it reads that text alone; undefined if it refuses. */
function expected(text: string): unknown {
  try {
    const list = parseList(text);
    // An inner list is no item, and an empty list is none.
    if (list.length === 0 || list.some(([value]) => Array.isArray(value))) return undefined;
    return list.map(([value, parameters]) => [value, [...parameters]]);
  } catch {
    return undefined;
  }
}

/** Ours, each value as the oracle reads it when it stands alone. */
const ours = (text: string): unknown =>
  structuredList(text)?.map(({ value, parameters }) => [
    alone(value),
    Array.from(parameters, ([name, each]) => [name, alone(each)]),
  ]);

const alone = (text: string): BareItem => parseItem(text)[0];

const ascii = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const thousandths = fc.integer({ min: -1e14, max: 1e14 }).map((whole) => whole / 1_000);
const token = fc.stringMatching(/^[A-Za-z*][!#$%&'*+\-.^_`|~:/0-9A-Za-z]{0,9}$/).map((text) => new Token(text));
const bytes = fc.uint8Array({ maxLength: 9 }).map(({ buffer }) => buffer);

const bareItem: fc.Arbitrary<BareItem> = fc.oneof(
  fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
  thousandths,
  ascii,
  token,
  bytes,
  fc.boolean(),
);
const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,5}$/);
const parameters = fc.array(fc.tuple(key, bareItem), { maxLength: 4 }).map((entries) => new Map(entries));
const item = fc.tuple(bareItem, parameters);
const list = fc.array(item, { minLength: 1, maxLength: 4 });

/** Pieces of the grammar, with something between them that breaks it now and then. */
const sound = [";r=0", ";t=30", "; b", ";pk=:QQ==:", ";c=?1;d=-1.5", ', "p"', " ,\tq", ';e="\\""', ";r=-0"];
const noise = [
  "p",
  '"',
  "\\",
  ";",
  "; ",
  "=",
  ",",
  " ",
  "\t",
  "0",
  "-",
  ".",
  "1.5",
  ":",
  "?",
  "(",
  ")",
  "(p p)",
  "*",
  "R",
  "_",
  "é",
  "\u0000",
  "\n",
  "123456789",
];
const pieces = fc
  .array(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...sound) }, { weight: 1, arbitrary: fc.constantFrom(...noise) }),
    { maxLength: 9 },
  )
  .map((parts) => `"p"${parts.join("")}`);

/** A list with one character changed. */
const nearly = fc
  .tuple(list.map(serializeList), fc.nat(), fc.string({ maxLength: 2, unit: "binary-ascii" }))
  .map(([text, place, other]) => {
    const at = place % text.length;
    return text.slice(0, at) + other + text.slice(at + 1);
  })
  // The oracle has its own opinion of Dates and Display Strings: see below.
  .filter((text) => !/[@%]/.test(text));

describe("structuredList, held against structured-headers", () => {
  it("reads every list of items that the oracle writes, value by value", () => {
    const law = fc.property(list, (items) => {
      const text = serializeList(items);
      fc.pre(text.length <= 2_048);
      expect(ours(text)).toEqual(expected(text));
      expect(structuredList(text)).toHaveLength(items.length);
    });
    fc.assert(law, lawParameters(500));
  });

  it("accepts and refuses what the oracle accepts and refuses, of pieces of the grammar", () => {
    const law = fc.property(pieces, (text) => {
      expect(ours(text)).toEqual(expected(text));
    });
    fc.assert(law, lawParameters(1_500));
  });

  it("accepts and refuses what the oracle accepts and refuses, one character away from a list", () => {
    const law = fc.property(nearly, (text) => {
      expect(ours(text)).toEqual(expected(text));
    });
    fc.assert(law, lawParameters(1_500));
  });

  it("reads a Date and a Display String as the oracle does where they end the field", () => {
    for (const text of ["a;b=@1659578233", "a;b=@-1", 'a;b=%"f%c3%bc"', 'a;b=%"%"', "a;b=@1.5", 'a;b=%"%C3%BC"'])
      expect(ours(text)).toEqual(expected(text));
  });

  it("reads on behind a Date, as RFC 9651 (4.2.9) has it and the oracle, version 2.1.0, has not", () => {
    expect(expected("a;b=@1;r=0")).toBeUndefined();
    expect(structuredList("a;b=@1;r=0")?.[0]?.parameters.get("r")).toBe("0");
  });
});
