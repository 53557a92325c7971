import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { format } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as budgets from "../../src/policy/budget-presets.ts";
import { importsOf, resolved, sourcesUnder } from "../support/sources.ts";
import * as compat from "ostinato/compat";

const FOLDER = "docs/examples";
const TASKS = 28;

/** Where an example says what it prints: behind `// =>`, in the order in which it is printed. */
const promised = (text: string): string[] => [...text.matchAll(/(?:\/\/|#) => (.*)$/gm)].map(([, line]) => line!);

const filesIn = (folder: string): string[] => readdirSync(`${FOLDER}/${folder}`).toSorted();

const timers = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] as const;
const turn = setImmediate;

beforeEach(() => {
  vi.useFakeTimers({ toFake: [...timers] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What an example prints, in faked time so that nobody waits. */
async function printed(path: string): Promise<string[]> {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => void lines.push(format(...parts)));
  let over = false;
  const running = import(/* @vite-ignore */ resolve(path)).finally(() => (over = true));
  while (!over) {
    await new Promise((resolve) => turn(resolve));
    await vi.advanceTimersToNextTimerAsync();
  }
  await running;
  return lines;
}

const PATHS = ["tasks", "presets"].flatMap((folder) => filesIn(folder).map((file) => `${FOLDER}/${folder}/${file}`));

describe("the example", () => {
  it.each(PATHS.filter((path) => path.endsWith(".ts")))("%s prints what it says", async (path) => {
    const lines = promised(readFileSync(path, "utf8"));
    expect(lines).not.toEqual([]);
    expect(await printed(path)).toEqual(lines);
  });
});

describe("the list of examples", () => {
  it("has one for each task", () => {
    const numbers = filesIn("tasks").map((file) => Number(/^\d\d/.exec(file)?.[0]));
    expect(numbers).toEqual(Array.from({ length: TASKS }, (_, index) => index + 1));
  });

  it("has one for each preset: situations, budgets, named policies", () => {
    const presets = [
      ...Object.entries(compat).filter(([, value]) => typeof value === "object"),
      ["awsStandard"],
      ...Object.entries(budgets),
    ].map(([name]) => name);
    const files = presets.map((name) => `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`);
    expect(filesIn("presets")).toEqual(files.toSorted());
  });

  it("is complete, and says of each file what its first line says", () => {
    const list = readFileSync(`${FOLDER}/README.md`, "utf8");
    const all = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|sh)$/.test(path));
    for (const path of all) expect(list).toContain(`](${path})`);
    for (const path of PATHS) {
      const about = /^(?:\/\/|#) (.*)$/m.exec(readFileSync(path, "utf8").replace("#!/bin/sh\n", ""))![1]!;
      expect(list.replaceAll(/ +/g, " ")).toContain(`](${path.slice(FOLDER.length + 1)}) | ${about} |`);
    }
    for (const [, path] of list.matchAll(/\]\(([^)#:]+)\)/g))
      expect([path, existsSync(`${FOLDER}/${path}`)]).toEqual([path, true]);
  });
});

it("every other example is run by a test of its own, or is part of one that is", () => {
  const examples = sourcesUnder(FOLDER).filter(({ path }) => !PATHS.includes(path));
  const importers = [...sourcesUnder("test"), ...examples].filter(
    ({ path, text }) => path.startsWith(FOLDER) || text.includes(FOLDER),
  );
  const imported = new Set(importers.flatMap((file) => importsOf(file).map(({ from }) => resolved(file, from))));
  const started = ["demo", "demo-tasks", "rate-limited", "celery/play"].map((name) => `${FOLDER}/${name}.ts`);
  expect(examples.map(({ path }) => path).filter((path) => !imported.has(path) && !started.includes(path))).toEqual([]);
});
