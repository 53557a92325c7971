import type uPlot from "uplot";
import type { Curve, Frame } from "../fleet-view.ts";
import { axis, type Drawing } from "./plot.ts";

/** The load of one variant over the seconds. */
export function loadDrawing({ seconds, attempts, requests }: Curve, frame: Frame): Drawing {
  return {
    data: [[...seconds], [...attempts], requests === undefined ? seconds.map(() => null) : [...requests]],
    options: (palette) => ({
      legend: { show: false },
      padding: [10, 12, 0, 0],
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, frame.seconds] },
        y: { range: () => [0, frame.most * 1.08] },
      },
      axes: [
        axis(palette, { size: 28, values: (_: uPlot, values: number[]) => values.map((value) => `${value} s`) }),
        axis(palette, { size: 48 }),
      ],
      series: [
        {},
        { stroke: palette.accent, width: 1.5, fill: palette.band, points: { show: false } },
        { stroke: palette.muted, width: 1.5, dash: [5, 4], points: { show: false } },
      ],
      hooks: {
        drawClear: [
          (plot: uPlot): void => {
            if (frame.outage === undefined) return;
            const [from, to] = frame.outage.map((at) => plot.valToPos(at, "x", true)) as [number, number];
            plot.ctx.fillStyle = palette.shade;
            plot.ctx.fillRect(from, plot.bbox.top, to - from, plot.bbox.height);
          },
        ],
      },
    }),
  };
}
