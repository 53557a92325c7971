import { cap, decorrelated, equalJitter, exponential, fixed, fullJitter, type Schedule, schedule } from "ostinato";
import { fleet, server } from "ostinato/testing";
import { type Check, type Findings, mean, near, seeds } from "./findings.ts";

/**
 * Clients who all change one row under an optimistic lock. M. Brooker, "Exponential Backoff And Jitter", AWS Architecture
 * Blog, 2015, with the constants of its simulator (aws-samples/aws-arch-backoff-simulator): the network takes |N(10, 2)| ms
 * each way, the base is 5 ms and doubled before its first use, the cap 2 s. A client reads the row and writes it back, so
 * the work of a call is the two ways between.
 */
const row = server({
  workers: Infinity,
  serviceTime: { kind: "normal", mean: 20, deviation: 2 * Math.SQRT2 },
  network: { kind: "normal", mean: 10, deviation: 2 },
  lock: "optimistic",
});

const growing = [exponential("10ms"), cap("2s")] as const;

const SCHEDULES: Readonly<Record<string, Schedule>> = {
  none: fixed(0),
  exponential: schedule(...growing),
  equal: schedule(...growing, equalJitter),
  full: schedule(...growing, fullJitter),
  "decorrelated, as published": {
    name: "min(cap, u from base to 3 · previous)",
    delay: ({ previousDelay }, random) => Math.min(2_000, 5 + random() * (3 * Math.max(5, previousDelay) - 5)),
    bounds: () => ({ min: 5, max: 2_000 }),
  },
  "decorrelated, capped before the draw": decorrelated("5ms", "2s"),
};

/** Calls and milliseconds, from a port of that simulator; a hundred runs each. */
const PUBLISHED: Readonly<
  Record<number, Readonly<Record<string, readonly [calls: number, time: number] | undefined>>>
> = {
  10: {
    none: [50, 377],
    exponential: [51, 3478],
    equal: [42, 711],
    full: [39, 471],
    "decorrelated, as published": [38, 444],
  },
  50: {
    none: [689, 1137],
    exponential: [622, 36505],
    equal: [347, 4232],
    full: [333, 2996],
    "decorrelated, as published": [375, 2184],
  },
  100: {
    none: [2422, 2024],
    exponential: [1862, 63839],
    equal: [812, 6703],
    full: [795, 4824],
    "decorrelated, as published": [1003, 4630],
  },
  190: {
    none: [8002, 3542],
    exponential: [5173, 101623],
    equal: [1761, 9468],
    full: [1772, 7406],
    "decorrelated, as published": [2434, 7921],
  },
};

export function contention({ runs = 100, crowds = [10, 50, 100, 190] } = {}): Findings {
  const checks: Check[] = [];
  const rows = crowds.map((clients) => {
    const cells = Object.entries(SCHEDULES).map(([name, own]) => {
      const policy = { attempts: Infinity, schedule: own };
      const reports = seeds(runs).map((seed) =>
        fleet({ policy, clients, arrivals: { onceWithin: 0 }, server: row, seed }),
      );
      const [calls, time] = [
        mean(reports.map(({ attempts }) => attempts)),
        mean(reports.map(({ elapsed }) => elapsed)),
      ];
      // Whole calls were published, so that the mean of a hundred runs may be one more, and chance adds its share.
      const [wantedCalls, wantedTime] = PUBLISHED[clients]![name] ?? [];
      if (wantedCalls !== undefined)
        checks.push(near(`calls of ${clients} clients, ${name}`, calls, wantedCalls, 0.01, 1.5));
      if (wantedTime !== undefined) checks.push(near(`time of ${clients} clients, ${name}`, time, wantedTime, 0.07));
      return `${Math.round(calls)} / ${Math.round(time)}`;
    });
    return [clients, ...cells];
  });
  return { header: ["clients", ...Object.keys(SCHEDULES)], rows, checks };
}
