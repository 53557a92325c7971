import { describe, expect, it } from "vitest";
import { moduleOf } from "./module.ts";
import { type Snippet, snippetsIn } from "./snippets.ts";

const snippet = (code: string, line = 1): Snippet => ({ name: `x.md:${line}`, line, code, ignored: false });
const body = (code: string): string => moduleOf(snippet(code), []).code.split("\n").slice(1).join("\n").trim();

describe("snippets", () => {
  it("are the fences of a document that say ts, named by their line", () => {
    const text = "# A\n\n```ts\nrun();\n```\n\n```sh\nls\n```\n\n```ts ignore\nlater();\n```\n";
    expect(snippetsIn("docs/a.md", text)).toEqual([
      { name: "docs/a.md:3", line: 3, code: "run();", ignored: false },
      { name: "docs/a.md:11", line: 11, code: "later();", ignored: true },
    ]);
  });

  it("are found inside a list", () => {
    expect(snippetsIn("a.md", "- so:\n\n  ```ts\n  if (busy) {\n    wait();\n  }\n  ```\n")[0]?.code).toBe(
      "if (busy) {\n  wait();\n}",
    );
  });

  it("are found in the comments of a source, not in its strings", () => {
    const text =
      "/**\n * @example\n * ```ts\n * run();\n *\n * stop();\n * ```\n */\nconst text = `\n```ts\nno();\n```\n`;\n";
    expect(snippetsIn("src/a.ts", text).map(({ name, code }) => [name, code])).toEqual([
      ["src/a.ts:3", "run();\n\nstop();"],
    ]);
  });

  it("must end", () => {
    expect(() => snippetsIn("a.md", "text\n```ts\nrun();\n")).toThrow("a.md:2: the fence is never closed");
  });
});

describe("a claim", () => {
  it("becomes an assertion", () => {
    expect(body("1 + 1; // => 2")).toBe("expect(1 + 1).toEqual((2)); // => 2");
  });

  it("may be an object, stand on the next line, and inside a function", () => {
    expect(body("make();\n// => { a: 1 }")).toBe("expect(make()).toEqual(({ a: 1 }));\n// => { a: 1 }");
    expect(body("run(() => {\n  x.y; // => [1]\n});")).toContain("  expect(x.y).toEqual(([1]));");
  });

  it("keeps the others in their place", () => {
    expect(body("a; // => 1\nb;\nc; // => 3")).toBe(
      "expect(a).toEqual((1)); // => 1\nb;\nexpect(c).toEqual((3)); // => 3",
    );
  });

  it("that cannot be checked is complained of", () => {
    const { complaints } = moduleOf(snippet("const two = 1 + 1; // => 2"), []);
    expect(complaints).toEqual(['"// =>" may only follow a statement that is one expression']);
  });
});

describe("the module of a snippet", () => {
  const first = (code: string): string => moduleOf(snippet(code), ["db", "file", "upload"]).code.split("\n")[0]!;

  it("has the lines of its document", () => {
    expect(moduleOf(snippet("run();", 4), []).code.split("\n").indexOf("run();") + 1).toBe(5);
  });

  it("imports the stand-ins that it uses", () => {
    expect(first("upload(file);")).toContain('import { file, upload } from "../stand-ins.ts";');
    expect(first("const all = { file };")).toContain("import { file }");
  });

  it("imports none that it declares, or that is a mere property", () => {
    expect(first("const file = 1; run(file);")).not.toContain("stand-ins");
    expect(first('import { db } from "mine"; run(db);')).not.toContain("stand-ins");
    expect(first("run(({ file }) => file);")).not.toContain("stand-ins");
    expect(first("options.file; make({ file: 1 });")).not.toContain("stand-ins");
  });

  it("imports expect once", () => {
    expect(first("run();")).toContain('import { expect } from "vitest"');
    expect(first('import { expect, it } from "vitest";')).toBe("");
  });

  it("is known to hold tests of its own", () => {
    expect(moduleOf(snippet('import { it } from "vitest";\nit("works", () => {});'), []).holdsTests).toBe(true);
    expect(moduleOf(snippet("run();"), []).holdsTests).toBe(false);
  });
});
