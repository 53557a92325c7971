// Writes the snippets of the guide that name a test runner as files which that runner can run: `runner-snippets.mjs FOLDER`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const guide = readFileSync(new URL("../../docs/testing.md", import.meta.url), "utf8");

for (const [heading, file] of [
  ["Jest", "jest.test.mjs"],
  ["node:test", "node.test.mjs"],
  ["Bun", "bun.test.mjs"],
]) {
  const section = guide.split(/^### /m).find((text) => text.startsWith(`${heading}\n`));
  const code = section?.match(/^```(?:js|ts)\n(.*?)^```/ms)?.[1];
  if (code === undefined) throw new Error(`docs/testing.md has no snippet under "${heading}"`);
  writeFileSync(join(process.argv[2], file), code);
}
