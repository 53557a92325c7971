import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Relative addresses, so that the folder works wherever it is put; by itself it goes into the site that TypeDoc makes.
export default defineConfig({
  root: at("."),
  base: "./",
  resolve: {
    alias: [
      { find: /^ostinato$/, replacement: at("../../src/index.ts") },
      { find: /^ostinato\/schedule$/, replacement: at("../../src/core/index.ts") },
      { find: /^ostinato\/testing$/, replacement: at("../../src/testing/index.ts") },
    ],
  },
  build: { target: "es2022", outDir: at("../../site/playground"), emptyOutDir: true },
  worker: { format: "es" },
});
