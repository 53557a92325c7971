import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { found } from "./finding.ts";
import { median } from "./measure.ts";

// The first import in a fresh process, in turn, the median of nine; of the package as it ships.
const dist = new URL("../../../dist/", import.meta.url);
const cwd = fileURLToPath(new URL("../../", import.meta.url));
const modules: Readonly<Record<string, string>> = {
  "p-retry 9": "p-retry-9",
  "async-retry": "async-retry",
  cockatiel: "cockatiel",
  rxjs: "rxjs",
  "rxjs, its async scheduler alone": "rxjs/internal/scheduler/async",
  "Effect 4": "effect",
  ostinato: new URL("index.js", dist).href,
  "ostinato/schedule": new URL("core/index.js", dist).href,
};
const taken = new Map<string, number[]>(Object.keys(modules).map((name) => [name, []]));
for (let round = 0; round < 9; round++) {
  for (const [name, specifier] of Object.entries(modules)) {
    const code = `const begun = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - begun);`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd, encoding: "utf8" });
    taken.get(name)!.push(Number(said));
  }
}
const middle = Object.fromEntries(Array.from(taken, ([name, all]) => [name, median(all)]));
found({
  bench: "cold-import",
  columns: ["ms"],
  rows: Object.fromEntries(Object.entries(middle).map(([name, figure]) => [name, [figure]])),
  goals: [
    { what: "`ostinato`", atMost: 1.2, got: middle["ostinato"]! / middle["cockatiel"]!, unit: "× cockatiel" },
    {
      what: "`ostinato/schedule`",
      atMost: 1,
      got: middle["ostinato/schedule"]! / middle["p-retry 9"]!,
      unit: "× p-retry",
    },
  ],
});
