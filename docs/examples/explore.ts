import { exponential, fullJitter, policy, schedule } from "ostinato";
import { explore, fail, ok } from "ostinato/testing";

const gentle = policy({ attempts: 4, schedule: schedule(exponential("1s"), fullJitter), totalTimeout: "8s" });
const outcomes = [ok("saved"), fail(), fail(new Error("slow"), "3s")];

const runs = await explore(gentle, { outcomes, depth: 4, extremes: true });
const longest = runs.reduce((best, run) => (run.elapsed > best.elapsed ? run : best));
console.log(`${runs.length} ways, the longest takes ${longest.elapsed / 1_000} s: ${longest.timeline}`);
