/** Eighths of a cell, from nothing to the whole. */
const EIGHTHS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Values as so many columns, each of which shows the highest of its share: no peak is lost. */
export function columnsFor(values: readonly number[], width: number): number[] {
  const columns = Math.max(1, Math.min(width, values.length));
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.ceil(((column + 1) * values.length) / columns);
    return Math.max(0, ...values.slice(from, to));
  });
}

/** Columns as lines of blocks, the top line first; what is more than nothing is at least an eighth. */
export function bars(columns: readonly number[], height: number, most: number): string[] {
  const eighths = columns.map((value) => Math.max(Math.sign(value), Math.round((value / most) * height * 8)));
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * 8;
    return eighths.map((filled) => EIGHTHS[Math.min(Math.max(filled - below, 0), 8)]).join("");
  });
}
