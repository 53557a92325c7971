import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/index.ts";
import { isFunction, optionsOf } from "../../src/core/options.ts";

const KNOWN = ["attempts", "schedule"] as const;
const isNumber = (value: unknown): boolean => typeof value === "number";

describe("options", () => {
  it("are looked up by name and checked", () => {
    const option = optionsOf({ attempts: 5 }, "policy", KNOWN);
    expect(option("attempts", "a number", isNumber)).toBe(5);
    expect(() => option("attempts", "a function", isFunction)).toThrow("attempts: expected a function, got 5");
  });

  it("that are undefined or absent are left out", () => {
    const option = optionsOf({ attempts: undefined }, "policy", KNOWN);
    expect(option("attempts", "a number", isNumber)).toBeUndefined();
    expect(option("schedule", "a number", isNumber)).toBeUndefined();
  });

  it("that are null are wrong", () => {
    const option = optionsOf({ attempts: null }, "policy", KNOWN);
    expect(() => option("attempts", "a number", isNumber)).toThrow("attempts: expected a number, got null");
  });

  it("are looked up as they are, where whoever asks will check them", () => {
    const option = optionsOf({ attempts: null }, "policy", KNOWN);
    expect([option("attempts"), option("schedule")]).toEqual([null, undefined]);
  });

  it("are own properties only", () => {
    const option = optionsOf(Object.create({ attempts: 5 }), "policy", KNOWN);
    expect(option("attempts", "a number", isNumber)).toBeUndefined();
  });

  it.each([
    [null, "null"],
    [undefined, "undefined"],
    [5, "5"],
    ["x", '"x"'],
    [isFunction, "a function"],
  ])("cannot be read from %j", (value, shown) => {
    expect(() => optionsOf(value, "policy", KNOWN)).toThrow(`policy: expected an object, got ${shown}`);
    expect(() => optionsOf(value, "policy", KNOWN)).toThrow(InvalidOptionError);
  });

  it.each([
    ["attempt", 'policy: expected only the options attempts, schedule, got "attempt"; did you mean "attempts"?'],
    ["unrelated", 'policy: expected only the options attempts, schedule, got "unrelated"'],
    ["retries", 'policy: expected only the options attempts, schedule, got "retries"; "attempts" counts calls'],
  ])("with an unknown key %s are refused", (key, message) => {
    const foreign = new Map([["retries", '; "attempts" counts calls']]);
    const read = (): unknown => optionsOf({ [key]: 1 }, "policy", KNOWN, foreign);
    expect(read).toThrow(InvalidOptionError);
    expect(messageOf(read)).toBe(message);
  });

  it("do not take __proto__ for a prototype", () => {
    expect(() => optionsOf(JSON.parse('{"__proto__":{"attempts":0}}'), "policy", KNOWN)).toThrow('got "__proto__"');
  });
});

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
