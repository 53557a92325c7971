import { asyncScheduler, timer } from "rxjs";
import { scheduler } from "../src/retry/rxjs.ts";
import { systemClock } from "../src/engine/scheduler.ts";
import { type Bed, bedsOf } from "../src/engine/bed.ts";
import { Sleeper } from "../src/engine/sleeper.ts";
import { found } from "./finding.ts";
import { busy, kept } from "./measure.ts";

// A million sleepers with nothing around them, their delays spread over ten minutes.
const COUNT = 1_000_000;
const nothing = (): void => {};
const delayOf = (each: number): number => 1_000 + ((each * 7_919) % 600_000);
type Cancel = () => void;

const lieDown = bedsOf(systemClock)!;
let bed: Bed | undefined;

const rows: Record<string, readonly number[]> = {
  "`setTimeout`, one function for all": measured(
    (delay) => setTimeout(nothing, delay),
    (handle) => clearTimeout(handle),
  ),
  "rxjs `asyncScheduler`": measured(
    (delay) => asyncScheduler.schedule(nothing, delay),
    (action) => action.unsubscribe(),
  ),
  "rxjs `timer`": measured(
    (delay) => timer(delay).subscribe(nothing),
    (subscription) => subscription.unsubscribe(),
  ),
  "ostinato, its clock": measured(
    (delay): Cancel => systemClock.schedule(delay, nothing),
    (cancel) => cancel(),
  ),
  "ostinato, its clock, as its runs sleep": measured(
    (delay) => {
      const sleeper = new Sleeper(nothing);
      bed = lieDown(sleeper, delay)!;
      return sleeper;
    },
    (sleeper) => bed!.leave(sleeper),
  ),
  "ostinato, as a scheduler for RxJS": measured(
    (delay) => scheduler.schedule(nothing, delay),
    (action) => action.unsubscribe(),
  ),
};

/** Bytes, and nanoseconds to go to sleep and to be taken back, for each sleeper; the second of two crowds. */
function measured<Handle>(sleep: (delay: number) => Handle, cancel: (handle: Handle) => void): readonly number[] {
  const round = (): readonly number[] => {
    const handles: Handle[] = Array.from({ length: COUNT });
    const before = kept();
    const begun = busy();
    for (let each = 0; each < COUNT; each++) handles[each] = sleep(delayOf(each));
    const asleep = busy();
    const bytes = kept() - before;
    const back = busy();
    for (let each = 0; each < COUNT; each++) cancel(handles[each]!);
    return [bytes, asleep - begun, busy() - back].map((figure) => figure / COUNT);
  };
  round();
  return round();
}

const base = rows["`setTimeout`, one function for all"]!;
const mine = rows["ostinato, its clock"]!;
const lying = rows["ostinato, its clock, as its runs sleep"]!;
found({
  bench: "sleepers",
  columns: ["bytes", "ns to go to sleep", "× `setTimeout`", "ns to be taken back", "× `setTimeout` "],
  rows: Object.fromEntries(
    Object.entries(rows).map(([name, [bytes, set, back]]) => [
      name,
      [bytes!, set!, set! / base[1]!, back!, back! / base[2]!],
    ]),
  ),
  goals: [
    { what: "one sleeper, as runs sleep", atMost: 80, got: lying[0]!, unit: "bytes" },
    { what: "going to sleep", atMost: 0.3, got: mine[1]! / base[1]!, unit: "× `setTimeout`" },
    { what: "being taken back", atMost: 0.6, got: mine[2]! / base[2]!, unit: "× `setTimeout`" },
  ],
});
process.exit();
