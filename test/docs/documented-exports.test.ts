import { readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parsed, resolved } from "../support/sources.ts";
import { snippetsIn } from "./snippets.ts";

const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, { types?: string }> };
const entries = Object.entries(exports).flatMap(([name, { types }]): [string, string][] =>
  types === undefined
    ? []
    : [[posix.join("ostinato", name), types.replace("./dist/", "src/").replace(/\.d\.ts$/, ".ts")]],
);

const trees = new Map<string, ts.SourceFile>();
function treeOf(path: string): ts.SourceFile {
  if (!trees.has(path)) trees.set(path, parsed({ path, text: readFileSync(path, "utf8") }));
  return trees.get(path)!;
}

/** What a module exports at run time: each name, and the comments of its declarations. */
function exportsOf(path: string): [name: string, comments: string][] {
  return treeOf(path).statements.flatMap((statement): [string, string][] => {
    if (ts.isExportDeclaration(statement)) return statement.isTypeOnly ? [] : passedOn(path, statement);
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported ? namesOf(statement).map((name) => [name, commentsOf(statement)]) : [];
  });
}

function passedOn(path: string, { exportClause, moduleSpecifier }: ts.ExportDeclaration): [string, string][] {
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
  const from = moduleSpecifier === undefined ? undefined : (moduleSpecifier as ts.StringLiteral).text;
  // What is another package's is documented there.
  if (from?.startsWith(".") === false) return [];
  const known = new Map(from === undefined ? [] : grouped(exportsOf(resolved({ path, text: "" }, from))));
  return exportClause.elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .flatMap(({ name, propertyName }) => {
      const comments = known.get((propertyName ?? name).text);
      return comments === undefined ? [] : [[name.text, comments]];
    });
}

/** Overloads are one export. */
function grouped(all: readonly (readonly [string, string])[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, comments] of all) found.set(name, (found.get(name) ?? "") + comments);
  return found;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isValue = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  return isValue ? [statement.name?.text ?? "default"] : [];
}

const commentsOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => comment.getText())
    .join("\n");

const exported = entries.map(([entry, path]) => [entry, grouped(exportsOf(path))] as const);

describe.each(exported)("%s", (_entry, values) => {
  it.each([...values])("says what %s is, with an example that runs", (name, comments) => {
    expect(comments).toMatch(/\/\*\*\s+(\* )?\S/);
    const [, example] = comments.split("@example");
    expect(example).toBeDefined();
    const [snippet] = snippetsIn("example.ts", example!);
    expect(snippet?.ignored).toBe(false);
    expect(snippet?.code).toContain(name === "default" ? "import" : name);
  });
});

it("all entries are looked at, and all that they export", () => {
  expect(exported.map(([entry, values]) => [entry, values.size > 1])).toEqual(exported.map(([entry]) => [entry, true]));
  expect(exported.find(([entry]) => entry === "ostinato")?.[1].has("retry")).toBe(true);
  expect(exported.find(([entry]) => entry === "ostinato/testing/arbitraries")?.[1].has("anyMillis")).toBe(true);
});
