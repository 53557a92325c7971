import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** A child's program as one file of plain JavaScript, which any runtime runs. */
export interface Bundle {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Bundles a program that stands in this folder, with all of the package that it uses. */
export async function bundled(name: string): Promise<Bundle> {
  const outDir = await mkdtemp(join(tmpdir(), "ostinato-"));
  await build({
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(`./${name}`, import.meta.url)),
      outDir,
      rollupOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
  return { path: join(outDir, "child.mjs"), remove: () => rm(outDir, { recursive: true }) };
}
