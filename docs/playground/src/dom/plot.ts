import uPlot from "uplot";

/** The colours of the page as they are now, light or dark. */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly band: string;
  readonly warm: string;
  readonly shade: string;
}

const NAMES: readonly (keyof Palette)[] = ["ink", "muted", "grid", "accent", "band", "warm", "shade"];

/** What a plot shows, once the colours are known. */
export interface Drawing {
  readonly data: uPlot.AlignedData;
  readonly options: (palette: Palette) => Omit<uPlot.Options, "width" | "height">;
}

/** A place on the page where a plot stands: drawn anew when it has another width, or the page other colours. */
export function plotIn(host: HTMLElement): (drawing: Drawing) => void {
  let [plot, latest, width]: [uPlot?, Drawing?, number?] = [];
  const draw = (): void => {
    width = host.clientWidth;
    if (latest === undefined || width === 0) return;
    plot?.destroy();
    const size = { width, height: host.clientHeight };
    plot = new uPlot({ ...size, ...latest.options(paletteNow()) }, latest.data, host);
  };
  new ResizeObserver(() => {
    if (host.clientWidth !== width) draw();
  }).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return (drawing) => {
    latest = drawing;
    draw();
  };
}

function paletteNow(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as unknown as Palette;
}

/** An axis in the colours of the page. */
export const axis = (palette: Palette, more: uPlot.Axis): uPlot.Axis => ({
  stroke: palette.muted,
  font: "12px system-ui, sans-serif",
  labelFont: "12px system-ui, sans-serif",
  grid: { stroke: palette.grid, width: 1 },
  ticks: { show: false },
  gap: 6,
  ...more,
});
