import { randomInt } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import ts from "typescript";
import type { Plugin } from "vite";
import { closingReporter } from "./test/support/reporter.ts";

const deep = process.env["LAWS"] === "deep";
const seed = process.env["LAWS_SEED"] ?? (deep ? String(randomInt(2 ** 31)) : "1");
if (deep) console.log(`The laws run deep; to repeat: LAWS=deep LAWS_SEED=${seed}`);

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));
const all = (percent: number) => ({ lines: percent, branches: percent, functions: percent, statements: percent });

/** Vite leaves standard decorators as they are, and Node.js cannot read them. */
const decorators: Plugin = {
  name: "decorators",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith(".ts") || !/^\s*@\w+\(/m.test(code)) return undefined;
    const compilerOptions: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      sourceMap: true,
    };
    const { outputText, sourceMapText } = ts.transpileModule(code, { fileName: id, compilerOptions });
    return { code: outputText, map: sourceMapText! };
  },
};

const ALONE = [
  "test/cli/{machine,real}.test.ts",
  "test/docs/{demo,module,observed-fetch,rxjs-examples,snippets,testing-examples}.test.ts",
  "test/engine/!(clock-from|long-delays|rxjs-parts|scheduler-like|sleepers|time-line|timers|trace|wall-clock).test.ts",
  "test/issues/loaded-under-fake-timers.test.ts",
  "test/laws/engine-clocks.laws.test.ts",
  "test/observe/every-run.test.ts",
  "test/retry/{million,residue}.test.ts",
  "test/testing/virtual-clock-company.test.ts",
];

/** `PEERS=<a node_modules folder>` puts the cockatiel in it in the place of the installed one. */
const peers = process.env["PEERS"];

export default defineConfig({
  plugins: [decorators],
  resolve: {
    alias: [
      { find: /^ostinato$/, replacement: source("index.ts") },
      { find: /^ostinato\/schedule$/, replacement: source("core/index.ts") },
      { find: /^ostinato\/http$/, replacement: source("http/index.ts") },
      { find: /^ostinato\/observe$/, replacement: source("observe/index.ts") },
      { find: /^ostinato\/rxjs$/, replacement: source("retry/rxjs.ts") },
      { find: /^ostinato\/p-retry$/, replacement: source("compat/p-retry.ts") },
      { find: /^ostinato\/compat$/, replacement: source("compat/index.ts") },
      { find: /^ostinato\/transport$/, replacement: source("transport/index.ts") },
      { find: /^ostinato\/tasks$/, replacement: source("task/index.ts") },
      { find: /^ostinato\/testing$/, replacement: source("testing/index.ts") },
      { find: /^ostinato\/testing\/arbitraries$/, replacement: source("testing/arbitraries.ts") },
      ...(peers === undefined ? [] : [{ find: /^cockatiel$/, replacement: `${peers}/cockatiel/dist/index.js` }]),
    ],
  },
  test: {
    // Loading the library anew for each file takes most of the time. Only where timers, modules or the process are counted
    // or replaced does a file need a process of its own.
    projects: [
      { extends: true, test: { name: "shared", include: ["test/**/*.test.ts"], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
    // All cores: by itself vitest leaves one idle, which is half of a small machine.
    maxWorkers: "100%",
    env: { LAWS_SEED: seed },
    // Far beyond what any test takes on an idle machine: a busy one is no failure.
    testTimeout: deep ? 600_000 : 60_000,
    hookTimeout: 180_000,
    silent: "passed-only",
    reporters: ["default", closingReporter()],
    coverage: {
      include: ["src/**/*.ts"],
      // Nothing to cover in lists of re-exports; main.ts runs as a child process. test/architecture.test.ts holds both to it.
      exclude: ["src/index.ts", "src/*/index.ts", "src/cli/main.ts"],
      reporter: ["text"],
      thresholds: {
        "src/{core,policy,http}/**": all(100),
        "src/!(core|policy|http)/**": all(95),
      },
    },
  },
});
