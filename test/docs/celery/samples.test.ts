import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { samples } from "../../../docs/examples/celery/samples.ts";
import { runToTheEnd } from "../../../docs/examples/celery/testing.ts";
import { text000 } from "./text-000.ts";
import { text001 } from "./text-001.ts";
import { text002 } from "./text-002.ts";
import { text003 } from "./text-003.ts";
import { text004 } from "./text-004.ts";

const comesTo: Readonly<Record<string, unknown>> = { ...text000, ...text001, ...text002, ...text003, ...text004 };

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

describe("play.ts", () => {
  const { argv } = process;
  afterEach(() => {
    process.argv = argv;
    vi.restoreAllMocks();
  });

  it("plays what is asked for, and prints what it comes to", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    process.argv = ["node", "play.ts", "declared", "quick"];
    await import("../../../docs/examples/celery/play.ts");
    expect(log.mock.calls).toEqual([
      ["adding.ts declared", "7"],
      ["delays.ts quick", "[ '2s', '4s', '8s' ]"],
    ]);
  });
});
