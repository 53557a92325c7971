import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { written } from "./tables.ts";

// `npm run bench`, or `npm run bench -- first-attempt pending`: each bench in a process of its own, then the tables;
// `npm run bench -- tables` writes these alone.
const BENCH = fileURLToPath(new URL("../../", import.meta.url));
const ALL = [
  "first-attempt",
  "three-failures",
  "delays",
  "pending",
  "sleepers",
  "waking",
  "virtual-time",
  "one-signal",
  "tasks",
  "cold-import",
];
// The young generation holds a whole round, so that nothing is collected while garbage is counted.
const FLAGS = ["--expose-gc", "--min-semi-space-size=64", "--max-semi-space-size=64", "--max-old-space-size=8192"];

const lock = `${BENCH}package-lock.json`;
const installed = `${BENCH}node_modules/.package-lock.json`;
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs)
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: BENCH, stdio: "inherit" });

const asked = process.argv.slice(2);
for (const name of asked.includes("tables") ? [] : asked.length > 0 ? asked : ALL) {
  if (!ALL.includes(name)) throw new RangeError(`There is no bench "${name}"; there are ${ALL.join(", ")}`);
  execFileSync(process.execPath, [...FLAGS, `${BENCH}out/bench/${name}.js`], { stdio: "inherit" });
}
for (const path of ["docs/performance.md", "README.md"]) written(new URL(`../${path}`, `file://${BENCH}`));
