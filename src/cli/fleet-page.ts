import type { FleetReport } from "../testing/fleet-report.ts";
import type { FleetQuestion } from "./fleet-options.ts";
import { counted, human } from "./human.ts";
import { bars, columnsFor, ends, framed, marginOf } from "./plot.ts";
import { wrapped } from "./table.ts";
import { columnsOf, paint } from "./terminal.ts";
import type { World } from "./world.ts";

const HEIGHT = 8;

/** A report as lines of a terminal: what was asked, attempts per second as a plot, and the figures. */
export function fleetPage(question: FleetQuestion, report: FleetReport, { stdout, env }: World): string[] {
  const columns = columnsOf(stdout, env);
  const dim = (line: string): string => paint("dim", line, stdout, env);
  const name = wrapped(question.policy.schedule.name, columns).map((line) => paint("bold", line, stdout, env));
  const caption = [clientsOf(question), serverOf(question)].flatMap((line) => wrapped(line, columns)).map(dim);
  return [
    ...name,
    ...caption,
    "",
    ...plotted(question, report, columns, dim),
    "",
    ...figures(question, report, columns),
  ];
}

function clientsOf({ options, policy, arrivals, budget, layers }: FleetQuestion): string {
  const { attempts, attemptTimeout, totalTimeout } = policy;
  const parts = [
    counted(options.clients, "client"),
    arrivals === undefined ? "who think in between" : `${rounded(arrivals)} requests/s`,
    `${attempts === Infinity ? "attempts without end" : counted(attempts, "attempt")} of up to ${human(attemptTimeout)}`,
  ];
  if (totalTimeout < Infinity) parts.push(`${human(totalTimeout)} in all`);
  if (layers > 1) parts.push(`${layers} layers`);
  return [...parts, budget === undefined ? "no budget" : `budget ${budget}`].join(", ");
}

const serverOf = ({ capacity, outage }: FleetQuestion): string =>
  `a server for ${rounded(capacity)} calls/s${outage === undefined ? "" : `, which stalls from ${human(outage.from)} to ${human(outage.to)}`}`;

function plotted(
  { outage }: FleetQuestion,
  { histogram, elapsed }: FleetReport,
  columns: number,
  dim: (line: string) => string,
): string[] {
  const perSecond = histogram.attempts.map((count) => (count * 1_000) / histogram.bin);
  const most = Math.max(1, ...perSecond);
  const labels = { most: rounded(most), half: rounded(most / 2) };
  const heights = columnsFor(perSecond, columns - marginOf(labels));
  const placeOf = (instant: number): number =>
    Math.round((instant / (perSecond.length * histogram.bin)) * heights.length);
  const base = heights.map((_, column) =>
    outage !== undefined &&
    column >= placeOf(outage.from) &&
    column < Math.max(placeOf(outage.from) + 1, placeOf(outage.to))
      ? "▒"
      : "─",
  );
  const frame = { ...labels, base: base.join(""), under: ends("0", human(elapsed), heights.length) };
  const title = outage === undefined ? "attempts/s" : "attempts/s; ▒ is the outage";
  return [dim(title), ...framed(bars(heights, HEIGHT, most), frame, dim)];
}

function figures({ outage }: FleetQuestion, report: FleetReport, columns: number): string[] {
  const { requests, attempts, successes, failures, reasons, latency, server } = report;
  const why = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`);
  const since = outage === undefined ? "over all" : "from the outage to 30s after it";
  const rows: (readonly [string, string, string])[] = [
    ["requests", String(requests), `${share(successes, requests)} succeeded`],
    ["failures", String(failures), why.join(", ")],
    ["attempts", String(attempts), `${share(server.wasted, attempts)} served for nobody`],
    ["amplification", report.amplification.toFixed(2), `attempts per request, ${since}`],
    [
      "recovery",
      report.recovery === undefined ? "never" : human(report.recovery) || "0",
      "until requests fare as before",
    ],
    ["peak", `${rounded(report.peak)}/s`, "attempts in the busiest second"],
    ["latency", human(latency.p50), `half; 99 of 100 within ${human(latency.p99)}`],
    ["at the cap", share(report.atCap, 1), "of delays: in step with others"],
  ];
  const shown = rows.filter(([label]) => label !== "recovery" || outage !== undefined);
  const widths = [0, 1].map((column) => Math.max(...shown.map((row) => row[column as 0 | 1].length)));
  return shown.map(([label, value, remark]) => {
    const line = `${label.padEnd(widths[0]!)}   ${value.padStart(widths[1]!)}`;
    const whole = `${line}   ${remark}`.trimEnd();
    return whole.length <= columns ? whole : line;
  });
}

const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;

/** Three figures are enough. */
const rounded = (figure: number): string => String(figure >= 100 ? Math.round(figure) : Number(figure.toPrecision(3)));
