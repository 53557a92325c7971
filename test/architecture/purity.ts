import ts from "typescript";
import { nodesUnder, parsed } from "../support/sources.ts";
import { perFile, roomOf, type Rule } from "./rule.ts";

const AMBIENT: ReadonlySet<string> = new Set(
  `Date Temporal performance crypto process console fetch globalThis window self global
  setTimeout setInterval setImmediate queueMicrotask clearTimeout clearInterval clearImmediate`.split(/\s+/),
);

/** In `core` and `policy` time and chance are arguments, and nothing waits or prints. */
export const nothingAmbient: Rule = (files) =>
  perFile(
    files.filter(({ path }) => roomOf(path) === "core" || roomOf(path) === "policy"),
    (file) =>
      [...nodesUnder(parsed(file))].filter(isAmbient).map((node) => `says ${node.parent.getText().slice(0, 40)}`),
  );

function isAmbient(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isAwaitKeyword(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return true;
  if (!ts.isIdentifier(node) || isMember(node)) return false;
  if (node.text !== "Math") return AMBIENT.has(node.text);
  return !(ts.isPropertyAccessExpression(node.parent) && node.parent.name.text !== "random");
}

/** The name of something's own member, such as `budget.process`, is not the ambient thing of that name. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  const named =
    ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent);
  return named && parent.name === node;
}

/** The scheduler, and who listens to which of the callers' signals, held weakly: docs/decisions/0012. */
const REMEMBER: ReadonlySet<string> = new Set(["src/engine/scheduler.ts", "src/engine/abort.ts"]);

/** No other module remembers anything; a table to look things up in is typed as read-only. */
export const noMemory: Rule = (files) =>
  perFile(
    files.filter(({ path }) => !REMEMBER.has(path)),
    (file) =>
      parsed(file)
        .statements.flatMap(kept)
        .filter(remembers)
        .map((node) => `remembers ${node.name.getText()}`),
  );

/** What a statement keeps for as long as the module lives: variables, and what is static in a class. */
function kept(statement: ts.Statement): readonly (ts.VariableDeclaration | ts.PropertyDeclaration)[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  if (!ts.isClassDeclaration(statement)) return [];
  return statement.members.filter(ts.isPropertyDeclaration).filter((member) => has(member, ts.ModifierFlags.Static));
}

const has = (node: ts.Declaration, flag: ts.ModifierFlags): boolean => (ts.getCombinedModifierFlags(node) & flag) !== 0;

function remembers(node: ts.VariableDeclaration | ts.PropertyDeclaration): boolean {
  const fixed = ts.isVariableDeclaration(node)
    ? (node.parent.flags & ts.NodeFlags.Const) !== 0
    : has(node, ts.ModifierFlags.Readonly);
  const readOnly = /^(Readonly|readonly )/.test(node.type?.getText() ?? "");
  return !fixed || (canGrow(node.initializer) && !readOnly);
}

const COLLECTIONS: ReadonlySet<string> = new Set(["Map", "Set", "WeakMap", "WeakSet", "Array"]);

/** A collection, or a literal that is empty: it can only be there to be filled. */
function canGrow(value: ts.Expression | undefined): boolean {
  if (value === undefined) return false;
  if (ts.isNewExpression(value)) return COLLECTIONS.has(value.expression.getText());
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0;
  return ts.isObjectLiteralExpression(value) && value.properties.length === 0;
}
