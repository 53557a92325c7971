import { relative, resolve } from "node:path";
import type { Plugin } from "vite";

/** The modules of the tests that are for Node, and what stands in their place in a browser. */
export const SWAPPED: ReadonlyMap<string, string> = new Map([
  ["test/support/host.ts", "test/browser/host.ts"],
  ["test/retry/garbage.ts", "test/browser/garbage.ts"],
]);

/** Swaps them, whoever imports them. */
export const swapped = (): Plugin => ({
  name: "swapped",
  enforce: "pre",
  load(id) {
    const other = SWAPPED.get(relative(".", id));
    return other === undefined ? undefined : `export * from ${JSON.stringify(resolve(other))};\n`;
  },
});
