import { delays, parseSchedule, type Schedule, seededRandom } from "ostinato/schedule";
import { roundSteps } from "./ladder.ts";
import { companyOf } from "./company.ts";
import type { State } from "./state.ts";
import { spoken } from "./text.ts";

/** Clients that failed at the same instant, and when they come back. */
export interface Strip {
  readonly title: string;
  readonly note: string;
  /** Ticks as the path of an SVG: a row for each client, a tick for each return. */
  readonly ticks: string;
  /** The load below them, as bars: a path too. */
  readonly bars: string;
  /** The most clients that come back within one bar. */
  readonly busiest: number;
}

/** Both strips under one axis of time. */
export interface CrowdView {
  readonly strips: readonly [alike: Strip, apart: Strip];
  /** Where the axis ends, in milliseconds. */
  readonly span: number;
  /** The instants that are written under it. */
  readonly axis: readonly number[];
  /** What to know about the comparison. */
  readonly note: string;
  readonly summary: string;
}

const CLIENTS = 60;
export const WIDTH = 1_000;
export const ROWS_HEIGHT = 180;
export const BARS_HEIGHT = 60;
const RETRIES = 5;
const BARS = 100;
const TICK = 3;

/** Sixty clients whose call failed at the same instant: when they come back without jitter, and when with it. */
export function crowdView({ shown, policy }: Pick<State, "shown" | "policy">): CrowdView {
  const { alike, apart, hasJitter } = companyOf(parseSchedule(shown));
  const retries = Math.min(policy.attempts - 1, RETRIES);
  const returns = [alike, apart].map((own) => returnsOf(own, retries, policy.totalTimeout)) as [number[][], number[][]];
  const axis = roundSteps(Math.max(...returns.flat(2), 1));
  const span = axis.at(-1)!;
  const [marching, scattered] = returns.map((each) => barsOf(each, span)) as [number[], number[]];
  const strip = (title: string, each: number[][], counts: number[]): Strip => {
    const busiest = Math.max(...counts);
    const note =
      retries === 0 ? "there is no retry" : `up to ${busiest} of ${CLIENTS} within the same ${spoken(span / BARS)}`;
    return { title, note, ticks: ticksOf(each, span), bars: barPath(counts), busiest };
  };
  const [without, within] = hasJitter
    ? ["Without jitter", "With the jitter of this schedule"]
    : ["This schedule, without jitter", "The same with full jitter"];
  const strips = [strip(without, returns[0], marching), strip(within, returns[1], scattered)] as const;
  return {
    strips,
    span,
    axis,
    note: hasJitter ? "The average delay is the same in both." : "Full jitter halves the average delay.",
    summary:
      `${CLIENTS} clients fail at the same instant. Within the same ${spoken(span / BARS)}, ` +
      `up to ${strips[0].busiest} come back without jitter, and up to ${strips[1].busiest} with it.`,
  };
}

/** The instants at which each client comes back, as far as the deadline lets it. */
function returnsOf(own: Schedule, retries: number, deadline: number): number[][] {
  const drawn = delays(own, new Float64Array(CLIENTS * retries), {
    retries: Math.max(retries, 1),
    random: seededRandom(7),
  });
  return Array.from({ length: CLIENTS }, (_, client) => {
    let at = 0;
    const instants = [...drawn.subarray(client * retries, (client + 1) * retries)].map((delay) => (at += delay));
    return instants.filter((instant) => instant < deadline);
  });
}

function barsOf(returns: readonly (readonly number[])[], span: number): number[] {
  const counts = Array.from({ length: BARS }, () => 0);
  for (const instant of returns.flat()) counts[Math.min(Math.floor((instant / span) * BARS), BARS - 1)]! += 1;
  return counts;
}

function ticksOf(returns: readonly (readonly number[])[], span: number): string {
  const height = ROWS_HEIGHT / CLIENTS;
  const tick = (instant: number, client: number): string =>
    `M${((instant / span) * WIDTH).toFixed(1)} ${(client * height).toFixed(1)}h${TICK}v${(height * 0.8).toFixed(1)}h-${TICK}z`;
  return returns.flatMap((instants, client) => instants.map((instant) => tick(instant, client))).join("");
}

function barPath(counts: readonly number[]): string {
  const width = WIDTH / BARS;
  const bar = (count: number, index: number): string => {
    const height = ((count / CLIENTS) * BARS_HEIGHT).toFixed(1);
    return count === 0 ? "" : `M${index * width} ${BARS_HEIGHT}v-${height}h${width - 1}v${height}z`;
  };
  return counts.map(bar).join("");
}
