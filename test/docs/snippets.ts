/** A fenced block of TypeScript in a document or in a comment of the source. */
export interface Snippet {
  /** The document and the line of the fence, such as `README.md:12`. */
  readonly name: string;
  readonly line: number;
  readonly code: string;
  /** Marked `ts ignore`: shown to readers, not to be run. */
  readonly ignored: boolean;
}

/** All TypeScript blocks of a document; in a source file, those of its TSDoc comments. */
export function snippetsIn(path: string, text: string): readonly Snippet[] {
  const lines = path.endsWith(".ts") ? text.split("\n").map(commented) : text.split("\n");
  const found: Snippet[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const fence = /^( *)(`{3,})(\w*) *(.*)$/.exec(lines[at]!);
    if (fence === null) continue;
    const [, indent, ticks, language, mark] = fence;
    const end = lines.findIndex((line, index) => index > at && line.trim() === ticks);
    if (end === -1) throw new SyntaxError(`${path}:${at + 1}: the fence is never closed`);
    const code = lines.slice(at + 1, end).map((line) => line.replace(indent!, ""));
    if (language === "ts")
      found.push({ name: `${path}:${at + 1}`, line: at + 1, code: code.join("\n"), ignored: mark === "ignore" });
    at = end;
  }
  return found;
}

const commented = (line: string): string => /^\s*\* ?(.*)$/.exec(line)?.[1] ?? "";
