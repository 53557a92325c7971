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

/** What stands around the lines of a plot. */
export interface Frame {
  /** The figures at the left, for the top and the middle. */
  readonly most: string;
  readonly half: string;
  /** The line below, one character for each column. */
  readonly base: string;
  /** What is written below that line. */
  readonly under: string;
}

/** How many characters stand to the left of a plot with such figures. */
export const marginOf = ({ most, half }: Pick<Frame, "most" | "half">): number =>
  Math.max(most.length, half.length, 1) + 1;

/** Lines of a plot, the top line first, in their frame. */
export function framed(lines: readonly string[], frame: Frame, dim: (line: string) => string): string[] {
  const margin = marginOf(frame);
  const figures = new Map([
    [0, frame.most],
    [lines.length / 2, frame.half],
    [lines.length - 1, "0"],
  ]);
  const label = (line: number): string => (figures.get(line) ?? "").padStart(margin - 1);
  const indent = " ".repeat(margin);
  return [
    ...lines.map((line, index) => `${dim(label(index))} ${line.trimEnd()}`.trimEnd()),
    indent + dim(frame.base),
    indent + dim(frame.under),
  ];
}

/** Two labels at the ends of so many characters; where they are too many, with a space between. */
export const ends = (first: string, last: string, width: number): string =>
  first + last.padStart(Math.max(width - first.length, last.length + 1));
