import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { snippetsIn } from "./snippets.ts";

const PAGES = [
  "async-retry",
  "backoff-rxjs",
  "celery",
  "cockatiel",
  "effect",
  "exponential-backoff",
  "p-retry",
  "polly",
  "rxjs-retry",
  "tenacity",
];

const read = (path: string): string => readFileSync(path, "utf8");

/** What stands under a heading, up to the next of its level. */
const section = (text: string, heading: string): string =>
  text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";

/** The first table of a text: its header, and its rows. */
function table(text: string): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const lines = /(?:^\|.*\n)+/m.exec(text)?.[0].trim().split("\n") ?? [];
  const [header = [], , ...rows] = lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return { header, rows };
}

it("there is a page for each of ten libraries, and each can be found", () => {
  const found = readdirSync("docs")
    .toSorted()
    .flatMap((file) => /^coming-from-(.*)\.md$/.exec(file)?.[1] ?? []);
  expect(found).toEqual(PAGES);
  for (const page of PAGES) expect(read("docs/start-here.md")).toContain(`(coming-from-${page}.md)`);
});

describe.each(PAGES)("coming from %s", (page) => {
  const path = `docs/coming-from-${page}.md`;
  const text = read(path);

  it("begins with code that runs", () => {
    const [opening] = snippetsIn(path, text);
    expect(opening).toMatchObject({ ignored: false });
    expect(text.split("\n").length).toBeGreaterThan(opening!.line);
    expect(text.split("\n").findIndex((line) => line.startsWith("## What becomes what"))).toBeGreaterThan(
      opening!.line,
    );
  });

  it("has a table of equivalents", () => {
    const { header, rows } = table(section(text, "What becomes what"));
    expect(header[1]).toBe("here");
    expect(rows.length).toBeGreaterThanOrEqual(8);
    for (const row of rows) {
      expect(row).toHaveLength(header.length);
      expect(row.slice(0, 2)).not.toContain("");
    }
  });

  it("says what behaves differently, and why", () => {
    const { header, rows } = table(section(text, "What behaves differently, and why"));
    expect(header).toContain("why");
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const row of rows) {
      expect(row).toHaveLength(header.length);
      expect(row).not.toContain("");
    }
  });
});
