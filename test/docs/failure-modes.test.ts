import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourcesUnder } from "../support/sources.ts";

const page = readFileSync("docs/failure-modes.md", "utf8");
const rows = [...page.matchAll(/^\| (F-\d{3}|\d+[a-z]) +\| .+ \| (.+) \|$/gm)].map(([, number, files]) => ({
  mark: number!.startsWith("F-") ? number! : `rule ${number}`,
  files: [...files!.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!),
}));

/** What the names of tests bear; the form that names take is explained in test/support. */
const marksIn = (text: string): string[] => [...text.matchAll(/\b(F-\d{3}|rule \d+[a-z])\b/g)].map(([mark]) => mark);
const borne = new Map(
  sourcesUnder("test")
    .filter(({ path }) => !path.startsWith("test/support/") && !path.startsWith("test/docs/"))
    .map(({ path, text }) => [path, new Set(marksIn(text))]),
);

describe("the page of failure modes", () => {
  it("has a row for every number that a test bears", () => {
    const known = rows.map(({ mark }) => mark);
    expect([...borne.values()].flatMap((marks) => [...marks]).filter((mark) => !known.includes(mark))).toEqual([]);
  });

  it.each(rows)("names tests that bear their number: $mark", ({ mark, files }) => {
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !borne.get(file)?.has(mark))).toEqual([]);
  });
});
