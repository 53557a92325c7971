import {
  awsQuota,
  cap,
  exponential,
  finagleBudget,
  fixed,
  fullJitter,
  grpcThrottling,
  type PolicyOptions,
  retryBudget,
  schedule,
} from "ostinato";
import { fleet, type FleetReport, server } from "ostinato/testing";
import { atMost, type Check, exactly, type Findings, median, near, seeds } from "./findings.ts";
import { requestShare } from "./request-share.ts";
import { sreThrottle } from "./sre-throttle.ts";

/** Ten workers, 100 calls a second at best; all of them stop for ten seconds. Nobody tells them that a caller has left. */
const stalled = server({
  workers: 10,
  serviceTime: { kind: "exponential", mean: "100ms" },
  outage: { from: "60s", to: "70s" },
});

const jittered = schedule(exponential("100ms"), cap("10s"), fullJitter);
const attemptTimeout = "1s";
const four = { attempts: 4, schedule: jittered, attemptTimeout } as const;
const three = { ...four, attempts: 3 } as const;

const POLICIES = {
  "no retries": { attempts: 1, attemptTimeout },
  "3 retries, at once": { attempts: 4, attemptTimeout, schedule: fixed(0) },
  "3 retries, exponential, no jitter": { ...four, schedule: schedule(exponential("100ms"), cap("10s")) },
  "3 retries, full jitter": four,
  "retries without end, full jitter": { ...four, attempts: Infinity },
  "3 retries, 10 % of requests": { ...four, budget: requestShare(0.1) },
  "3 retries, 20 % of requests": { ...four, budget: requestShare(0.2) },
  "3 retries, Finagle 10 %": { ...four, budget: finagleBudget({ percent: 0.1, perSecond: 0 }) },
  "3 retries, Finagle 20 %": { ...four, budget: finagleBudget({ percent: 0.2, perSecond: 0 }) },
  "3 retries, 0.1 per success, at most 10": { ...four, budget: retryBudget({ capacity: 10 }) },
  "3 retries, gRPC 10 / 0.1": { ...four, budget: grpcThrottling() },
  "2 retries, AWS 2.0": { ...three, budget: awsQuota() },
  "2 retries, AWS 2.1": { ...three, budget: awsQuota({ edition: "2.1" }) },
  "3 retries, SRE throttle, K = 2": { ...four, budget: sreThrottle() },
} as const satisfies Record<string, PolicyOptions>;

type Name = keyof typeof POLICIES;

/** Amplification, peak where a budget does not save up for it, and recovery in seconds; medians of nine seeds. */
const REFERENCE: Readonly<
  Record<Name, readonly [amplification: number, peak?: number | undefined, recovery?: number]>
> = {
  "no retries": [1, 96, 20],
  "3 retries, at once": [3.85, 329],
  "3 retries, exponential, no jitter": [3.82, 324],
  "3 retries, full jitter": [3.84, 326],
  "retries without end, full jitter": [8.21, 3221],
  "3 retries, 10 % of requests": [1.1, 98, 28],
  "3 retries, 20 % of requests": [1.2, 108, 48],
  // What Finagle's has saved up in ten seconds may be spent within one.
  "3 retries, Finagle 10 %": [1.1, undefined, 28],
  "3 retries, Finagle 20 %": [1.2, undefined, 48],
  "3 retries, 0.1 per success, at most 10": [1.01, 93, 18],
  "3 retries, gRPC 10 / 0.1": [1, 97, 19],
  "2 retries, AWS 2.0": [1.04, 128, 21],
  "2 retries, AWS 2.1": [1.01, 104, 20],
  "3 retries, SRE throttle, K = 2": [2.85, 301],
};

/** What the throttle lets through in an outage depends on how much of its two minutes had gone well: here one of them. */
const loose = (name: Name): number => (name === "3 retries, SRE throttle, K = 2" ? 0.15 : 0.03);

/** How many retries each success-funded budget holds: its capacity in retries, and what a success adds at most. */
const FUNDED: Partial<Record<Name, readonly [retries: number, ratio: number]>> = {
  "3 retries, 0.1 per success, at most 10": [10, 0.1],
  "3 retries, gRPC 10 / 0.1": [5, 0.1],
  "2 retries, AWS 2.0": [50, 0.1],
  "2 retries, AWS 2.1": [500 / 14, 1 / 14],
};

const played = (name: Name, arrivals: number, seed: number): FleetReport =>
  fleet({ policy: POLICIES[name], arrivals, server: stalled, duration: "300s", seed });

const LOAD = 70;

export function metastable({ runs = 9, names = Object.keys(POLICIES) as Name[] } = {}): Findings {
  const checks: Check[] = [];
  let usual = Infinity;
  const rows = names.map((name) => {
    const reports = seeds(runs).map((seed) => played(name, LOAD, seed));
    const middle = (figure: (report: FleetReport) => number | undefined) => median(reports.map(figure));
    const amplification = middle((report) => report.amplification)!;
    const peak = middle(({ peak }) => peak)!;
    const recovery = middle((report) => report.recovery);
    const recovered = reports.filter((report) => report.recovery !== undefined).length;
    const [wanted, wantedPeak, wantedRecovery] = REFERENCE[name];
    if (name === "no retries") usual = recovery!;
    checks.push(near(`amplification, ${name}`, amplification, wanted, loose(name)));
    if (wantedPeak !== undefined) checks.push(near(`peak, ${name}`, peak, wantedPeak, 0.1));
    checks.push(exactly(`recovered, ${name}`, recovered, wantedRecovery === undefined ? 0 : runs));
    if (wantedRecovery !== undefined) checks.push(near(`recovery, ${name}`, recovery! / 1_000, wantedRecovery, 0.25));
    checks.push(...promised(name, reports, usual));
    return [
      name,
      amplification.toFixed(2),
      Math.round(peak),
      recovery === undefined ? "never" : `${recovery / 1_000} s`,
      `${recovered} of ${runs}`,
    ];
  });
  return { header: ["policy", "attempts per request", "peak/s", "recovery", "recovered"], rows, checks };
}

/** What a budget that successes fund must keep, run by run. */
function promised(name: Name, reports: readonly FleetReport[], usual: number): Check[] {
  const funded = FUNDED[name];
  if (funded === undefined) return [];
  const [retries, ratio] = funded;
  return reports.flatMap(({ amplification, peak, recovery, atCap, histogram }, index) => {
    const run = `${name}, seed ${index + 1}`;
    const asked = histogram.requests.slice(60, 100).reduce((sum, count) => sum + count, 0);
    return [
      atMost(`amplification ≤ 1 + ratio + capacity / requests, ${run}`, amplification, 1 + ratio + retries / asked),
      // A full bucket may be spent within a second: that is not promised of one which holds half a second of calls.
      atMost(`peak ≤ 1.3 × offered, ${run}`, peak, 1.3 * Math.max(...histogram.requests, retries < 50 ? 0 : Infinity)),
      atMost(`recovery ≤ 1.5 × that of no retries, ${run}`, recovery ?? Infinity, 1.5 * usual),
      exactly(`share of delays at the cap, ${run}`, atCap, 0),
    ];
  });
}

/** Around which load each policy stops recovering: how many of the seeds must recover there. */
const SWEEP: readonly (readonly [name: Name, load: number, least: number, most: number])[] = [
  ["3 retries, full jitter", 20, 7, 7],
  ["3 retries, full jitter", 24, 0, 7],
  ["3 retries, full jitter", 30, 0, 0],
  ["3 retries, 10 % of requests", 80, 7, 7],
  ["3 retries, 10 % of requests", 94, 0, 2],
  ["3 retries, 20 % of requests", 74, 7, 7],
  ["3 retries, 20 % of requests", 88, 0, 2],
  ["3 retries, 0.1 per success, at most 10", 92, 7, 7],
  ["3 retries, gRPC 10 / 0.1", 92, 7, 7],
  ["2 retries, AWS 2.0", 92, 7, 7],
  ["2 retries, AWS 2.1", 92, 7, 7],
];

/** From which load on an outage has no end. */
export function critical({ runs = 7, points = SWEEP } = {}): Findings {
  const checks: Check[] = [];
  const rows = points.map(([name, load, least, most]) => {
    const recovered = seeds(runs).filter((seed) => played(name, load, seed).recovery !== undefined).length;
    checks.push({ what: `recovered at ${load}/s, ${name}`, found: recovered, from: least, to: most });
    return [name, `${load} %`, `${recovered} of ${runs}`];
  });
  return { header: ["policy", "load", "recovered"], rows, checks };
}
