import { describe, expect, it } from "vitest";
import { nearest, suggestion } from "../../src/core/nearest.ts";

const WORDS = ["exponential", "fixed", "fibonacci", "linear", "cap"];

describe("the nearest word", () => {
  it.each([
    ["exponental", "exponential"],
    ["EXPONENTIAL", "exponential"],
    ["fixd", "fixed"],
    ["fxed", "fixed"],
    ["lineair", "linear"],
    ["lniear", "linear"],
    ["fibonnaci", "fibonacci"],
    ["cup", "cap"],
    ["expo", undefined],
    ["toString", undefined],
    ["", undefined],
  ])("to %j is %j", (word, near) => {
    expect(nearest(word, WORDS)).toBe(near);
  });

  it("is the first of two that are equally near", () => {
    expect(nearest("cat", ["cap", "car"])).toBe("cap");
    expect(nearest("cat", ["car", "cap"])).toBe("car");
  });

  it("differs in at most a third of its letters, or in two", () => {
    expect(nearest("abcdefghi", ["abcdefxxx"])).toBe("abcdefxxx");
    expect(nearest("abcdefghi", ["abcdexxxx"])).toBeUndefined();
    expect(nearest("abc", ["axx"])).toBe("axx");
    expect(nearest("abc", ["xxx"])).toBeUndefined();
  });

  it("is not sought for what is no word", () => {
    expect(nearest("x".repeat(40), ["x".repeat(40)])).toBe("x".repeat(40));
    expect(nearest("x".repeat(41), ["x".repeat(41)])).toBeUndefined();
    expect(nearest("cap", [])).toBeUndefined();
  });

  it("is offered as a question", () => {
    expect(suggestion("fixd", WORDS)).toBe('; did you mean "fixed"?');
    expect(suggestion("unrelated", WORDS)).toBe("");
  });
});
