import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runToTheEnd } from "../../docs/examples/celery/testing.ts";
import { samples } from "../../docs/examples/celery/samples.ts";
import { comesTo } from "./celery-samples.ts";

const PAGE = "docs/coming-from-celery.md";
const ROW = /^\| (00\d-\w+) +\|[^|]*\| `(\w+)` in \[(\S+\.ts)\]\((\S+)\) +\|$/gm;

const rows = [...readFileSync(PAGE, "utf8").matchAll(ROW)].map(([, number, name, file, path]) => ({
  number: number!,
  name: name!,
  file: file!,
  path: path!,
}));

/** How many samples each of the five texts has, in code; the second also tells of one in words. */
const COUNTS = [6, 2, 21, 11, 20];
const numbers = [
  ...COUNTS.flatMap((count, text) => Array.from({ length: count }, (_, n) => `00${text}-${n + 1}`)),
  "001-p",
];

describe("the table of samples", () => {
  it("lists each of the sixty exactly once, and the one in words", () => {
    expect(numbers).toHaveLength(61);
    expect(rows.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
  });

  it.each(rows)("$number is a function of $file, which says so", ({ number, name, file, path }) => {
    const source = readFileSync(`docs/${path}`, "utf8");
    expect(path).toBe(`examples/celery/${file}`);
    expect(samples.get(file)?.[name]).toBeTypeOf("function");
    // From the comment with the number to the function there is nothing but the comment.
    expect(source).toMatch(
      new RegExp(`/\\*\\* ${number}: [^/]*\\*/\\nexport (async function|function|const) ${name}\\b`),
    );
  });

  it("lists every function once", () => {
    const all = [...samples].flatMap(([file, module]) => Object.keys(module).map((name) => `${file} ${name}`));
    expect(rows.map(({ file, name }) => `${file} ${name}`).toSorted()).toEqual(all.toSorted());
    expect([...samples.keys()].every((file) => existsSync(`docs/examples/celery/${file}`))).toBe(true);
  });
});

describe("a sample does what it says", () => {
  it.each(rows)("$number: $name", async ({ number, name, file }) => {
    expect(Object.keys(comesTo)).toContain(number);
    expect(await samples.get(file)![name]!()).toEqual(comesTo[number]);
  });

  it("002-18: and succeeds where it is not told to fail", async () => {
    expect(await runToTheEnd(false)).toEqual({ attempts: [1], state: "SUCCESS", hours: 0 });
  });
});
