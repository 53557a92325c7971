import { VirtualTimeScheduler } from "rxjs";
import { fixed, settle } from "../src/index.ts";
import { virtualClock } from "../src/testing/index.ts";
import { found } from "./finding.ts";
import { busy } from "./measure.ts";

// Virtual time: timers put in and run, and a run of a million retries.
const delayOf = (each: number): number => (each * 7_919) % 100_003;
const nothing = (): void => {};

/** Milliseconds of processor, the best of three. */
async function spent(work: () => unknown): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 3; round++) {
    const begun = busy();
    await work();
    rounds.push((busy() - begun) / 1e6);
  }
  return Math.min(...rounds);
}

const crowd = (size: number) => (): unknown => {
  const clock = virtualClock();
  for (let each = 0; each < size; each++) clock.schedule(delayOf(each), nothing);
  return clock.advance(100_003);
};
const rxCrowd = (size: number) => (): void => {
  const scheduler = new VirtualTimeScheduler();
  for (let each = 0; each < size; each++) scheduler.schedule(nothing, delayOf(each));
  scheduler.flush();
};
const busyError = new Error("busy");
const retries = (count: number) => (): unknown => {
  const clock = virtualClock();
  const run = settle(() => Promise.reject(busyError), { attempts: count + 1, schedule: fixed("1s") }, { clock });
  return clock.runUntil(run);
};
const timers = await spent(crowd(100_000));
const million = await spent(retries(1_000_000));
found({
  bench: "virtual-time",
  columns: ["ms of CPU"],
  rows: {
    "rxjs `VirtualTimeScheduler`, 1 000 timers": [await spent(rxCrowd(1_000))],
    "rxjs `VirtualTimeScheduler`, 4 000 timers": [await spent(rxCrowd(4_000))],
    "ostinato `virtualClock`, 4 000 timers": [await spent(crowd(4_000))],
    "ostinato `virtualClock`, 100 000 timers": [timers],
    "ostinato `virtualClock`, 1 000 000 retries": [million],
  },
  goals: [
    { what: "100 000 timers", atMost: 100, got: timers, unit: "ms" },
    { what: "1 000 000 retries", atMost: 2_000, got: million, unit: "ms" },
  ],
});
