import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const page = readFileSync("docs/threat-model.md", "utf8");

it("the threat model speaks of servers, texts, payloads, prototypes, clocks and functions", () => {
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
    "What is worth protecting",
    "A hostile server",
    "A hostile policy text",
    "A hostile payload",
    "A polluted prototype",
    "A clock that changes",
    "Hostile functions of the caller",
    "Secrets",
  ]);
});

const rows = [...page.matchAll(/^\| (?!it may|-)(.+?) +\| .+ \| (.+?) +\|$/gm)].map(([, threat, held]) => ({
  threat: threat!,
  files: [...held!.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!),
}));

it.each(rows)("names tests that are there: $threat", ({ files }) => {
  expect(files).not.toEqual([]);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

it("each promise is looked at", () => {
  expect(rows.length).toBe(page.match(/^\| (?!it may|-)/gm)?.length);
  expect(rows.length).toBeGreaterThan(40);
});
