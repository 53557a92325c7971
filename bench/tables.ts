import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Finding, RESULTS, rounded } from "./finding.ts";

/** What was found, by the major version of Node.js. */
function findings(): ReadonlyMap<string, ReadonlyMap<string, Finding>> {
  const folders = existsSync(RESULTS) ? readdirSync(RESULTS).toSorted() : [];
  return new Map(
    folders.map((folder) => [
      folder.replace("node-", "Node "),
      new Map(
        readdirSync(new URL(`${folder}/`, RESULTS)).map((file) => {
          const finding = JSON.parse(readFileSync(new URL(`${folder}/${file}`, RESULTS), "utf8")) as Finding;
          return [finding.bench, finding] as const;
        }),
      ),
    ]),
  );
}

const figure = (value: number | null | undefined): string =>
  typeof value === "number" && Number.isFinite(value) ? String(rounded(value)) : "";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

/** One bench on every version of Node.js. */
function compared(bench: string, only?: readonly number[]): string {
  const found = [...findings()].flatMap(([node, all]) => (all.has(bench) ? [[node, all.get(bench)!] as const] : []));
  if (found.length === 0) return "Not measured yet.";
  const names = Object.keys(found[0]?.[1].rows ?? {});
  const picked = (finding: Finding): readonly number[] => only ?? finding.columns.map((_, index) => index);
  const head = found.flatMap(([node, finding]) =>
    picked(finding).map((index) => `${finding.columns[index]!.trim()}, ${node}`),
  );
  return table(
    ["", ...head],
    names.map((name) => [
      name,
      ...found.flatMap(([, finding]) => picked(finding).map((index) => figure(finding.rows[name]?.[index]))),
    ]),
  );
}

/** Every goal, with what came of it. */
function goals(): string {
  const all = [...findings()];
  const [, first] = all[0] ?? [];
  const rows = [...(first?.values() ?? [])].flatMap((finding) =>
    finding.goals.map((goal, index) => [
      `${finding.bench}: ${goal.what}`,
      `${goal.atMost} ${goal.unit}`.trim(),
      ...all.map(([, benches]) => {
        const got = benches.get(finding.bench)?.goals[index]?.got;
        return got === undefined ? "" : `${figure(got)}${got <= goal.atMost ? "" : " (missed)"}`;
      }),
    ]),
  );
  return table(["goal", "at most", ...all.map(([node]) => node)], rows);
}

/** Min+gzip bytes, from the ledger. */
function sizes(): string {
  const ledger = JSON.parse(readFileSync(new URL("../sizes.json", RESULTS), "utf8")) as Record<string, number>;
  return table(
    ["", "bytes"],
    Object.entries(ledger).map(([name, bytes]) => [`\`${name}\``, String(bytes)]),
  );
}

/** Writes the tables of a page between their marks: `<!-- table NAME -->` and `<!-- end -->`. */
export function written(page: URL): void {
  const before = readFileSync(page, "utf8");
  const after = before.replace(
    /(<!-- table ([\w-]+)((?: \d+)*) -->\n)[^]*?(<!-- end -->)/g,
    (_, open: string, name: string, columns: string, close: string) => {
      const only = columns === "" ? undefined : columns.trim().split(" ").map(Number);
      const made = name === "goals" ? goals() : name === "sizes" ? sizes() : compared(name, only);
      return `${open}\n${made}\n\n${close}`;
    },
  );
  writeFileSync(page, after);
}
