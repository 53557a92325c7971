import { describe, expect, it } from "vitest";
import { type Duration, duration, fixed, formatMillis, InvalidOptionError } from "../../src/core/index.ts";
import { plain, toLimit, toMillis } from "../../src/core/duration.ts";

const EXPECTED = 'expected a duration: milliseconds ≥ 0, or text such as "250ms", "1.5s", "10m", "2h", "1d"';

describe("a duration (rule 13b)", () => {
  it.each<[value: Duration, millis: number]>([
    [0, 0],
    [250, 250],
    [0.4, 0.4],
    [2 ** 31, 2_147_483_648],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    ["0ms", 0],
    ["250ms", 250],
    ["1.5s", 1_500],
    ["0.1s", 100],
    ["4.35s", 4_350],
    ["007s", 7_000],
    ["10m", 600_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["365d", 31_536_000_000],
    [{ total: (unit) => (unit === "milliseconds" ? 1_500 : NaN) }, 1_500],
  ])("%j is %d ms", (value, millis) => {
    expect(toMillis(value)).toBe(millis);
  });

  it("is in milliseconds where it is a bare number, as every figure of the schedules is (F-019)", () => {
    expect(toMillis(1_500)).toBe(toMillis("1.5s"));
    expect(fixed(1_500).bounds(1)).toEqual(fixed("1.5s").bounds(1));
  });

  it("is never negative zero", () => {
    expect(Object.is(toMillis(-0), 0)).toBe(true);
  });

  it("keeps its fractions (F-012)", () => {
    expect(toMillis("1.9ms")).toBe(1.9);
    expect(toMillis("0.0004s")).toBe(0.4);
  });

  it("reads decimals exactly, where a multiplication would not", () => {
    expect(1.005 * 1_000).not.toBe(1_005);
    expect(toMillis("1.005s")).toBe(1_005);
    expect(toMillis("0.0011s")).toBe(1.1);
  });

  it.each<[shown: string, value: unknown]>([
    ["NaN", NaN],
    ["Infinity", Infinity],
    ["-Infinity", -Infinity],
    ["-1", -1],
    ["-5e-324", -Number.MIN_VALUE],
    ["10n", 10n],
    ["true", true],
    ["null", null],
    ["undefined", undefined],
    ['""', ""],
    ['"50"', "50"],
    ['"-5s"', "-5s"],
    ['"+5s"', "+5s"],
    ['"1e3ms"', "1e3ms"],
    ['".5s"', ".5s"],
    ['"5.s"', "5.s"],
    ['"1,5s"', "1,5s"],
    ['"0x10ms"', "0x10ms"],
    ['"5 s"', "5 s"],
    ['" 5s"', " 5s"],
    ['"5s\\n"', "5s\n"],
    ['"5S"', "5S"],
    ['"5sec"', "5sec"],
    ['"3 parsecs"', "3 parsecs"],
    ['"1h30m"', "1h30m"],
    ['"٣s"', "٣s"],
    ['"Infinity"', "Infinity"],
    ['"NaNms"', "NaNms"],
    ["an array", [20]],
    ["an instance of Date", new Date(20)],
    ["an object", { valueOf: () => 20 }],
    ["an object", { total: 20 }],
    ["an object", { total: () => NaN }],
    ["an object", { total: () => -1 }],
    ["an object", { total: () => "20" }],
    ["a function", () => 20],
    ["a symbol", Symbol("20")],
  ])("cannot be %s (F-005, F-006, F-007, F-008)", (shown, value) => {
    const read = (): number => toMillis(value as Duration, "cap");
    expect(read).toThrow(InvalidOptionError);
    expect(read).toThrow(new RegExp(`^${escaped(`cap: ${EXPECTED}, got ${shown}`)}$`));
  });

  it("cannot be text too long to be one, or for a number", () => {
    expect(duration(`${"9".repeat(300)}ms`)).toBe(1e300);
    expect(() => duration(`${"9".repeat(399)}s`)).toThrow(InvalidOptionError);
    expect(() => duration(`${"0".repeat(1e6)}s`)).toThrow(InvalidOptionError);
    expect(duration(`${"0".repeat(399)}s`)).toBe(0);
    expect(() => duration(`${"0".repeat(400)}s`)).toThrow(InvalidOptionError);
  });

  it("that cannot be totalled is refused with the reason as the cause", () => {
    const cause = new RangeError("a month has no fixed length");
    const months = { total: () => fail(cause) };
    expect(() => toMillis(months)).toThrow(expect.objectContaining({ option: "duration", cause }));
  });
});

describe("a limit", () => {
  it("may be absent", () => {
    expect(toLimit(Infinity, "cap")).toBe(Infinity);
  });

  it("is a duration otherwise", () => {
    expect(toLimit("5s", "cap")).toBe(5_000);
    expect(() => toLimit(-Infinity, "cap")).toThrow(`cap: ${EXPECTED}, got -Infinity`);
    expect(() => toLimit(NaN, "cap")).toThrow(`cap: ${EXPECTED}, got NaN`);
  });
});

describe("duration", () => {
  it("reads text from outside", () => {
    expect(duration("1.5s")).toBe(1_500);
  });

  it.each<[value: unknown, shown: string]>([
    ["soon", '"soon"'],
    [1_500, "1500"],
    [undefined, "undefined"],
    [{ total: () => 5 }, "an object"],
  ])("refuses %j", (value, shown) => {
    expect(() => duration(value as string)).toThrow(`duration: ${EXPECTED}, got ${shown}`);
  });
});

describe("milliseconds as text", () => {
  it.each([
    [0, "0ms"],
    [0.5, "0.5ms"],
    [7.5, "7.5ms"],
    [999, "999ms"],
    [1_000, "1s"],
    [1_500, "1.5s"],
    [25_600, "25.6s"],
    [17_362.394, "17.362394s"],
    [60_000, "1m"],
    [90_000, "90s"],
    [3_600_000, "1h"],
    [5_400_000, "90m"],
    [86_400_000, "1d"],
    [90_000_000, "25h"],
    [1e-7, "0.0000001ms"],
    [1.5e-10, "0.00000000015ms"],
    [1e21, "1000000000000000000s"],
    [7_154.4476616889715, "7154.4476616889715ms"],
  ])("%d are %j", (millis, text) => {
    expect(formatMillis(millis)).toBe(text);
  });
});

describe("a number in plain digits", () => {
  it.each([
    [2, "2"],
    [0.1, "0.1"],
    [1e21, "1000000000000000000000"],
    [1.5e-7, "0.00000015"],
    [1e-7, "0.0000001"],
  ])("%d is %s", (value, text) => {
    expect(plain(value)).toBe(text);
  });

  it("has every place of the smallest double", () => {
    expect(plain(Number.MIN_VALUE)).toBe(`0.${"0".repeat(323)}5`);
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function fail(error: Error): never {
  throw error;
}
