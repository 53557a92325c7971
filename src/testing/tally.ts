import type { StopReason } from "../policy/failure.ts";

/** What a layer of callers did. */
export interface LayerCounts {
  /** How often it was called. */
  calls: number;
  /** How often it called in turn: once for each call, and for each retry. */
  attempts: number;
  retries: number;
  successes: number;
  failures: number;
  /** The failures by their reason. */
  reasons: Partial<Record<StopReason, number>>;
}

/** A request of a client. */
export interface RequestRecord {
  readonly at: number;
  /** When it ended; undefined while it is open. */
  end: number | undefined;
  ok: boolean;
}

/** What is written down while a fleet runs; instants in milliseconds. */
export interface Tally {
  readonly requests: RequestRecord[];
  /** When each call of the server was made. */
  readonly attempts: number[];
  readonly layers: LayerCounts[];
  delays: number;
  /** How many of them were the longest that their schedule ever gives. */
  longest: number;
}

/** Nothing yet. */
export const emptyTally = (layers: number): Tally => ({
  requests: [],
  attempts: [],
  layers: Array.from({ length: layers }, () => ({
    calls: 0,
    attempts: 0,
    retries: 0,
    successes: 0,
    failures: 0,
    reasons: {},
  })),
  delays: 0,
  longest: 0,
});

/** How many instants fall into each bin, up to the last bin that has any. */
export function histogramOf(instants: Iterable<number>, bin: number): number[] {
  const counts: number[] = [];
  for (const instant of instants) {
    const index = Math.floor(instant / bin);
    while (counts.length <= index) counts.push(0);
    counts[index]!++;
  }
  return counts;
}
