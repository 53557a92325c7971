import { cap, decorrelated, equalJitter, exponential, fullJitter, type Schedule, schedule } from "ostinato";
import { fleet, server } from "ostinato/testing";
import { atMost, type Check, exactly, type Findings, near } from "./findings.ts";

const CAP = 10_000;
const CLIENTS = 10_000;
/** Where the cap binds for good. */
const LATE = { retry: 30, previousDelay: CAP };

/** A schedule as it is for clients that have waited as long as it ever lets them. */
const late = (own: Schedule): Schedule => ({
  name: own.name,
  delay: (_, random) => own.delay(LATE, random),
  bounds: () => own.bounds(LATE.retry),
});

/** A rule of others, as it is published, where its cap binds. */
const published = (name: string, rule: (u: number, v: number) => number, min = 0, max = CAP): Schedule => ({
  name,
  delay: (_, random) => rule(random(), random()),
  bounds: () => ({ min, max }),
});

/** How far the delays of Polly's jitter have come at a time; each delay is the way from one draw to the next. */
const pollyAt = (t: number): number => 2 ** t * Math.tanh(Math.sqrt(4 * t));

const growing = [exponential("200ms"), cap(CAP)] as const;

/** Each rule, the size of its busiest tenth of a second, and the tolerance. */
const RULES: readonly (readonly [label: string, own: Schedule, busiest: number, tolerance: number, atCap: number])[] = [
  [
    "capped after the draw (p-retry, node-retry)",
    published("min(cap, 2^n · u)", (u) => Math.min(CAP, 4 * CAP * (1 + u))),
    CLIENTS,
    0,
    1,
  ],
  [
    "decorrelated, as published",
    published("min(cap, u · 3 · previous)", (u) => Math.min(CAP, 200 + u * (3 * CAP - 200))),
    6_714,
    0.03,
    0.67,
  ],
  [
    // Polly.Contrib.WaitAndRetry, `DecorrelatedJitterBackoffV2`, and Polly 8; the ninth delay is the first to meet the cap mostly.
    "Polly v2: min(cap, the way between two draws)",
    published("Polly v2", (u, v) => Math.min(CAP, (200 / 1.4) * (pollyAt(8 + u) - pollyAt(7 + v)))),
    9_173,
    0.02,
    0.92,
  ],
  [
    "gRPC: a fifth more or less than the cap",
    published("cap · (0.8 + 0.4 · u)", (u) => CAP * (0.8 + 0.4 * u), 0.8 * CAP, 1.2 * CAP),
    283,
    0.1,
    0,
  ],
  ["equal jitter", late(schedule(...growing, equalJitter)), 224, 0.1, 0],
  ["full jitter", late(schedule(...growing, fullJitter)), 129, 0.1, 0],
  ["decorrelated, capped before the draw", late(decorrelated("200ms", CAP)), 130, 0.1, 0],
];

/** So many clients at the cap fail at the same instant: how many come back within the same tenth of a second. */
export function atTheCap(): Findings {
  const checks: Check[] = [];
  const rows = RULES.map(([label, own, busiest, tolerance, share]) => {
    const { histogram, atCap } = fleet({
      policy: { attempts: 2, schedule: own },
      clients: CLIENTS,
      arrivals: { onceWithin: 0 },
      server: server({ workers: Infinity, serviceTime: 0, failureRate: 1 }),
      bin: "100ms",
    });
    const found = Math.max(...histogram.attempts.slice(1));
    checks.push(near(`busiest 100 ms, ${label}`, found, busiest, tolerance));
    checks.push(
      share === 0 ? exactly(`at the cap, ${label}`, atCap, 0) : near(`at the cap, ${label}`, atCap, share, 0.02),
    );
    if (share === 0) checks.push(atMost(`busiest 100 ms, ${label}`, found, 300));
    return [label, found, `${Math.round(100 * atCap)} %`];
  });
  return { header: ["rule", "busiest 100 ms", "exactly at the cap"], rows, checks };
}
