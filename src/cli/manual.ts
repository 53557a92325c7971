import { type Options, rowOf } from "./option.ts";
import { wrapped } from "./table.ts";

/** What a subcommand can say of itself. */
export interface Manual {
  /** In the list of all commands. */
  readonly brief: string;
  readonly summary: string;
  /** How it is called, each way. */
  readonly usage: readonly string[];
  /** Its options, in groups that bear a title. */
  readonly options: Readonly<Record<string, Options>>;
  readonly notes?: readonly string[];
  /** A line for the shell. */
  readonly example: string;
}

/** Two columns under a title. */
export interface List {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** Lines that are longer are hard to read. */
const WIDEST = 80;
/** Text in a narrower column is harder to read than text below its label. */
const NARROWEST = 25;

const HELP_ROW = ["-h, --help", "this text"] as const;

/** The options of a manual as lists of a page; the last ends with `--help`. */
export function listsOf({ options }: Manual): readonly List[] {
  const lists = Object.entries(options).map(([title, group]) => ({ title, rows: Object.entries(group).map(rowOf) }));
  return lists.map((list, index) => (index < lists.length - 1 ? list : { ...list, rows: [...list.rows, HELP_ROW] }));
}

/** A page of help, in lines that break between words. */
export function helpPage(
  { summary, usage, notes = [], example }: Pick<Manual, "summary" | "usage" | "notes" | "example">,
  lists: readonly List[],
  width: number,
): string {
  const columns = Math.min(width, WIDEST);
  const called = usage.flatMap((way, index) =>
    wrapped(`${index === 0 ? "Usage:" : "      "} ${way}`, columns, " ".repeat(9)),
  );
  const label = Math.max(...lists.flatMap(({ rows }) => rows.map(([name]) => name.length)));
  const paragraphs = [
    wrapped(summary, columns, ""),
    called,
    ...lists.map(({ title, rows }) => [`${title}:`, ...rows.flatMap((row) => listed(row, label, columns))]),
    ...notes.map((note) => wrapped(note, columns, "")),
    ["Example:", ...shellLines(example, columns)],
  ];
  return paragraphs.map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

/** Label and text side by side, or one below the other where there is no room. */
function listed([name, text]: readonly [string, string], label: number, columns: number): string[] {
  const indent = " ".repeat(label + 5);
  if (columns - indent.length < NARROWEST) {
    return [`  ${name}`, ...wrapped(text, columns - 6, "").map((line) => `      ${line}`)];
  }
  const [first = "", ...rest] = wrapped(text, columns - indent.length, "");
  return [`  ${name.padEnd(label)}   ${first}`, ...rest.map((line) => indent + line)];
}

/**
 * A line for the shell in several, which mean the same to it: a break inside quotes is a space, any other is escaped. An
 * option and its value stay together.
 */
function shellLines(line: string, columns: number): string[] {
  const lines: string[] = [];
  let quoted = false;
  for (const word of line.match(/--[\w-]+ (?![-"])\S+|\S+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(`  ${word}`);
    else if (last.length + word.length + " ".length + " \\".length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else {
      if (!quoted) lines[lines.length - 1] = `${last} \\`;
      lines.push(`    ${word}`);
    }
    if (word.split('"').length % 2 === 0) quoted = !quoted;
  }
  return lines;
}
