import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

// The JavaScript of the package; its declarations are the compiler's. All entries come from one build, so that what several
// of them need is there once. Node.js opens a few files faster than a few hundred.
const manifest = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
};
const exported = Object.values(manifest.exports).flatMap((to) => (typeof to === "object" ? [to.default] : []));
const built = [...exported, ...Object.values(manifest.bin)];
const entries = built.map((path) => path.replace(/^(?:\.\/)?dist\/(.*)\.js$/, "$1"));

/** The rooms below all entries, the lowest first: each becomes one file. */
const SHARED = Object.entries({
  core: /\/src\/core\//,
  policy: /\/src\/policy\//,
  engine: /\/src\/(?:engine\/|retry\/retry\.ts)/,
});

export default defineConfig({
  logLevel: "warn",
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: false,
    minify: false,
    sourcemap: true,
    lib: { entry: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])), formats: ["es"] },
    rolldownOptions: {
      external: /^(?![./\0]|[a-z]:)/i,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name].js",
        minifyInternalExports: false,
        // What an export is for stands in the declarations.
        comments: { annotation: true, jsdoc: false, legal: true },
        // The package brings its sources.
        sourcemapExcludeSources: true,
        codeSplitting: {
          groups: SHARED.map(([name, test], index) => ({ name, test, priority: SHARED.length - index })),
        },
      },
    },
  },
});
