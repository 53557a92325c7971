import { readdirSync, readFileSync } from "node:fs";
import { posix, sep } from "node:path";
import ts from "typescript";

/** A file of the package: its path from the root, with forward slashes, and what it says. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** What a file imports or re-exports. */
export interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
  /** What a static import takes by name, to be there at run time. */
  readonly names: readonly string[];
}

/** All TypeScript files under a folder of the package, read from disk. */
export function sourcesUnder(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .toSorted()
    .map((path) => `${folder}/${path.split(sep).join("/")}`)
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** The syntax tree of a file. */
export const parsed = ({ path, text }: Source): ts.SourceFile =>
  ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest }, true);

/** Every node under another, in the order of the text; comments and strings hold none. */
export function* nodesUnder(node: ts.Node): Generator<ts.Node> {
  for (const child of childrenOf(node)) {
    yield child;
    yield* nodesUnder(child);
  }
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  return children;
}

/** The imports of a file: static, re-exported, dynamic, and those of types in passing. */
export function importsOf(source: Source): readonly Import[] {
  return [...nodesUnder(parsed(source))].flatMap((node) => importOf(node) ?? []);
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { from: textOf(node.moduleSpecifier), typeOnly, names: typeOnly ? [] : namesOf(node) };
  }
  const names: readonly string[] = [];
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return { from: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly, names };
  if (ts.isImportTypeNode(node)) return { from: textOf(node.argument), typeOnly: true, names };
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return dynamic ? { from: textOf(node.arguments[0]!), typeOnly: false, names } : undefined;
}

function namesOf({ importClause }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  if (bindings === undefined || ts.isNamespaceImport(bindings)) return [];
  return bindings.elements.filter((each) => !each.isTypeOnly).map((each) => (each.propertyName ?? each.name).text);
}

const textOf = (node: ts.Node): string => {
  const literal = ts.isLiteralTypeNode(node) ? node.literal : node;
  return ts.isStringLiteralLike(literal) ? literal.text : literal.getText();
};

/** The path that a relative import leads to; a package's name stays as it is. */
export const resolved = ({ path }: Source, from: string): string =>
  from.startsWith(".") ? posix.join(posix.dirname(path), from) : from;
