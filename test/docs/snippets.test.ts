import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sourcesUnder } from "../support/sources.ts";
import { complaintsAbout } from "./compile.ts";
import { moduleOf } from "./module.ts";
import { snippetsIn } from "./snippets.ts";
import * as standIns from "./stand-ins.ts";

const GENERATED = "test/docs/generated";

const paths = [
  ...readdirSync("."),
  ...readdirSync("docs", { recursive: true, encoding: "utf8" }).map((path) => `docs/${path}`),
];
const documents = paths
  .filter((path) => path.endsWith(".md") && !path.includes("node_modules"))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));
const snippets = [...documents, ...sourcesUnder("src")].flatMap(({ path, text }) => snippetsIn(path, text));

const PLANTED = `
\`\`\`ts
1 + 1; // => 3
\`\`\`

\`\`\`ts
const attempts: number = "three";
\`\`\`
`;

const ignored = snippets.filter((snippet) => snippet.ignored).map(({ name }) => name);
process.stdout.write(
  `${snippets.length} snippets, ${ignored.length} of them ignored${ignored.map((name) => ` ${name}`).join("")}\n`,
);

const modules = [...snippets, ...snippetsIn("planted.md", PLANTED)]
  .filter((snippet) => !snippet.ignored)
  .map((snippet) => ({ ...moduleOf(snippet, Object.keys(standIns)), name: snippet.name, file: fileOf(snippet.name) }));

function fileOf(name: string): string {
  return `${name.replaceAll("/", "-").replace(":", ".")}.ts`;
}

mkdirSync(GENERATED, { recursive: true });
for (const { file, code } of modules) writeFileSync(`${GENERATED}/${file}`, code);

let compiled: ReturnType<typeof complaintsAbout>;
beforeAll(() => {
  compiled = complaintsAbout(new Map(modules.map(({ file, code }) => [`${GENERATED}/${file}`, code])));
});

type Module = (typeof modules)[number];

const complaintsOf = ({ file, complaints }: Module): readonly string[] => [
  ...complaints,
  ...compiled.get(`${GENERATED}/${file}`)!,
];
const load = ({ file }: Module): Promise<unknown> => import(resolve(GENERATED, file));

const named = modules.map((module) => [module.name, module] as const);
const ours = named.filter(([name]) => !name.startsWith("planted.md"));

it.each(ours.filter(([, { holdsTests }]) => !holdsTests))("%s", async (_name, module) => {
  expect(complaintsOf(module)).toEqual([]);
  await load(module);
});

describe.each(ours.filter(([, { holdsTests }]) => holdsTests))("%s", async (_name, module) => {
  it("compiles", () => {
    expect(complaintsOf(module)).toEqual([]);
  });

  await load(module);
});

describe("a snippet that lies", () => {
  const planted = (name: string): Module => modules.find((module) => module.name === name)!;

  it("about a value is caught when it runs", async () => {
    expect(complaintsOf(planted("planted.md:2"))).toEqual([]);
    await expect(load(planted("planted.md:2"))).rejects.toThrow("expected 2 to deeply equal 3");
  });

  it("about a type is caught when it compiles, with its line", () => {
    expect(complaintsOf(planted("planted.md:6"))).toEqual(["7: Type 'string' is not assignable to type 'number'."]);
  });
});
