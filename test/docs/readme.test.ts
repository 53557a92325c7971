import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rounded } from "../../bench/finding.ts";
import { answered } from "../cli/policies.ts";
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

describe("the policy of the first five minutes", () => {
  const asked = (name: string): string[] => {
    const line = new RegExp(`^npx ostinato (${name} .*)$`, "m").exec(readme)![1]!;
    return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  };

  it("is the one that the command looks at, and lint has nothing to say of it", async () => {
    expect(readme).toContain('schedule: schedule(exponential("200ms"), cap("5s"), fullJitter),\n  attempts: 5,');
    expect(readme).toContain('attemptTimeout: "2s",\n  totalTimeout: "10s",');
    expect(asked("lint").slice(1).join(" ")).toBe(
      "exponential 200ms, cap 5s, full jitter --attempts 5 --timeout 2s --total-timeout 10s",
    );
    expect(await answered(asked("lint"))).toEqual({ code: 0, out: "", err: "" });
    expect((await answered(asked("preview"))).out).toContain("exponential 200ms x2, cap 5s, full jitter\n5 attempts");
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
  const found = readdirSync("bench/results")
    .toSorted()
    .map(
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
