import { describe, expect, it } from "vitest";
import { json, recordError, SerializationError } from "ostinato/tasks";

const cycle: unknown[] = [];
cycle.push(cycle);
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
class Point {
  readonly x = 1;
}
const hidden = Object.defineProperty({}, "x", { value: 1, enumerable: false });

describe("json", () => {
  it.each([
    [null],
    [true],
    ["text, \ud800 and \u2028"],
    [-1.5],
    [[1, [2, { three: ["4"] }]]],
    [{ __proto__: null, a: 1 }],
    [JSON.parse('{"__proto__":1}') as unknown],
  ])("gives back what it was given: %j", (value) => {
    const serializer = json();
    expect(serializer.decode(serializer.encode(value, "args"))).toEqual(value);
  });

  it.each<[what: string, value: unknown, message: string]>([
    ["undefined", undefined, "args: JSON has no undefined"],
    ["undefined in a list", [1, undefined], "args[1]: JSON has no undefined"],
    ["undefined in an object", { a: { b: undefined } }, "args.a.b: JSON has no undefined"],
    ["a bigint", [1n], "args[0]: JSON has no bigint"],
    ["a function", { f: () => {} }, "args.f: JSON has no function"],
    ["a symbol", [Symbol("s")], "args[0]: JSON has no symbol"],
    ["NaN", [Number.NaN], "args[0]: JSON turns NaN into null"],
    ["Infinity", [-Infinity], "args[0]: JSON turns -Infinity into null"],
    ["-0", [-0], "args[0]: JSON turns -0 into 0"],
    ["a date", [new Date(0)], "args[0]: JSON turns an instance of Date into something else"],
    ["a map", [new Map()], "an instance of Map"],
    ["a set", [new Set()], "an instance of Set"],
    ["a pattern", [/x/], "an instance of RegExp"],
    ["an error", [new Error("x")], "an instance of Error"],
    ["bytes", [new Uint8Array(1)], "an instance of Uint8Array"],
    ["a promise", [Promise.resolve()], "an instance of Promise"],
    ["an instance of a class", [new Point()], "an instance of Point"],
    ["an instance of nameless make", [Object.create({ constructor: 5 })], "an instance of a class"],
    ["something with a toJSON", [{ toJSON: (): number => 1 }], "args[0]: its toJSON would stand in for it"],
    ["a cycle", cycle, "args[0]: it contains itself"],
    ["a hole", [[1, , 3]], "args[0]: JSON has no lists with holes"], // oxlint-disable-line no-sparse-arrays
    ["a name in a list", [Object.assign([1], { x: 1 })], "args[0]: JSON has no lists with holes or names"],
    [
      "a getter",
      [
        {
          get x() {
            return 1;
          },
        },
      ],
      "args[0].x: JSON turns a getter into a value",
    ],
    ["a hidden member", [hidden], "args[0].x: JSON leaves it out"],
    ["a symbol's member", [{ [Symbol("s")]: 1 }], "args[0][Symbol(s)]: JSON leaves it out"],
    ["too many levels", deep(300), "it lies deeper than 256 levels"],
  ])("F-084 refuses %s, and says where", (_what, value, message) => {
    const encoding = (): unknown => json().encode(value, "args");
    expect(encoding).toThrow(SerializationError);
    expect(encoding).toThrow(message);
  });

  it("refuses what is too large, and bytes that are no JSON", () => {
    expect(() => json({ maxBytes: 5 }).encode("12345", "args")).toThrow("args: it takes 7 bytes, more than 5");
    expect(() => json().decode(new Uint8Array([0xff]))).toThrow(
      expect.objectContaining({ code: "UNDECODABLE" }) as Error,
    );
    expect(() => json({ maxBytes: -1 })).toThrow("maxBytes: expected");
  });
});

describe("recordError", () => {
  it("F-082 keeps name, code and message, and nothing else", () => {
    const error = Object.assign(new RangeError("too far"), { code: 5, config: { token: "secret" }, cause: "secret" });
    expect(recordError(error)).toEqual({ name: "RangeError", code: "5", message: "too far" });
    expect(recordError(error, { stack: true }).stack).toContain("RangeError: too far");
  });

  it("F-083 cuts what is long, and reads what is hostile", () => {
    const hostile = {
      get message(): string {
        throw new Error("no");
      },
      toString(): string {
        throw new Error("no");
      },
    };
    expect(recordError(new Error("x".repeat(20_000))).message).toHaveLength(10_001);
    expect(recordError(hostile)).toEqual({ name: "Error", message: "an error that cannot be read" });
    expect([recordError("text").message, recordError(undefined).message]).toEqual(["text", "undefined"]);
  });
});
