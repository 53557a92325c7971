import type { FleetReport } from "ostinato/testing";
import { AFTERMATH, type FleetAsk, OUTAGE_FROM, TITLES, type Variant, VARIANTS } from "./fleet-ask.ts";
import type { FleetNews } from "./fleet-run.ts";
import { spoken } from "./text.ts";

/** A point of the load while a variant runs: seconds, and calls per second. */
export type Point = readonly [at: number, rate: number];

/** What is known of one variant. */
export interface Known {
  readonly share: number;
  readonly points: readonly Point[];
  readonly attempts: number;
  readonly report?: FleetReport;
  readonly failed?: string;
}

/** What is known of a run, variant by variant. */
export type FleetState = Readonly<Record<Variant, Known>>;

const NOTHING: Known = { share: 0, points: [], attempts: 0 };
export const NOTHING_YET = Object.fromEntries(VARIANTS.map((variant) => [variant, NOTHING])) as FleetState;

/** What is known after the next news. */
export function heard(state: FleetState, news: FleetNews): FleetState {
  const known = state[news.variant];
  return { ...state, [news.variant]: learned(known, news) };
}

function learned(known: Known, news: FleetNews): Known {
  switch (news.kind) {
    case "progress": {
      const { share, at, attempts } = news;
      const since = (known.points.at(-1)?.[0] ?? 0) * 1_000;
      const rate = at > since ? ((attempts - known.attempts) / (at - since)) * 1_000 : 0;
      // Within one instant there is no rate.
      return at > since
        ? { ...known, share, attempts, points: [...known.points, [at / 1_000, rate]] }
        : { ...known, share };
    }
    case "report":
      return { ...known, share: 1, report: news.report };
    case "failed":
      return { ...known, share: 1, failed: news.message };
  }
}

export const isOver = (state: FleetState): boolean => VARIANTS.every((variant) => state[variant].share === 1);

export const progressOf = (state: FleetState): number =>
  VARIANTS.reduce((sum, variant) => sum + state[variant].share, 0) / VARIANTS.length;

/** The load of one variant: calls per second, and what was asked for, by seconds. */
export interface Curve {
  readonly seconds: readonly number[];
  readonly attempts: readonly number[];
  /** As long as the run goes on nobody knows. */
  readonly requests: readonly number[] | undefined;
}

export function curveOf({ report, points }: Known): Curve {
  if (report === undefined)
    return { seconds: points.map(([at]) => at), attempts: points.map(([, rate]) => rate), requests: undefined };
  const { bin, attempts, requests } = report.histogram;
  const length = Math.max(attempts.length, requests.length);
  const perSecond = (counts: readonly number[]): number[] =>
    Array.from({ length }, (_, index) => ((counts[index] ?? 0) * 1_000) / bin);
  return {
    seconds: Array.from({ length }, (_, index) => (index * bin) / 1_000),
    attempts: perSecond(attempts),
    requests: perSecond(requests),
  };
}

export const HEADINGS = [
  "variant",
  "calls per request",
  "busiest second",
  "recovery",
  "failed",
  "99 of 100 within",
] as const;

/** The figures of a variant, as they stand in the table. */
export function cellsOf(
  variant: Variant,
  { report, failed, share }: Known,
  scene: FleetAsk["scene"],
): readonly string[] {
  const title = TITLES[variant];
  if (failed !== undefined) return [title, failed, "", "", "", ""];
  if (report === undefined) return [title, share === 0 ? "" : `${Math.round(share * 100)} %`, "", "", "", ""];
  return [
    title,
    report.amplification.toFixed(2),
    `${Math.round(busiest(report))} calls`,
    recoveryIn(report, scene),
    share100(report.failures, report.requests),
    report.successes === 0 ? "none succeeded" : spoken(report.latency.p99),
  ];
}

/** The figures above the plot of a variant. */
export function captionOf({ report, failed, share }: Known, scene: FleetAsk["scene"]): string {
  if (failed !== undefined) return failed;
  if (report === undefined) return share === 0 ? "not run yet" : `${Math.round(share * 100)} % simulated`;
  return `${report.amplification.toFixed(2)} calls per request, ${recoveryIn(report, scene)}`;
}

/** What the run has shown, in two sentences. */
export function verdictOf(state: FleetState, { scene }: Pick<FleetAsk, "scene">): string {
  const reports = VARIANTS.map((variant) => state[variant].report);
  const [bare, jitter, budget, both] = reports;
  if (bare === undefined || jitter === undefined || budget === undefined || both === undefined)
    return "Not every variant came to an end, so there is nothing to compare.";
  const calls = ({ amplification }: FleetReport): string => amplification.toFixed(2);
  return (
    `Without jitter and budget, a request makes ${calls(bare)} calls; with jitter ${calls(jitter)}, ` +
    `with a budget ${calls(budget)}, with both ${calls(both)}. ` +
    `Without either, the fleet ${recoveryIn(bare, scene)}; with both, it ${recoveryIn(both, scene)}.`
  );
}

function recoveryIn({ recovery, histogram }: FleetReport, scene: FleetAsk["scene"]): string {
  if (scene === "crowd") {
    const last = histogram.successes.findLastIndex((count) => count > 0);
    return last === -1 ? "was never served" : `was served after ${spoken((last + 1) * histogram.bin)}`;
  }
  if (recovery === undefined) return "never recovered";
  return recovery === 0 ? "recovered at once" : `recovered ${spoken(recovery)} after the outage`;
}

/** In calls within a second, whatever the bins of the histogram. */
function busiest({ histogram: { bin, attempts } }: FleetReport): number {
  const size = Math.round(1_000 / bin);
  const seconds: number[] = [];
  for (const [index, count] of attempts.entries())
    seconds[Math.floor(index / size)] = (seconds[Math.floor(index / size)] ?? 0) + count;
  return Math.max(0, ...seconds);
}

const share100 = (part: number, whole: number): string => {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  return `${share > 0 && share < 10 ? share.toFixed(1) : Math.round(share)} %`;
};

/** What all plots of a run share, so that they can be compared: how far they go, and the outage, in seconds. */
export interface Frame {
  readonly seconds: number;
  /** Calls per second. */
  readonly most: number;
  readonly outage: readonly [from: number, to: number] | undefined;
}

export function frameOf(curves: readonly Curve[], { scene, fleet }: Pick<FleetAsk, "scene" | "fleet">): Frame {
  const most = curves.flatMap(({ attempts }) => attempts).reduce((high, rate) => Math.max(high, rate), fleet.load);
  const last = Math.max(...curves.map(({ seconds }) => seconds.at(-1) ?? 0), 5);
  if (scene === "crowd") return { seconds: last, most, outage: undefined };
  const end = OUTAGE_FROM + fleet.outage;
  return { seconds: Math.max(last, (end + AFTERMATH) / 1_000), most, outage: [OUTAGE_FROM / 1_000, end / 1_000] };
}
