import type { Outage } from "./outage.ts";
import { spreadOf } from "./percentiles.ts";
import type { RequestRecord } from "./tally.ts";

/** How long each look at the requests is, and how many good ones in a row count as back to normal. */
const WINDOW = 1_000;
const IN_A_ROW = 5;
/** Which share of the requests that are well in quiet times must be well again. */
const NEARLY_ALL = 0.9;

/**
 * How long after the last outage requests fare as they did before the first one, in milliseconds; undefined if they never
 * do, or there was no outage.
 *
 * A request fares well that succeeds within twice the time that 99 of 100 needed before. Back to normal is the first second
 * from which on, for five seconds with requests in a row, nine tenths as many fare well as before.
 */
export function recoveryOf(requests: readonly RequestRecord[], outages: readonly Outage[]): number | undefined {
  const [first, last] = [outages[0], outages.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const before = requests.filter(({ end }) => end !== undefined && end <= first.from);
  const quiet = before.filter(({ ok }) => ok).map(({ at, end }) => end! - at);
  const slowest = quiet.length === 0 ? Infinity : 2 * spreadOf(quiet).p99;
  const farewell = ({ at, end, ok }: RequestRecord): boolean => ok && end! - at <= slowest;
  const usual = before.length === 0 ? 1 : before.filter(farewell).length / before.length;

  const windows: { all: number; well: number }[] = [];
  for (const request of requests) {
    if (request.at < last.to) continue;
    const index = Math.floor((request.at - last.to) / WINDOW);
    while (windows.length <= index) windows.push({ all: 0, well: 0 });
    windows[index]!.all++;
    if (farewell(request)) windows[index]!.well++;
  }
  let since: number | undefined;
  let row = 0;
  for (const [index, { all, well }] of windows.entries()) {
    if (all === 0) continue;
    if (well < NEARLY_ALL * usual * all) [since, row] = [undefined, 0];
    else {
      since ??= index * WINDOW;
      if (++row === IN_A_ROW) return since;
    }
  }
  return undefined;
}
