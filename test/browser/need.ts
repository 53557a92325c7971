import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";
import { importsOf, nodesUnder, parsed, resolved, type Source } from "../support/sources.ts";
import { SWAPPED } from "./swapped.ts";

/** Packages for Node alone. */
const OF_NODE = ["typescript", "vite", "vitest/node", "@opentelemetry/context-async-hooks"];

const known = new Map<string, string | undefined>();

/** Why a test cannot run in a browser: the first module on its way that needs Node, and for what. Undefined if it can. */
export function needOf(path: string): string | undefined {
  if (!known.has(path)) {
    const source = { path, text: readFileSync(path, "utf8") };
    known.set(path, ownNeed(source) ?? importedNeed(source));
  }
  return known.get(path);
}

function importedNeed(source: Source): string | undefined {
  for (const { from, typeOnly } of importsOf(source)) {
    if (typeOnly) continue;
    if (from.startsWith("node:") || OF_NODE.includes(from)) return `${source.path} imports ${from}`;
    const target = resolved(source, from);
    if (target === from || !target.endsWith(".ts") || !existsSync(target)) continue;
    const need = needOf(SWAPPED.get(target) ?? target);
    if (need !== undefined) return need;
  }
  return undefined;
}

/** Modules of the package ask for what there is; those of the tests take it. */
function ownNeed(source: Source): string | undefined {
  if (source.path.startsWith("src/")) return undefined;
  for (const node of nodesUnder(parsed(source))) {
    if (!ts.isPropertyAccessExpression(node)) continue;
    const text = node.getText();
    if (/^process\.|^vi\.resetModules$/.test(text)) return `${source.path} uses ${text}`;
  }
  return undefined;
}
