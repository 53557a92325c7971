import { meansOf } from "../core/mean.ts";
import type { PreviewRow } from "../core/preview.ts";
import type { Schedule } from "../core/schedule.ts";

/** What may be waited before a retry, and what is waited on average, in milliseconds. */
export interface Waits {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** The rows of a schedule with their means, and whether those were estimated. */
export function withMeans(
  schedule: Schedule,
  rows: readonly PreviewRow[],
): { readonly rows: readonly (PreviewRow & Waits)[]; readonly approximate: boolean } {
  const { delays, approximate } = meansOf(schedule, rows);
  const whole = rows.map(({ retry, delay, min, max, total }, index) => ({
    retry,
    delay,
    min,
    mean: delays[index]!,
    max,
    total,
  }));
  return { rows: whole, approximate };
}

/** Retries as so many columns: one has several where there is room, and several share one, which shows their extremes, where there is not. */
export function spreadOver(waits: readonly Waits[], width: number, widest: number): Waits[] {
  const each = Math.min(Math.floor(width / waits.length), widest);
  if (each >= 1) return waits.flatMap((wait) => Array.from({ length: each }, () => wait));
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * waits.length) / width);
    const shared = waits.slice(from, Math.ceil(((column + 1) * waits.length) / width));
    return {
      min: Math.min(...shared.map(({ min }) => min)),
      mean: shared.reduce((sum, { mean }) => sum + mean / shared.length, 0),
      max: Math.max(...shared.map(({ max }) => max)),
    };
  });
}

/** Columns as lines, the top line first: the range of each is shaded, and a stroke stands at its mean. */
export function envelope(columns: readonly Waits[], height: number, most: number): string[] {
  const level = (millis: number): number => (most === 0 ? 0 : (millis / most) * height);
  // What lies on the border of two cells belongs to the lower one.
  const cell = (millis: number): number => Math.max(0, Math.ceil(level(millis)) - 1);
  return Array.from({ length: height }, (_, line) => {
    const here = height - 1 - line;
    return columns
      .map(({ min, mean, max }) => {
        if (here === cell(mean)) return "━";
        return here >= Math.floor(level(min)) && here <= cell(max) && max > min ? "░" : " ";
      })
      .join("");
  });
}
