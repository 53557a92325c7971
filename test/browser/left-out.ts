import { relative } from "node:path";
import type { Plugin } from "vite";
import type { Reporter } from "vitest/node";

/** Why tests need Node, by their paths. */
export type Needs = ReadonlyMap<string, string>;

/** In the place of each test that needs Node stands one that is skipped, so that it is counted. */
export const leftOut = (needs: Needs): Plugin => ({
  name: "left-out",
  enforce: "pre",
  load(id) {
    const need = needs.get(relative(".", id));
    if (need === undefined) return undefined;
    return `import { it } from "vitest";\nit.skip(${JSON.stringify(`needs Node: ${need}`)});\n`;
  },
});

/** Names those tests before the others run. */
export const namingReporter = (needs: Needs): Reporter => ({
  onInit() {
    for (const [path, need] of needs) console.log(`left out: ${path}: ${need}`);
  },
});
