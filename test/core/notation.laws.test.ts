import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidOptionError, parseSchedule, type Schedule } from "../../src/core/index.ts";
import { anyDraw, anySchedule, anyStep } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";

const LONGEST = 2_000;
const written = anySchedule.filter(({ name }) => name.length <= LONGEST);

describe("parse ∘ name", () => {
  it("is the identity by name", () => {
    fc.assert(
      fc.property(written, ({ name }) => parseSchedule(name).name === name),
      lawParameters(500),
    );
  });

  it("is the identity by delays and bounds", () => {
    const law = fc.property(written, anyStep, anyDraw, (source, step, drawn) => {
      const read = parseSchedule(source.name);
      const delay = (one: Schedule): number => one.delay(step, () => drawn);
      expect(delay(read)).toBe(delay(source));
      expect(read.bounds(step.retry)).toEqual(source.bounds(step.retry));
    });
    fc.assert(law, lawParameters(500));
  });
});

describe("notation", () => {
  it("is read or refused with the place of the word, whatever the text", () => {
    const words = fc.constantFrom(
      "fixed",
      "exponential",
      "longest",
      "phases",
      "cap",
      "full",
      "jitter",
      "1s",
      "x2",
      "3",
      "(",
      ")",
      ",",
      "to",
      "+1s",
      "é",
    );
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words).map((all) => all.join(" ")),
    );
    const law = fc.property(anyText, (text) => {
      const read = refusing(() => parseSchedule(text));
      if (read === undefined) return;
      expect(parseSchedule(read.name).name).toBe(read.name);
    });
    fc.assert(law, lawParameters(500));
  });

  it("with a word doubled or changed never reads as the same schedule", () => {
    const change = fc.constantFrom<(word: string) => string>(
      (word) => `${word} ${word}`,
      (word) => `${word}q`,
      () => "?",
    );
    const law = fc.property(written, fc.nat(), change, (source, at, other) => {
      const words = source.name.split(" ");
      const index = at % words.length;
      const changed = words.with(index, other(words[index]!)).join(" ");
      expect(refusing(() => parseSchedule(changed))?.name).not.toBe(source.name);
    });
    fc.assert(law, lawParameters(250));
  });
});

function refusing(read: () => Schedule): Schedule | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidOptionError) return undefined;
    throw error;
  }
}
