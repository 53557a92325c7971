const WIDEST_GAP = 3;

/** A header and rows of cells as lines, every column aligned to the right, with gaps as wide as the line allows: 1 to 3 spaces. */
export function table(header: readonly string[], body: readonly (readonly string[])[], columns: number): string[] {
  const rows = [header, ...body];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const taken = widths.reduce((sum, width) => sum + width, 0);
  const gap = Math.min(Math.max(Math.floor((columns - taken) / (widths.length - 1)), 1), WIDEST_GAP);
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padStart(widths[column]!))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

/** Text in lines that fit, broken between words; the lines after the first are indented. */
export function wrapped(text: string, columns: number, indent = "  "): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined) lines.push(word);
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}
