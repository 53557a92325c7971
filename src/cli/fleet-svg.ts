import type { FleetReport } from "../testing/fleet-report.ts";
import type { FleetQuestion } from "./fleet-options.ts";
import { human } from "./human.ts";

const WIDTH = 800;
const HEIGHT = 320;
const LEFT = 56;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 36;

/** Attempts per second as a picture, with what was asked for, what the server can take, and the outage. */
export function fleetSvg({ policy, capacity, outage }: FleetQuestion, { histogram, elapsed }: FleetReport): string {
  const { bin } = histogram;
  const most = 1.05 * Math.max(capacity, ...histogram.attempts.map((count) => (count * 1_000) / bin));
  const until = Math.max(elapsed, bin * histogram.attempts.length);
  const x = (instant: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * instant) / until;
  const y = (perSecond: number): number => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * perSecond) / most;
  const steps = (counts: readonly number[]): string =>
    counts
      .map((count, index) => {
        const height = fixed(y((count * 1_000) / bin));
        return `${index === 0 ? "M" : "L"}${fixed(x(index * bin))} ${height}H${fixed(x((index + 1) * bin))}`;
      })
      .join("");
  const floor = fixed(y(0));
  const area = `${steps(histogram.attempts)}V${floor}H${fixed(x(0))}Z`;
  const shade =
    outage === undefined
      ? []
      : [
          `<rect class="outage" x="${fixed(x(outage.from))}" y="${TOP}" width="${fixed(x(outage.to) - x(outage.from))}" height="${HEIGHT - TOP - BOTTOM}"/>`,
        ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(policy.schedule.name)}: attempts per second</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...shade,
    `<path class="attempts" d="${area}"/>`,
    `<path class="requests" d="${steps(histogram.requests)}"/>`,
    `<path class="capacity" d="M${LEFT} ${fixed(y(capacity))}H${WIDTH - RIGHT}"/>`,
    `<text x="${LEFT}" y="20" class="name">${escaped(policy.schedule.name)}</text>`,
    `<text x="${WIDTH - RIGHT}" y="20" text-anchor="end">attempts/s (filled), requests/s (line), capacity (dashed)</text>`,
    `<text x="${LEFT - 8}" y="${floor}" text-anchor="end">0</text>`,
    `<text x="${LEFT - 8}" y="${TOP + 8}" text-anchor="end">${Math.round(most)}</text>`,
    `<text x="${LEFT - 8}" y="${fixed(y(capacity) + 4)}" text-anchor="end">${Math.round(capacity)}</text>`,
    `<text x="${LEFT}" y="${HEIGHT - 12}">0</text>`,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 12}" text-anchor="end">${human(until)}</text>`,
    "</svg>",
    "",
  ].join("\n");
}

const STYLE =
  ".ground{fill:#fff}.outage{fill:#f5d9d5}.attempts{fill:#4878a8}.requests{fill:none;stroke:#111}" +
  ".capacity{fill:none;stroke:#a33;stroke-dasharray:6 4}text{fill:#333}.name{font-weight:bold}";

const fixed = (coordinate: number): string => String(Number(coordinate.toFixed(1)));

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
