import { describe, expect, it } from "vitest";
import { structuredList } from "../../src/http/structured-list.ts";

/** The items as plain data, parameters in their order. */
const read = (text: string): unknown =>
  structuredList(text)?.map(({ value, parameters }) => [value, Object.fromEntries(parameters)]);

describe("structuredList", () => {
  it.each([
    ["a String with parameters", '"p";r=0;t=30', [['"p"', { r: "0", t: "30" }]]],
    [
      "several items",
      '"a";r=1, "b";r=2',
      [
        ['"a"', { r: "1" }],
        ['"b"', { r: "2" }],
      ],
    ],
    [
      "white space around commas, tabs too",
      ' "a" \t,\t "b" \t',
      [
        ['"a"', {}],
        ['"b"', {}],
      ],
    ],
    ["spaces after a semicolon", '"a";  r=1;\u0020t=2', [['"a"', { r: "1", t: "2" }]]],
    ["the last of two parameters with one name", '"a";r=1;r=2', [['"a"', { r: "2" }]]],
    ["a parameter without a value as true", '"a";b;r=1', [['"a"', { b: "?1", r: "1" }]]],
    ["a Token", "default;r=50", [["default", { r: "50" }]]],
    ["a Token of all its characters", "*!#$%&'*+-.^_`|~:/9aZ", [["*!#$%&'*+-.^_`|~:/9aZ", {}]]],
    ["escapes in a String, as they stand", String.raw`"a\"b\\";r=1`, [[String.raw`"a\"b\\"`, { r: "1" }]]],
    ["a comma and a semicolon in a String", '"a, b;r=9";r=1', [['"a, b;r=9"', { r: "1" }]]],
    ["an empty String", '""', [['""', {}]]],
    [
      "Integers of fifteen digits",
      "a;r=999999999999999;t=-000000000000001",
      [["a", { r: "999999999999999", t: "-000000000000001" }]],
    ],
    ["Decimals", "a;r=1.0;t=-123456789012.123", [["a", { r: "1.0", t: "-123456789012.123" }]]],
    [
      "Byte Sequences, padded or not",
      "a;pk=:QXBwLTk5OQ==:;b=:QQ:;c=::",
      [["a", { pk: ":QXBwLTk5OQ==:", b: ":QQ:", c: "::" }]],
    ],
    ["Booleans", "a;b=?0;c=?1", [["a", { b: "?0", c: "?1" }]]],
    ["a Date, and what is behind it", "a;b=@1659578233;r=0", [["a", { b: "@1659578233", r: "0" }]]],
    ["a Date before the epoch", "a;b=@-1;r=0", [["a", { b: "@-1", r: "0" }]]],
    ["a Display String", 'a;b=%"f%c3%bc";r=0', [["a", { b: '%"f%c3%bc"', r: "0" }]]],
    ["keys of all their characters", "a;*=1;z9_-.*=2", [["a", { "*": "1", "z9_-.*": "2" }]]],
  ])("reads %s (RFC 9651, 4.2)", (_, text, items) => {
    expect(read(text)).toEqual(items);
  });

  it("takes no parameter from a prototype", () => {
    const parameters = structuredList("a;constructor=1")?.[0]?.parameters;
    expect([parameters?.get("constructor"), parameters?.get("toString")]).toEqual(["1", undefined]);
  });

  it.each([
    ["nothing", ""],
    ["spaces alone", "   "],
    ["a comma at the end", '"a",'],
    ["a comma at the beginning", ',"a"'],
    ["two commas", '"a",,"b"'],
    ["no comma", '"a" "b"'],
    ["a tab at the beginning", '\t"a"'],
    ["a tab after a semicolon", '"a";\tr=1'],
    ["a space before a semicolon", '"a" ;r=1'],
    ["a semicolon at the end", '"a";'],
    ["space around an equals sign", '"a";r =1'],
    ["space after an equals sign", '"a";r= 1'],
    ["no value after an equals sign", '"a";r='],
    ["a key in capitals", '"a";R=1'],
    ["a key called __proto__", "a;__proto__=1"],
    ["a key that begins with a digit", '"a";1r=1'],
    ["a String that never ends", '"a'],
    ["a backslash at the end", '"a\\'],
    ["an escape of something else", String.raw`"a\b"`],
    ["single quotes", "'a';r=1"],
    ["a String with a tab", '"a\tb"'],
    ["a String with a line break", '"a\nb"'],
    ["a String beyond ASCII", '"ü"'],
    ["an Integer of sixteen digits", "a;r=1000000000000000"],
    ["a Decimal of thirteen digits", "a;r=1234567890123.0"],
    ["a Decimal of four places", "a;r=1.0001"],
    ["a Decimal without places", "a;r=1."],
    ["a Decimal without digits", "a;r=.5"],
    ["a plus sign", "a;r=+1"],
    ["two minus signs", "a;r=--1"],
    ["a minus sign alone", "a;r=-"],
    ["an exponent", "1e3"],
    ["a Boolean of two", "a;b=?2"],
    ["a Byte Sequence that never ends", "a;b=:QQ=="],
    ["a Byte Sequence of one character", "a;b=:Q:"],
    ["a Byte Sequence with too much padding", "a;b=:QQ===:"],
    ["a Byte Sequence beyond base64", "a;b=:Q-_Q:"],
    ["a Date with a fraction", "a;b=@1.5"],
    ["a Display String in capitals", 'a;b=%"%C3"'],
    ["a Display String of a String", 'a;b=%"a'],
    ["a dictionary", "limit=100, remaining=50, reset=50"],
    ["an inner list", '("a" "b");r=0'],
    ["two lines", '"a"\n,"b"'],
    ["a line break at the end", '"a"\n'],
    ["a NUL", '"a"\u0000'],
    ["JSON", '{"r":0}'],
  ])("refuses %s", (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  it("F-078: does not look at text of more than 2 048 characters", () => {
    expect(read(`"${"a".repeat(2_046)}"`)).toHaveLength(1);
    expect(read(`"${"a".repeat(2_047)}"`)).toBeUndefined();
    expect(structuredList(`a${";b".repeat(1_023)}`)?.[0]?.parameters.size).toBe(1);
    expect(structuredList(Array.from({ length: 1_024 }, () => "a").join(","))).toHaveLength(1_024);
  });

  it.each(["a", '"a', "a;", "a;b=", " ", "\t", ",", ":AAAA", "1", "\\\\", '"\\"', "a;b;c", "a , ", '%"%aa', "; "])(
    "F-078: is not slowed by many times %j",
    (part) => {
      const begun = performance.now();
      for (const end of ["", '"', "(", ":", ",", "\u0000"]) {
        structuredList(`${part.repeat(2_047).slice(0, 2_047)}${end}`);
        structuredList(`"p";r=0;t=${part.repeat(2_000).slice(0, 2_000)}${end}`);
      }
      expect(structuredList(part.repeat(1e6))).toBeUndefined();
      expect(performance.now() - begun).toBeLessThan(100);
    },
  );
});
