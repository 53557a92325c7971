import { exponential, policy, retry, wrap, wrapWithAttempt } from "../src/index.ts";
import { against, found } from "./finding.ts";
import { garbage, times } from "./measure.ts";
import { oneByOne, ownCode, succeeding } from "./own-code.ts";
import { byHand, peers } from "./peers.ts";

// The operation succeeds at once: what does it cost to have it wrapped?
const settings = { retries: 2, delay: 100 };
const made = policy({ schedule: exponential("100ms") });
const waits = exponential("100ms");
const curious = ownCode<() => Promise<unknown>>("async ({ attempt }) => attempt");
const operation = succeeding();
const literal = succeeding();
const wrapped = wrap(succeeding(), made);
const told = wrapWithAttempt(succeeding(), made);

const others = Object.entries({ "a loop by hand": byHand(settings), ...(await peers(settings)) });
const contenders = {
  "bare `await`": oneByOne(succeeding()),
  ...Object.fromEntries(
    others.map(([name, call]) => [name, oneByOne(ownCode("() => call(operation)", { call, operation: succeeding() }))]),
  ),
  "ostinato `retry`": oneByOne(() => retry(operation, made)),
  "ostinato `retry`, the operation reads its attempt": oneByOne(() => retry(curious, made)),
  "ostinato `retry`, options as a literal": oneByOne(() => retry(literal, { attempts: 3, schedule: waits })),
  "ostinato `wrap`": oneByOne(() => wrapped()),
  "ostinato `wrapWithAttempt`": oneByOne(() => told()),
};
const spent = await times(contenders, { count: 5_000, rounds: 25, cpu: true });
const bytes = await garbage(contenders, { count: 5_000, rounds: 5 });
const rows = against("a loop by hand", spent, bytes);
const goals = [
  ["`retry` with a made policy", "ostinato `retry`", 0.8, 0.7],
  ["a `wrap`ped function", "ostinato `wrap`", 0.8, 0.7],
  ["`retry` with an options literal", "ostinato `retry`, options as a literal", 1.5, Infinity],
] as const;
found({
  bench: "first-attempt",
  columns: ["ns of CPU", "× loop", "bytes", "× loop’s bytes"],
  rows,
  goals: goals.flatMap(([what, name, time, memory]) => [
    { what, atMost: time, got: rows[name]![1]!, unit: "× the loop’s time" },
    ...(memory < Infinity ? [{ what, atMost: memory, got: rows[name]![3]!, unit: "× the loop’s bytes" }] : []),
  ]),
});
