import { timer } from "rxjs";
import { systemClock } from "../src/engine/scheduler.ts";
import { withSlack } from "../src/engine/slack.ts";
import { found } from "./finding.ts";
import { busy, median } from "./measure.ts";

// A hundred thousand sleepers that wake within five seconds. How much work is it, and how late are they?
const COUNT = 100_000;
const SPAN = 5_000;
const slack = withSlack(systemClock, 1 / 64);
type Sleep = (delay: number, wake: () => void) => unknown;
const contenders: Readonly<Record<string, Sleep>> = {
  "`setTimeout`": (delay, wake) => setTimeout(wake, delay),
  "rxjs `timer`": (delay, wake) => timer(delay).subscribe(wake),
  "ostinato, its clock": (delay, wake) => systemClock.schedule(delay, wake),
  "ostinato, its clock, with a slack of 1/64": (delay, wake) => slack.schedule(delay, wake),
};
const figures = new Map<string, number[][]>(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < 3; round++) {
  for (const [name, sleep] of Object.entries(contenders)) figures.get(name)!.push(await crowd(sleep));
}

/** Nanoseconds of processor for each; the earliest, and the lateness that 99 of 100 keep, in milliseconds. */
async function crowd(sleep: Sleep): Promise<number[]> {
  const late = new Float64Array(COUNT);
  let awake = 0;
  const begun = busy();
  await new Promise<void>((resolve) => {
    for (let each = 0; each < COUNT; each++) {
      const delay = 500 + ((each * 7_919) % (SPAN * 100)) / 100;
      const due = performance.now() + delay;
      sleep(delay, () => {
        late[awake++] = performance.now() - due;
        if (awake === COUNT) resolve();
      });
    }
  });
  const spent = (busy() - begun) / COUNT;
  late.sort();
  return [spent, late[0]!, late[Math.floor(COUNT * 0.99)]!];
}

const middle = Object.fromEntries(
  Array.from(figures, ([name, rounds]) => [name, [0, 1, 2].map((which) => median(rounds.map((each) => each[which]!)))]),
);
const base = middle["`setTimeout`"]![0]!;
const [spent, earliest, latest] = middle["ostinato, its clock"] as [number, number, number];
found({
  bench: "waking",
  columns: ["ns of CPU", "× `setTimeout`", "the earliest, ms", "99 of 100 within, ms"],
  rows: Object.fromEntries(
    Object.entries(middle).map(([name, [cpu, first, last]]) => [name, [cpu!, cpu! / base, first!, last!]]),
  ),
  goals: [
    { what: "waking", atMost: 0.8, got: spent / base, unit: "× `setTimeout`" },
    { what: "being early", atMost: 0, got: -earliest, unit: "ms" },
    { what: "99 of 100 sleepers", atMost: 2.5, got: latest, unit: "ms late" },
  ],
});
