// Writes what each entry of the built package promises to docs/api/, or with --check compares it with what is written there.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

const FOLDER = "docs/api";
const DIST = resolve("dist");
const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const entries = Object.entries(exports).filter(([, target]) => typeof target === "object");

const program = ts.createProgram({
  rootNames: entries.map(([, target]) => resolve(target.types)),
  options: {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  },
});
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });
const byName = (a, b) => (a < b ? -1 : Number(a > b));

const genuine = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** The declarations of a symbol that are the package's own, outermost only. */
function declarationsOf(symbol) {
  const own = (symbol.declarations ?? []).filter((node) => node.getSourceFile().fileName.startsWith(DIST));
  const statements = own.map((node) => (ts.isVariableDeclaration(node) ? node.parent.parent : node));
  return statements.filter((node) => ts.isSourceFile(node.parent));
}

const printed = (node) =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^export (?:default )?(?:declare )?|^declare /, "");

/** What a declaration speaks of, and those in turn, added to `met` in the order in which they come. */
function follow(node, met) {
  ts.forEachChild(node, function visit(child) {
    const named = ts.isIdentifier(child) ? checker.getSymbolAtLocation(child) : undefined;
    if (named !== undefined && !met.has(genuine(named))) {
      const declared = declarationsOf(genuine(named));
      if (declared.length > 0) {
        met.add(genuine(named));
        for (const each of declared) follow(each, met);
      }
    }
    ts.forEachChild(child, visit);
  });
}

/** The report of one entry. */
function reportOf(name, path) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(resolve(path)));
  const offered = checker
    .getExportsOfModule(module)
    .map((symbol) => [symbol.name, genuine(symbol)])
    .toSorted(([a], [b]) => byName(a, b));
  const met = new Set(offered.map(([, symbol]) => symbol));
  const lines = offered.flatMap(([as, symbol]) => {
    const own = declarationsOf(symbol);
    for (const node of own) follow(node, met);
    if (own.length === 0) return [`${as}: ${symbol.name}, which is another package's`];
    return own.map((node) => (symbol.name === as ? printed(node) : `${as}: ${printed(node)}`));
  });
  const behind = [...met].slice(offered.length).flatMap((symbol) => declarationsOf(symbol).map(printed));
  return [
    `# ${name}`,
    "What this entry promises. Written by `npm run api`; a change here is a change for users.",
    block(lines),
    ...(behind.length > 0 ? ["## Spoken of, not exported", block(behind.toSorted(byName))] : []),
    "",
  ]
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}

const block = (texts) => ["```text", texts.join("\n\n"), "```"].join("\n");

const reports = new Map(
  entries.map(([entry, { types }]) => {
    const name = `ostinato${entry.slice(1)}`;
    return [`${FOLDER}/${name.replaceAll("/", "-")}.api.md`, reportOf(name, types)];
  }),
);
const written = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

if (process.argv.includes("--check")) {
  const stale = readdirSync(FOLDER)
    .map((file) => `${FOLDER}/${file}`)
    .filter((path) => !reports.has(path));
  const changed = [...reports.keys()].filter((path) => written(path) !== reports.get(path));
  for (const path of [...changed, ...stale]) console.error(`${path} is not what the package promises: npm run api`);
  process.exitCode = Math.sign(changed.length + stale.length);
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const [path, report] of reports) writeFileSync(path, report);
}
