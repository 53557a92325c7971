import { fixed, policy, retry } from "../src/index.ts";
import { against, found } from "./finding.ts";
import { times } from "./measure.ts";
import { failing, inGroups, oneByOne, ownCode } from "./own-code.ts";
import { byHand, peers } from "./peers.ts";

// Three failures, then success, without any delay: what do decisions cost?
const settings = { retries: 3, delay: 0 };
const made = policy({ attempts: 4, schedule: fixed(0) });
const calls = {
  "a loop by hand": byHand(settings),
  ...(await peers(settings)),
  ostinato: (operation: () => Promise<unknown>) => retry(operation, made),
};
const works = Object.entries(calls).map(
  ([name, call]) => [name, ownCode<() => unknown>("() => call(next())", { call, next: failing(3) })] as const,
);
const crowds = Object.fromEntries(works.map(([name, work]) => [name, inGroups(work, 500)]));
const crowded = await times(crowds, { count: 2_000, rounds: 7, cpu: true });
const lonely = await times(Object.fromEntries(works.map(([name, work]) => [name, oneByOne(work)])), {
  count: 50,
  rounds: 3,
});
const rows = against("a loop by hand", crowded, lonely);
found({
  bench: "three-failures",
  columns: ["ns of CPU, 500 at once", "× loop", "ns, one at a time", "× loop "],
  rows,
  goals: [{ what: "three failures, then success", atMost: 1, got: rows["ostinato"]![1]!, unit: "× the loop’s CPU" }],
});
