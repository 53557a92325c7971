import { getEventListeners } from "node:events";
import { fixed, policy, retry } from "../src/index.ts";
import { found } from "./finding.ts";
import { kept } from "./measure.ts";

// One long-lived signal: over many runs that end, and under many that wait.
const made = policy({ attempts: 2, schedule: fixed("10m") });
const long = new AbortController();
const { signal } = long;
const answers = async (): Promise<number> => 42;
async function runs(count: number): Promise<void> {
  for (let each = 0; each < count; each++) await retry(answers, made, { signal });
}
await runs(50_000);
const before = kept();
await runs(1_000_000);
const growth = kept() - before;

const waiting = Array.from({ length: 10_000 }, () =>
  retry(() => Promise.reject(new Error("busy")), made, { signal }).catch(() => {}),
);
await new Promise((resolve) => setTimeout(resolve, 50));
const listeners = getEventListeners(signal, "abort").length;
long.abort();
await Promise.all(waiting);
const left = getEventListeners(signal, "abort").length;
found({
  bench: "one-signal",
  columns: ["figure"],
  rows: {
    "bytes kept after a million runs, for each": [growth / 1e6],
    "listeners while 10 000 runs wait": [listeners],
    "listeners afterwards": [left],
  },
  goals: [
    { what: "growth over a million runs", atMost: 0.1, got: growth / 1e6, unit: "bytes a run" },
    { what: "listeners while 10 000 runs wait", atMost: 1, got: listeners, unit: "" },
    { what: "listeners afterwards", atMost: 0, got: left, unit: "" },
  ],
});
