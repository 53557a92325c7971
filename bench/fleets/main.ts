import { readFileSync, writeFileSync } from "node:fs";
import { adaptive } from "./adaptive.ts";
import { atTheCap } from "./at-the-cap.ts";
import { contention } from "./contention.ts";
import { failing, type Findings } from "./findings.ts";
import { layered } from "./layers.ts";
import { filled, markdown } from "./markdown.ts";
import { critical, metastable } from "./metastable.ts";

const PAGE = "docs/fleets.md";

const EXPERIMENTS: Readonly<Record<string, () => Findings>> = {
  contention,
  adaptive,
  metastable,
  critical,
  "at-the-cap": atTheCap,
  layers: layered,
};

let failures = 0;
let page = readFileSync(PAGE, "utf8");
const chosen = process.argv.slice(2);
for (const [name, experiment] of Object.entries(EXPERIMENTS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const began = performance.now();
  const findings = experiment();
  const wrong = failing(findings);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(
    `\n${name}: ${findings.checks.length - wrong.length} of ${findings.checks.length} checks, ${seconds} s\n`,
  );
  console.log(markdown(findings));
  for (const { what, found, from, to } of wrong) console.log(`FAILED ${what}: ${found}, not from ${from} to ${to}`);
  failures += wrong.length;
  page = filled(page, name, markdown(findings));
}
// What is out of tolerance is not published.
if (failures === 0) writeFileSync(PAGE, page);
process.exitCode = failures === 0 ? 0 : 1;
