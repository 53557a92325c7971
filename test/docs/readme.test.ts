import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rounded } from "../../bench/finding.ts";
import { elementsOf } from "../support/elements.ts";

const readme = readFileSync("README.md", "utf8");
const about = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly license: string;
  readonly type: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
};

describe("what the README says of the package", () => {
  it("is what the package says of itself", () => {
    expect(readme).toContain("Node.js 20.19 or later, ES modules with\ntypes, one dependency (RxJS, for timers), MIT.");
    expect(about.engines.node).toBe(">=20.19");
    expect([about.type, about.license]).toEqual(["module", "MIT"]);
    expect(Object.keys(about.dependencies)).toEqual(["rxjs"]);
  });

  it("shows no badge of somebody else's making", () => {
    for (const [, target] of readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) expect(existsSync(target!)).toBe(true);
  });
});

describe("the picture of the loop", () => {
  const picture = readFileSync("docs/loop.svg", "utf8");

  it("is well-formed, and speaks to who cannot see it", () => {
    const elements = elementsOf(picture);
    expect(elements.slice(0, 4)).toEqual(["svg", "title", "desc", "style"]);
    expect(readme).toMatch(/!\[The operation is called\. [^\]]+\]\(docs\/loop\.svg\)/);
  });

  it("has a dark side: every colour of the light one has its counterpart", () => {
    const [, light, dark] = /<style>(.*)@media \(prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(picture)!;
    const coloured = (style: string): string[] => [...style.matchAll(/([.\w]+)\{[^}]*#/g)].map(([, name]) => name!);
    expect(coloured(dark!)).toEqual(coloured(light!));
    for (const [, name] of picture.matchAll(/class="(\w+)"/g)) expect(`${light}.code{`).toContain(`.${name}{`);
  });
});

describe("the table of the comparison", () => {
  const [, columns, table] = /<!-- table first-attempt((?: \d)+) -->\n([^]*?)<!-- end -->/.exec(readme)!;
  const [head, , ...rows] = table!
    .trim()
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const picked = columns!.trim().split(" ").map(Number);
  const found = readdirSync("bench/results").map(
    (folder) =>
      JSON.parse(readFileSync(`bench/results/${folder}/first-attempt.json`, "utf8")) as {
        readonly columns: readonly string[];
        readonly rows: Readonly<Record<string, readonly number[]>>;
      },
  );

  it("holds what was measured, and nothing else", () => {
    expect(head!.length).toBe(1 + found.length * picked.length);
    expect(rows.map(([name]) => name)).toEqual(Object.keys(found[0]!.rows));
    for (const [name, ...figures] of rows) {
      const measured = found.flatMap((finding) =>
        picked.map((column) => String(rounded(finding.rows[name!]![column]!))),
      );
      expect([name, ...figures]).toEqual([name, ...measured]);
    }
  });
});
