import { mkdirSync, writeFileSync } from "node:fs";

/** A figure that was set as a goal. */
export interface Goal {
  readonly what: string;
  readonly atMost: number;
  readonly got: number;
  readonly unit: string;
}

/** What a bench has found: one row for each contender. */
export interface Finding {
  /** The bench's file. */
  readonly bench: string;
  readonly columns: readonly string[];
  readonly rows: Readonly<Record<string, readonly number[]>>;
  readonly goals: readonly Goal[];
}

/** Where findings are kept, by the major version of Node.js. */
export const RESULTS: URL = new URL("../../results/", import.meta.url);

/** Prints a finding and keeps it. */
export function found(finding: Finding): void {
  const { bench, columns, rows, goals } = finding;
  console.log(`\n${bench}, Node.js ${process.version}`);
  console.table(
    Object.fromEntries(
      Object.entries(rows).map(([name, figures]) => [
        name,
        Object.fromEntries(columns.map((column, index) => [column, rounded(figures[index]!)])),
      ]),
    ),
  );
  for (const { what, atMost, got, unit } of goals)
    console.log(`${got <= atMost ? "reached" : "MISSED "} ${what}: ${rounded(got)} ${unit}, at most ${atMost}`);
  const folder = new URL(`node-${process.versions.node.split(".")[0]}/`, RESULTS);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${bench}.json`, folder), `${JSON.stringify(finding, undefined, 2)}\n`);
}

/** Three significant digits. */
export const rounded = (figure: number): number => Number(figure.toPrecision(3));

/** Each figure, and how many times that of one contender it is. */
export function against(base: string, ...figures: readonly Record<string, number>[]): Record<string, number[]> {
  return Object.fromEntries(
    Object.keys(figures[0]!).map((name) => [name, figures.flatMap((each) => [each[name]!, each[name]! / each[base]!])]),
  );
}
