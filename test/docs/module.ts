import ts from "typescript";
import { nodesUnder, parsed } from "../support/sources.ts";
import type { Snippet } from "./snippets.ts";

/** A module made of a snippet. */
export interface SnippetModule {
  readonly code: string;
  /** Whether it holds tests of its own instead of being one. */
  readonly holdsTests: boolean;
  /** What stands in the way of checking all that the snippet claims. */
  readonly complaints: readonly string[];
}

/**
 * Makes a module of a snippet: `expr; // => value` becomes an assertion, and the stand-ins that it uses without declaring
 * them are imported. Each line of the module has the number that it has in the document.
 */
export function moduleOf({ line, code }: Snippet, standIns: readonly string[]): SnippetModule {
  const tree = parsed({ path: "snippet.ts", text: code });
  const claims = [...nodesUnder(tree)].filter(ts.isExpressionStatement).flatMap((node) => claimOf(node, tree) ?? []);
  const arrows = code.match(/\/\/ =>/g)?.length ?? 0;
  const holdsTests = tree.statements.some(
    (each) => ts.isImportDeclaration(each) && each.moduleSpecifier.getText() === '"vitest"',
  );
  return {
    code: `${"\n".repeat(line - 1)}${importsFor(tree, standIns)}\n${asserting(code, claims)}\n`,
    holdsTests,
    complaints: arrows > claims.length ? ['"// =>" may only follow a statement that is one expression'] : [],
  };
}

function importsFor(tree: ts.SourceFile, standIns: readonly string[]): string {
  const names = [...nodesUnder(tree)].filter(ts.isIdentifier);
  const declared = new Set(names.filter(isDeclared).map(({ text }) => text));
  const used = new Set(names.filter(isUsed).map(({ text }) => text));
  const missing = standIns.filter((each) => used.has(each) && !declared.has(each));
  const assertions = declared.has("expect") ? "" : 'import { expect } from "vitest";';
  return missing.length === 0 ? assertions : `${assertions} import { ${missing.join(", ")} } from "../stand-ins.ts";`;
}

/** From the last claim to the first, so that the places of those before it stay where they are. */
const asserting = (code: string, claims: readonly Claim[]): string =>
  claims.reduceRight((text, { start, end, assertion }) => text.slice(0, start) + assertion + text.slice(end), code);

interface Claim {
  readonly start: number;
  readonly end: number;
  readonly assertion: string;
}

/** The value stands behind the statement or, when that is long, on the next line. */
function claimOf(node: ts.ExpressionStatement, tree: ts.SourceFile): Claim | undefined {
  const value = /^[ \t]*\n?[ \t]*\/\/ =>(.*)/.exec(tree.text.slice(node.end));
  if (value === null) return undefined;
  const assertion = `expect(${node.expression.getText()}).toEqual((${value[1]!.trim()}));`;
  return { start: node.getStart(), end: node.end, assertion };
}

const isName = (node: ts.Identifier): boolean => "name" in node.parent && node.parent.name === node;

const isUsed = (node: ts.Identifier): boolean => !isName(node) || ts.isShorthandPropertyAssignment(node.parent);

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  const ofMember = ts.isObjectLiteralElement(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent);
  return isName(node) && !ofMember && !ts.isPropertyAccessExpression(parent);
}
