import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { found } from "./finding.ts";
import { median } from "./measure.ts";

// The first import in a fresh process, in turn, of the package as it ships; the median of fifteen.
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
const took =
  "console.log(performance.now() - begun, process.cpuUsage(used).user / 1e3 + process.cpuUsage(used).system / 1e3)";
const taken = Object.keys(modules).map((name) => ({ name, wall: [] as number[], cpu: [] as number[] }));
for (let round = 0; round < 15; round++) {
  for (const { name, wall, cpu } of taken) {
    const code = `const used = process.cpuUsage(), begun = performance.now(); await import(${JSON.stringify(modules[name])}); ${took}`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd, encoding: "utf8" });
    const [waited, worked] = said.split(" ").map(Number);
    wall.push(waited!);
    cpu.push(worked!);
  }
}
const rows = Object.fromEntries(taken.map(({ name, wall, cpu }) => [name, [median(wall), median(cpu)]]));
const times = (name: string, peer: string): number => rows[name]![0]! / rows[peer]![0]!;
found({
  bench: "cold-import",
  columns: ["ms", "ms of CPU"],
  rows,
  goals: [
    { what: "`ostinato`", atMost: 1.2, got: times("ostinato", "cockatiel"), unit: "× cockatiel" },
    { what: "`ostinato/schedule`", atMost: 1, got: times("ostinato/schedule", "p-retry 9"), unit: "× p-retry" },
  ],
});
