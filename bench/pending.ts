import { fixed, policy, retry } from "../src/index.ts";
import { found } from "./finding.ts";
import { busy, kept } from "./measure.ts";
import { failing, ownCode } from "./own-code.ts";
import { byHand, type Call, peers } from "./peers.ts";

// Twenty thousand runs at a time that have failed once and sleep. What sleeps stays: nothing here ever wakes.
const COUNT = 20_000;
const settings = { retries: 1, delay: 600_000 };
const made = policy({ attempts: 2, schedule: fixed("10m") });
const { signal } = new AbortController();
const own: Readonly<Record<string, Call>> = {
  "a promise that never settles": () => new Promise(() => {}),
  "a loop by hand": byHand(settings),
  ostinato: (operation) => retry(operation, made),
  "ostinato, all under one signal": (operation) => retry(operation, made, { signal }),
};
const rows: Record<string, readonly number[]> = {};
for (const [name, call] of Object.entries({ ...own, ...(await peers(settings)) })) {
  rows[name] = await sleeping(call);
}

/** Bytes and nanoseconds for each run to be put to sleep, the median of three crowds. */
async function sleeping(call: Call): Promise<readonly number[]> {
  const work = ownCode<() => Promise<unknown>>("() => call(next())", { call, next: failing(1) });
  const crowds: Promise<unknown>[][] = [];
  const figures: (readonly [number, number])[] = [];
  for (let round = 0; round < 4; round++) {
    const crowd: Promise<unknown>[] = Array.from({ length: COUNT });
    const [before, begun] = [kept(), busy()];
    for (let each = 0; each < COUNT; each++) crowd[each] = work();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const spent = busy() - begun;
    figures.push([(kept() - before) / COUNT, spent / COUNT]);
    crowds.push(crowd);
  }
  const [, ...warm] = figures;
  return [0, 1].map((which) => warm.map((each) => each[which]!).toSorted((a, b) => a - b)[1]!);
}

const [, handBytes = NaN] = [0, rows["a loop by hand"]![0]];
const handTime = rows["a loop by hand"]![1]!;
const withRatios = Object.fromEntries(
  Object.entries(rows).map(([name, [bytes, time]]) => [name, [bytes!, bytes! / handBytes, time!, time! / handTime]]),
);
const mine = withRatios["ostinato, all under one signal"]!;
found({
  bench: "pending",
  columns: ["bytes", "× loop", "ns to set up", "× loop "],
  rows: withRatios,
  goals: [
    { what: "a whole run asleep, with a signal", atMost: 0.8, got: mine[1]!, unit: "× the loop’s bytes" },
    { what: "putting it to sleep", atMost: 0.8, got: mine[3]!, unit: "× the loop’s CPU" },
  ],
});
process.exit();
