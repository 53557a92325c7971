import ts from "typescript";
import { nodesUnder, parsed, type Source } from "../support/sources.ts";
import { perFile, type Rule } from "./rule.ts";

/** Nothing leaves a module by a star or without a name; the drop-in for p-retry alone has a default export. */
export const exportsByName: Rule = (files) =>
  perFile(
    files.filter(({ path }) => path !== "src/compat/p-retry.ts"),
    (file) => [...nodesUnder(parsed(file))].filter(isNameless).map((node) => `says ${node.getText().slice(0, 40)}`),
  );

function isNameless(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.exportClause === undefined || ts.isNamespaceExport(node.exportClause);
  if (ts.isExportSpecifier(node)) return node.name.text === "default";
  return ts.isExportAssignment(node) || (ts.canHaveModifiers(node) && isDefault(node));
}

const isDefault = (node: ts.HasModifiers): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;

/** An index lists what others export; `cli/main.ts` makes one call. Neither holds anything that coverage could miss. */
export const indexesOnlyList: Rule = (files) =>
  perFile(
    files.filter(({ path }) => /^src\/(\w+\/)?index\.ts$/.test(path) || path === "src/cli/main.ts"),
    (file) => {
      const more = parsed(file).statements.filter((statement) => !isListing(statement));
      const calls = file.path === "src/cli/main.ts" ? more.filter(ts.isExpressionStatement).slice(0, 1) : [];
      return more.slice(calls.length).map((statement) => `does more than list: ${statement.getText().slice(0, 40)}`);
    },
  );

const isListing = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);

const SILENT_NAME = /^(utils?|helpers?|common|types|misc)$/;

/** A name that could stand on any file says nothing; a file that bears its room's name says it twice. */
export const tellingNames: Rule = (files) =>
  perFile(files, ({ path }) => {
    const names = path.replace(/\.ts$/, "").split("/").slice(1);
    return names.some((name) => SILENT_NAME.test(name)) || names.at(-1) === "core" ? ["says nothing by its name"] : [];
  });

const LONGEST = 170;
const MEDIAN = 70;

/** Files are short: none is much above 150 lines, and half of them have at most 70. */
export const shortFiles: Rule = (files) => {
  const tooLong = perFile(files, (file) =>
    lines(file) > LONGEST ? [`has ${lines(file)} lines, more than ${LONGEST}`] : [],
  );
  const median = files.map(lines).toSorted((a, b) => a - b)[Math.floor(files.length / 2)] ?? 0;
  return median > MEDIAN ? [...tooLong, `half of the files have ${median} lines or more, not ${MEDIAN}`] : tooLong;
};

const lines = ({ text }: Source): number => text.trimEnd().split("\n").length;

/** Every property is asserted with parameters: a law without a seed cannot be repeated. */
export const lawsHaveSeeds: Rule = (files) =>
  perFile(files, (file) =>
    [...nodesUnder(parsed(file))]
      .filter(
        (node) => ts.isCallExpression(node) && node.expression.getText() === "fc.assert" && node.arguments.length < 2,
      )
      .map((node) => `says ${node.getText().slice(0, 40)} without parameters`),
  );
