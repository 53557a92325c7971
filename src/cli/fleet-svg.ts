import type { FleetReport } from "../testing/fleet-report.ts";
import type { FleetQuestion } from "./fleet-options.ts";
import { human } from "./human.ts";
import { picture, type Places } from "./picture.ts";

/** Figures whose shares of the height are closer than this would overlap. */
const CLOSE = 0.08;

/** Attempts per second as a picture, with what was asked for, what the server can take, and the outage. */
export function fleetSvg({ policy, capacity, outage }: FleetQuestion, report: FleetReport): string {
  const { histogram, elapsed } = report;
  const { bin } = histogram;
  const most = 1.05 * Math.max(capacity, ...histogram.attempts.map((count) => (count * 1_000) / bin));
  const until = Math.max(elapsed, bin * histogram.attempts.length);
  const steps = (counts: readonly number[], { x, y }: Places): string =>
    counts
      .map((count, index) => {
        const height = y((count * 1_000) / bin / most);
        return `${index === 0 ? "M" : "L"}${x((index * bin) / until)} ${height}H${x(((index + 1) * bin) / until)}`;
      })
      .join("");
  return picture({
    name: policy.schedule.name,
    about: "attempts per second",
    description: described(capacity, outage, report),
    key: `attempts/s (filled), requests/s (line), capacity (dashed)${outage === undefined ? "" : ", outage (shaded)"}`,
    heights: [
      // The capacity is always told, and the ends where they do not stand in its way.
      [capacity / most, String(Math.round(capacity))] as const,
      ...[0, 1]
        .filter((end) => Math.abs(capacity / most - end) > CLOSE)
        .map((end) => [end, String(Math.round(end * most))] as const),
    ],
    ends: ["0", human(until)],
    marks: (places) => [
      ...(outage === undefined ? [] : [shade(outage.from / until, outage.to / until, places)]),
      `<path class="area" d="${steps(histogram.attempts, places)}V${places.y(0)}H${places.x(0)}Z"/>`,
      `<path class="line" d="${steps(histogram.requests, places)}"/>`,
      `<path class="limit" d="M${places.x(0)} ${places.y(capacity / most)}H${places.x(1)}"/>`,
    ],
  });
}

const shade = (from: number, to: number, { x, y }: Places): string =>
  `<path class="shade" d="M${x(from)} ${y(0)}V${y(1)}H${x(to)}V${y(0)}Z"/>`;

function described(capacity: number, outage: FleetQuestion["outage"], report: FleetReport): string {
  const { requests, attempts, successes, peak, amplification, recovery } = report;
  const sentences = [
    `${requests} requests made ${attempts} attempts, and ${successes} of them succeeded.`,
    `The server can take ${Math.round(capacity)} calls per second; the busiest second had ${Math.round(peak)} attempts.`,
  ];
  if (outage === undefined) return sentences.join(" ");
  const end = recovery === undefined ? "never" : `${human(recovery)} later`;
  return [
    ...sentences,
    `It stalled from ${human(outage.from)} to ${human(outage.to)}, which cost ${amplification.toFixed(2)} attempts per request; requests fared as before ${end}.`,
  ].join(" ");
}
