import type { Outage } from "./outage.ts";
import { type Spread, spreadOf } from "./percentiles.ts";
import { recoveryOf } from "./recovery.ts";
import type { ServerCounts } from "./server-counts.ts";
import { histogramOf, type LayerCounts, type RequestRecord, type Tally } from "./tally.ts";

/** What a fleet came to; times in milliseconds. */
export interface FleetReport {
  /** What the clients wanted: each succeeded, failed or is open. */
  readonly requests: number;
  readonly successes: number;
  readonly failures: number;
  /** Without an end when the simulation ended. */
  readonly open: number;
  /** The failed requests by the reason that ended them. */
  readonly reasons: LayerCounts["reasons"];
  /** Calls of the server. */
  readonly attempts: number;
  /** Attempts per request from the first outage until 30 s after the last; without an outage, over all. */
  readonly amplification: number;
  /** How long after the last outage requests fared as before it; undefined if they never did, or there was no outage. */
  readonly recovery: number | undefined;
  /** Attempts per second in the busiest bin of the histogram. */
  readonly peak: number;
  /** How long the requests took that succeeded. */
  readonly latency: Spread;
  /** The share of delays that were the longest their schedule ever gives: above 0, clients come back together. */
  readonly atCap: number;
  /** When the last thing happened. */
  readonly elapsed: number;
  /** How many requests came, attempts began and requests succeeded, bin by bin. */
  readonly histogram: FleetHistogram;
  /** What each layer of callers did, the clients first. */
  readonly layers: readonly Readonly<LayerCounts>[];
  /** What became of the calls that the server took. */
  readonly server: Readonly<ServerCounts>;
}

/** Counts by virtual time. */
export interface FleetHistogram {
  /** How long a bin is, in milliseconds. */
  readonly bin: number;
  readonly requests: readonly number[];
  readonly attempts: readonly number[];
  readonly successes: readonly number[];
}

/** So long after an outage the retries are still its own. */
const AFTERMATH = 30_000;

/** What the notes of a fleet come to. */
export function reportOf(
  tally: Tally,
  server: ServerCounts,
  { outages, bin, elapsed }: { readonly outages: readonly Outage[]; readonly bin: number; readonly elapsed: number },
): FleetReport {
  const { requests, layers } = tally;
  const { successes, failures, reasons } = layers[0]!;
  const well = requests.filter(({ ok }) => ok);
  const attempts = histogramOf(tally.attempts, bin);
  return {
    requests: requests.length,
    successes,
    failures,
    open: requests.length - successes - failures,
    reasons,
    attempts: tally.attempts.length,
    amplification: amplificationOf(tally, outages),
    recovery: recoveryOf(requests, outages),
    peak: (attempts.reduce((most, count) => Math.max(most, count), 0) * 1_000) / bin,
    latency: spreadOf(well.map(latencyOf)),
    atCap: tally.delays === 0 ? 0 : tally.longest / tally.delays,
    elapsed,
    histogram: {
      bin,
      requests: histogramOf(
        requests.map(({ at }) => at),
        bin,
      ),
      attempts,
      successes: histogramOf(
        well.map(({ end }) => end!),
        bin,
      ),
    },
    layers,
    server,
  };
}

const latencyOf = ({ at, end }: RequestRecord): number => end! - at;

function amplificationOf({ requests, attempts }: Tally, outages: readonly Outage[]): number {
  const from = outages[0]?.from ?? 0;
  const to = (outages.at(-1)?.to ?? Infinity) + AFTERMATH;
  const within = (instant: number): boolean => instant >= from && instant < to;
  const asked = requests.filter(({ at }) => within(at)).length;
  return asked === 0 ? 1 : attempts.filter(within).length / asked;
}
