import { describe, expect, it } from "vitest";
import { InvalidOptionError, NotationError, parseSchedule } from "../../src/core/index.ts";
import { ends } from "../support/draws.ts";

describe("the notation of a schedule", () => {
  it.each([
    ["fixed 1s", "fixed 1s"],
    ["fixed 1000ms", "fixed 1s"],
    ["linear 1s", "linear 1s +1s"],
    ["linear 1s +500ms", "linear 1s +500ms"],
    ["exponential 200ms", "exponential 200ms x2"],
    ["exponential 200ms x1.5", "exponential 200ms x1.5"],
    ["fibonacci 100ms", "fibonacci 100ms"],
    ["polynomial 100ms", "polynomial 100ms ^2"],
    ["polynomial 100ms ^0.5", "polynomial 100ms ^0.5"],
    ["sequence 1s", "sequence 1s"],
    ["sequence 1s 5s 30s", "sequence 1s 5s 30s"],
    ["decorrelated 100ms", "decorrelated 100ms"],
    ["decorrelated 100ms to 10s", "decorrelated 100ms to 10s"],
    ["decorrelated 10s to 10s", "decorrelated 10s to 10s"],
    ["fixed 1s, cap 500ms", "fixed 1s, cap 500ms"],
    ["fixed 1s, floor 2s", "fixed 1s, floor 2s"],
    ["fixed 1s, full jitter", "fixed 1s, full jitter"],
    ["fixed 1s, equal jitter", "fixed 1s, equal jitter"],
    ["fixed 1s, spread 0.2", "fixed 1s, spread 0.2"],
    ["fixed 1s, spread 1", "fixed 1s, spread 1"],
    ["longest (fixed 1s)", "longest (fixed 1s)"],
    ["longest (fixed 1s) (linear 1s), cap 5s", "longest (fixed 1s) (linear 1s +1s), cap 5s"],
    ["shortest (fixed 1s, cap 5s) (fixed 2s)", "shortest (fixed 1s, cap 5s) (fixed 2s)"],
    ["phases (fixed 1s)", "phases (fixed 1s)"],
    ["phases 3 (fixed 1s) 2 (fixed 2s) (fixed 3s)", "phases 3 (fixed 1s) 2 (fixed 2s) (fixed 3s)"],
    [
      "phases 1 (longest (fixed 1s) (fixed 2s)) (fixed 3s), full jitter",
      "phases 1 (longest (fixed 1s) (fixed 2s)) (fixed 3s), full jitter",
    ],
    ["exponential 200ms x2, cap 30s, full jitter", "exponential 200ms x2, cap 30s, full jitter"],
  ])("%s", (text, name) => {
    expect(parseSchedule(text).name).toBe(name);
  });

  it("does not mind white space", () => {
    const text = "  phases 3(fixed 1s)\n\t( exponential 200ms,cap 30s ,  full\tjitter )  ";
    expect(parseSchedule(text).name).toBe("phases 3 (fixed 1s) (exponential 200ms x2, cap 30s, full jitter)");
  });

  it("reads from left to right, as schedules are written", () => {
    expect(ends(parseSchedule("fixed 8s, cap 5s, equal jitter"))).toEqual([2_500, 3_750, 5_000]);
    expect(ends(parseSchedule("fixed 8s, equal jitter, cap 5s"))).toEqual([4_000, 4_500, 5_000]);
  });
});

const SOURCES = "fixed, linear, exponential, fibonacci, polynomial, sequence, decorrelated, longest, shortest, phases";
const MODIFIERS = "cap, floor, full, equal, spread";

describe("notation that cannot be read points at the word:", () => {
  it.each<[text: string, position: number, expected: string, got: string]>([
    ["", 0, `a source (${SOURCES})`, "the end"],
    ["   ", 3, `a source (${SOURCES})`, "the end"],
    ["exponental 200ms", 0, `a source (${SOURCES})`, '"exponental"; did you mean "exponential"?'],
    ["Fixed 1s", 0, `a source (${SOURCES})`, '"Fixed"; did you mean "fixed"?'],
    ["constructor 1s", 0, `a source (${SOURCES})`, '"constructor"'],
    ["__proto__ 1s", 0, `a source (${SOURCES})`, '"__proto__"'],
    ["toString", 0, `a source (${SOURCES})`, '"toString"'],
    [", cap 1s", 0, `a source (${SOURCES})`, '","'],
    ["fixed", 5, "a duration", "the end"],
    ["fixed soon", 6, "a duration", '"soon"'],
    ["fixed 5", 6, "a duration", '"5"'],
    [`fixed ${"9".repeat(320)}s`, 6, "a duration", `"${"9".repeat(320)}s"`],
    ["fixed -5s", 6, "a duration", '"-5s"'],
    ["fixed 5 s", 6, "a duration", '"5"'],
    ["fixed 5s 6s", 9, "a comma or the end", '"6s"'],
    ["fixed 5s)", 8, "a comma or the end", '")"'],
    ["fixed 5s,", 9, `a modifier (${MODIFIERS})`, "the end"],
    ["fixed 5s, cup 1s", 10, `a modifier (${MODIFIERS})`, '"cup"; did you mean "cap"?'],
    ["fixed 5s, cap 1s 2s", 17, "a comma or the end", '"2s"'],
    ["fixed 5s, cap", 13, "a duration", "the end"],
    ["fixed 5s, cap Infinity", 14, "a duration", '"Infinity"'],
    ["fixed 5s, floor x", 16, "a duration", '"x"'],
    ["fixed 5s, full", 14, '"jitter"', "the end"],
    ["fixed 5s, full jiter", 15, '"jitter"', '"jiter"'],
    ["fixed 5s, equal 1s", 16, '"jitter"', '"1s"'],
    ["fixed 5s, spread 1.1", 17, "a share from 0 to 1", '"1.1"'],
    ["fixed 5s, spread 20%", 17, "a share from 0 to 1", '"20%"'],
    ["fixed 5s, spread .2", 17, "a share from 0 to 1", '".2"'],
    ["fixed 5s, spread", 16, "a share from 0 to 1", "the end"],
    ["linear 1s +", 10, "+ and a figure", '"+"'],
    ["linear 1s +x", 10, "+ and a figure", '"+x"'],
    ["linear 1s 2s", 10, "a comma or the end", '"2s"'],
    ["exponential 1s x0.5", 15, "x and a figure", '"x0.5"'],
    ["exponential 1s x2s", 15, "x and a figure", '"x2s"'],
    ["exponential 1s *2", 15, "a comma or the end", '"*2"'],
    ["polynomial 1s ^-1", 14, "^ and a figure", '"^-1"'],
    ["polynomial 1s ^1e3", 14, "^ and a figure", '"^1e3"'],
    [`polynomial 1s ^${"9".repeat(400)}`, 14, "^ and a figure", `"^${"9".repeat(400)}"`],
    ["sequence", 8, "a duration", "the end"],
    ["sequence 1s, 2s", 13, `a modifier (${MODIFIERS})`, '"2s"'],
    ["decorrelated 1s to", 18, "a cap no shorter than the base", "the end"],
    ["decorrelated 2s to 1s", 19, "a cap no shorter than the base", '"1s"'],
    ["decorrelated 2s 3s", 16, "a comma or the end", '"3s"'],
    ["longest", 7, '"("', "the end"],
    ["longest ()", 9, `a source (${SOURCES})`, '")"'],
    ["longest (fixed 1s", 17, '")"', "the end"],
    ["longest (fixed 1s, cap)", 22, "a duration", '")"'],
    ["longest fixed 1s", 8, '"("', '"fixed"'],
    ["phases", 6, '"("', "the end"],
    ["phases 3 (fixed 1s)", 19, '"("', "the end"],
    ["phases 0 (fixed 1s) (fixed 2s)", 7, "a whole number ≥ 1", '"0"'],
    ["phases 1.5 (fixed 1s) (fixed 2s)", 7, "a whole number ≥ 1", '"1.5"'],
    ["phases 9007199254740992 (fixed 1s) (fixed 2s)", 7, "a whole number ≥ 1", '"9007199254740992"'],
    ["phases 3 fixed 1s", 9, '"("', '"fixed"'],
    ["phases (fixed 1s) (fixed 2s)", 18, "a comma or the end", '"("'],
  ])("%j", (text, position, expected, got) => {
    const error = refusal(text);
    expect(error).toMatchObject({
      name: "NotationError",
      code: "INVALID_NOTATION",
      option: "schedule",
      text,
      position,
    });
    const [sentence, quoted, pointer] = error.message.split("\n");
    expect(sentence).toBe(`schedule: expected ${expected}, got ${got}`);
    expect(quoted).toBe(`  ${text}`);
    expect(pointer).toMatch(new RegExp(`^ {${position + 2}}\\^+$`));
  });

  it.each(["toString", "constructor 1s", "__proto__ 1s", "fixed 1s, valueOf", "fixed 1s, __proto__"])(
    "no word is known because every object has it: %s (F-076)",
    (text) => {
      expect(refusal(text).message).toMatch(/expected a (source|modifier) \(/);
    },
  );

  it("as many marks as the word has letters", () => {
    expect(refusal("fixed 1s, cup 5s").message).toBe(
      [
        `schedule: expected a modifier (${MODIFIERS}), got "cup"; did you mean "cap"?`,
        "  fixed 1s, cup 5s",
        "            ^^^",
      ].join("\n"),
    );
  });

  it.each<[shown: string, value: unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["5", 5],
    ["an object", { name: "fixed 1s" }],
  ])("%s is no text", (shown, value) => {
    expect(() => parseSchedule(value as string)).toThrow(InvalidOptionError);
    expect(() => parseSchedule(value as string)).toThrow(
      `schedule: expected notation of at most 2000 characters, got ${shown}`,
    );
  });

  it("a text of more than 2 000 characters is not looked at (F-078)", () => {
    expect(parseSchedule(`fixed 1s${" ".repeat(1_992)}`).name).toBe("fixed 1s");
    expect(() => parseSchedule(`fixed 1s${" ".repeat(1_993)}`)).toThrow("notation of at most 2000 characters");
    expect(() => parseSchedule("longest (".repeat(1e5))).toThrow("notation of at most 2000 characters");
  });

  it("brackets as deep as the text allows are read", () => {
    const deep = `${"phases (".repeat(200)}fixed 1s${")".repeat(200)}`;
    expect(parseSchedule(deep).name).toBe(deep);
  });
});

function refusal(text: string): NotationError {
  try {
    parseSchedule(text);
  } catch (error) {
    if (error instanceof NotationError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}
