import { envelope, spreadOver } from "./envelope.ts";
import { counted, human } from "./human.ts";
import { ends, framed, marginOf } from "./plot.ts";
import type { Preview } from "./previewed.ts";
import { table, wrapped } from "./table.ts";
import { columnsOf, paint } from "./terminal.ts";
import type { World } from "./world.ts";

const HEIGHT = 8;
const WIDEST_COLUMN = 8;
const HEADER = ["retry", "delay", "min", "max", "total"];

/** A preview as lines of a terminal: a row for each retry, and the ranges as a plot. */
export function previewPage(preview: Preview, { stdout, env }: World): string[] {
  const { schedule, rows, seed } = preview;
  const columns = columnsOf(stdout, env);
  const dim = (line: string): string => paint("dim", line, stdout, env);
  const name = wrapped(schedule.name, columns).map((line) => paint("bold", line, stdout, env));
  if (rows.length === 0) return [...name, dim("1 attempt: nothing to retry")];
  const draws = seed === undefined ? "every draw at its midpoint" : `draws of seed ${seed}`;
  const caption = wrapped(`${counted(rows.length + 1, "attempt")}, ${draws}`, columns);
  const cells = rows.map(({ retry, delay, min, max, total }) => [
    String(retry),
    ...[delay, min, max, total].map((millis) => human(millis)),
  ]);
  const [header, ...body] = table(HEADER, cells, columns);
  return [...name, ...caption.map(dim), "", dim(header!), ...body, "", ...plotted(preview, columns, dim)];
}

function plotted({ rows, approximate }: Preview, columns: number, dim: (line: string) => string): string[] {
  const most = Math.max(...rows.map(({ max }) => max));
  const figures = { most: human(most), half: human(most / 2) };
  const waits = spreadOver(rows, columns - marginOf(figures), WIDEST_COLUMN);
  const under = rows.length === 1 ? "retry 1" : ends("retry 1", String(rows.length), waits.length);
  const frame = { ...figures, base: "─".repeat(waits.length), under };
  const title = `delay: ░ min to max, ━ ${approximate ? "mean, estimated" : "mean"}`;
  return [...wrapped(title, columns).map(dim), ...framed(envelope(waits, HEIGHT, most), frame, dim)];
}
