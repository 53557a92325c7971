import { InvalidOptionError } from "./invalid-option.ts";
import { suggestion } from "./nearest.ts";

const LONGEST = 2_000;

/**
 * Thrown when the notation of a schedule cannot be read; the message points at the word.
 *
 * @example
 * ```ts
 * import { NotationError, parseSchedule } from "ostinato";
 *
 * try {
 *   parseSchedule("fixed 1s, cab 5s");
 * } catch (error) {
 *   error instanceof NotationError && error.position; // => 10
 * }
 * ```
 */
export class NotationError extends InvalidOptionError {
  override readonly name = "NotationError";
  override readonly code = "INVALID_NOTATION";
  /** The whole text. */
  readonly text: string;
  /** Where the word begins, from 0. */
  readonly position: number;

  /** @param hint what to add to the first line, such as a suggestion */
  constructor(expected: string, word: string, text: string, position: number, hint = "") {
    super("schedule", expected, word);
    const found = word === "" ? "the end" : JSON.stringify(word);
    const pointer = " ".repeat(position) + "^".repeat(Math.max(1, word.length));
    this.message = `schedule: expected ${expected}, got ${found}${hint}\n  ${text}\n  ${pointer}`;
    this.text = text;
    this.position = position;
  }
}

/** A text read word by word; brackets and commas are words of their own, and `""` stands at the end. */
export interface Words {
  readonly text: string;
  readonly position: () => number;
  readonly peek: () => string;
  readonly next: () => void;
  /** Passes over a word if it comes next. */
  readonly skip: (word: string) => boolean;
  /** Passes over a word that must come next. */
  readonly expect: (word: string) => void;
  /** The meaning of the next word, which must have one. */
  readonly read: <Meaning>(expected: string, meaning: (word: string) => Meaning | undefined) => Meaning;
}

/** @throws InvalidOptionError when it is not text, or longer than 2 000 characters */
export function words(text: string): Words {
  if (typeof text !== "string" || text.length > LONGEST)
    throw new InvalidOptionError("schedule", `notation of at most ${LONGEST} characters`, text);
  const found = [...text.matchAll(/[(),]|[^\s(),]+/g)];
  let index = 0;
  const reading: Words = {
    text,
    position: () => found[index]?.index ?? text.length,
    peek: () => found[index]?.[0] ?? "",
    next: () => {
      index += 1;
    },
    skip: (word) => {
      if (reading.peek() !== word) return false;
      reading.next();
      return true;
    },
    expect: (word) => {
      if (!reading.skip(word)) throw at(reading, `"${word}"`);
    },
    read: (expected, meaning) => {
      const read = meaning(reading.peek());
      if (read === undefined) throw at(reading, expected);
      reading.next();
      return read;
    },
  };
  return reading;
}

/** The error that points at the next word. */
export function at(reading: Words, expected: string, known: readonly string[] = []): NotationError {
  const listed = known.length === 0 ? expected : `${expected} (${known.join(", ")})`;
  return new NotationError(listed, reading.peek(), reading.text, reading.position(), suggestion(reading.peek(), known));
}
