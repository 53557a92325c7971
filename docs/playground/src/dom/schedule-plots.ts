import type uPlot from "uplot";
import { STEPS } from "../ladder.ts";
import type { Row } from "../schedule-view.ts";
import { between, spoken } from "../text.ts";
import { axis, type Drawing, type Palette } from "./plot.ts";

/** What lies beyond no axis can show. */
const FURTHEST = 1e9;
const shown = (millis: number): number | null => (millis <= FURTHEST ? millis : null);
const column = (rows: readonly Row[], of: (row: Row) => number): (number | null)[] => rows.map((row) => shown(of(row)));

/** A place on the x axis where a limit begins to bind. */
type Mark = readonly [at: number | undefined, text: string];

const base = (
  palette: Palette,
  ends: readonly [number, number],
  readout: (index: number) => void,
  [at, text]: Mark,
) => ({
  legend: { show: false },
  padding: [24, 12, 0, 0] as uPlot.Padding,
  cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
  scales: {
    x: { time: false, range: (): [number, number] => [ends[0] - 0.3, ends[1] + 0.3] },
    y: { range: (_: uPlot, __: number, most: number): [number, number] => [0, most > 0 ? most * 1.08 : 1] },
  },
  axes: [
    axis(palette, { incrs: [1, 2, 5, 10], space: 28, size: 28 }),
    axis(palette, { size: 58, incrs: [...STEPS], values: (_: uPlot, values: number[]) => values.map(spoken) }),
  ],
  hooks: {
    draw: [
      (plot: uPlot): void => {
        if (at !== undefined) drawMark(plot, palette, at, text);
      },
    ],
    setCursor: [
      ({ cursor: { idx } }: uPlot): void => {
        readout(idx ?? -1);
      },
    ],
  },
});

function drawMark({ ctx, bbox, valToPos }: uPlot, palette: Palette, at: number, text: string): void {
  const x = Math.round(valToPos(at, "x", true));
  const isLate = x > bbox.left + bbox.width / 2;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = palette.warm;
  ctx.lineWidth = scale;
  ctx.setLineDash([2 * scale, 3 * scale]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top - 20 * scale);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `${12 * scale}px system-ui, sans-serif`;
  ctx.textAlign = isLate ? "right" : "left";
  ctx.textBaseline = "bottom";
  ctx.fillText(text, x + (isLate ? -5 : 5) * scale, bbox.top - 5 * scale);
  ctx.restore();
}

/** The envelope of the delays, retry by retry; `capped` is the first attempt whose delay the cap sets. */
export function delayDrawing(
  rows: readonly Row[],
  capped: number | undefined,
  readout: (text: string) => void,
): Drawing {
  const retries = rows.slice(1);
  const say = (index: number): void => {
    const row = retries[index];
    readout(row === undefined ? "" : `retry ${index + 1}: ${between(row.min, row.max)}, mean ${spoken(row.mean)}`);
  };
  return {
    data: [
      retries.map((_, index) => index + 1),
      column(retries, ({ max }) => max),
      column(retries, ({ min }) => min),
      column(retries, ({ mean }) => mean),
    ],
    options: (palette) => ({
      ...base(palette, [1, Math.max(retries.length, 1)], say, [capped && capped - 1, "the cap binds"]),
      series: [
        {},
        { stroke: palette.accent, width: 1, points: { show: false } },
        { stroke: palette.accent, width: 1, points: { show: false } },
        { stroke: palette.accent, width: 2.5, points: { show: true, size: 7, fill: palette.accent } },
      ],
      bands: [{ series: [1, 2], fill: palette.band }],
    }),
  };
}

/** When each attempt starts, and the deadline; `ended` is the first attempt at which it may end the run. */
export function timeDrawing(
  rows: readonly Row[],
  deadline: number,
  ended: number | undefined,
  readout: (text: string) => void,
): Drawing {
  const say = (index: number): void => {
    const row = rows[index];
    readout(row === undefined ? "" : `attempt ${row.attempt}: after ${between(row.earliest, row.slowest)}`);
  };
  return {
    data: [
      rows.map(({ attempt }) => attempt),
      column(rows, ({ slowest }) => slowest),
      column(rows, ({ earliest }) => earliest),
      column(rows, ({ usual }) => usual),
      column(rows, ({ latest }) => latest),
      rows.map(() => shown(deadline)),
    ],
    options: (palette) => ({
      ...base(palette, [1, Math.max(rows.length, 2)], say, [ended, "the deadline may bind"]),
      series: [
        {},
        { stroke: palette.accent, width: 1, points: { show: false } },
        { stroke: palette.accent, width: 1, points: { show: false } },
        { stroke: palette.accent, width: 2.5, points: { show: true, size: 7, fill: palette.accent } },
        { stroke: palette.muted, width: 1.5, dash: [6, 5], points: { show: false } },
        { stroke: palette.warm, width: 1.5, points: { show: false } },
      ],
      bands: [{ series: [1, 2], fill: palette.band }],
    }),
  };
}
