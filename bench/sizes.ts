import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

// What a user's bundle grows by, made from the package as it ships, minified and compressed, held against the ledger:
// `npm run size`, and `npm run size -- --update` when a growth is meant.
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const LEDGER = `${ROOT}bench/sizes.json`;
const GROWTH = 1.02;

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};
const peers = Object.keys(manifest.peerDependencies);

/** What to bundle, by its name in the ledger. */
const CASES: Record<string, string> = {
  "retry, with its timer": `import { retry } from "${ROOT}dist/index.js"; kept(retry);`,
  "schedule, exponential, cap, fullJitter": `import { cap, exponential, fullJitter, schedule } from "${ROOT}dist/core/index.js";
    kept(schedule(exponential("200ms"), cap("30s"), fullJitter));`,
};
for (const [entry, target] of Object.entries(manifest.exports)) {
  if (typeof target === "object")
    CASES[entry.replace(".", "ostinato")] = `import * as all from "${ROOT}${target.default}"; kept(all);`;
}

const sizes: Record<string, number> = {};
for (const [name, code] of Object.entries(CASES)) sizes[name] = await size(code);

/** Bytes after tree-shaking, minifying and gzip; peers and the platform's own modules are not counted. */
async function size(code: string): Promise<number> {
  const { output } = (await build({
    configFile: false,
    logLevel: "silent",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? "\0entry" : undefined),
        load: (id) => (id === "\0entry" ? code : undefined),
      },
    ],
    build: {
      write: false,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: "entry",
        external: (id: string) =>
          id.startsWith("node:") || peers.some((peer) => id === peer || id.startsWith(`${peer}/`)),
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.flatMap((part) => (part.type === "chunk" ? [part.code] : []));
  return gzipSync(chunks.join("\n"), { level: 9 }).length;
}

const ledger = JSON.parse(readFileSync(LEDGER, "utf8")) as Record<string, number>;
const grown = Object.entries(sizes).filter(([name, bytes]) => bytes > (ledger[name] ?? 0) * GROWTH);
console.table(
  Object.fromEntries(
    Object.entries(sizes).map(([name, bytes]) => [name, { bytes, ledger: ledger[name], kB: (bytes / 1e3).toFixed(2) }]),
  ),
);
if (process.argv.includes("--update")) {
  writeFileSync(LEDGER, `${JSON.stringify(sizes, undefined, 2)}\n`);
} else if (grown.length > 0) {
  console.error(`Grown by more than 2 %: ${grown.map(([name]) => name).join("; ")}`);
  process.exitCode = 1;
}
