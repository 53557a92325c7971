import { importsOf, resolved, type Source } from "../support/sources.ts";
import { perFile, roomOf, type Rule } from "./rule.ts";

const OPEN_DOORS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  policy: ["core"],
  http: ["core", "policy"],
  engine: ["core", "policy"],
  retry: ["core", "policy", "engine"],
  observe: ["core", "policy", "http", "engine"],
  compat: ["core", "policy", "http", "engine", "retry"],
  transport: ["core", "policy", "engine"],
  task: ["core", "policy", "engine", "retry", "transport"],
  testing: ["core", "policy", "http", "engine", "retry", "observe", "compat", "transport", "task"],
  cli: ["core", "policy", "http", "engine", "retry", "observe", "compat", "transport", "task", "testing"],
};

/** A room imports itself and the rooms below it; nobody imports the front door. */
export const doors: Rule = (files) =>
  perFile(files, (file) =>
    importsOf(file)
      .filter(({ from }) => from.startsWith("."))
      .map(({ from }) => resolved(file, from))
      .filter((to) => !mayEnter(file.path, to))
      .map((to) => `imports ${to}`),
  );

function mayEnter(path: string, to: string): boolean {
  const [here, there] = [roomOf(path), roomOf(to)];
  if (there === "") return false;
  return path === "src/index.ts" || here === there || (OPEN_DOORS[here] ?? []).includes(there);
}

const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  rxjs: ["src/engine/scheduler.ts", "src/retry/operator.ts", "src/testing/virtual-clock.ts"],
  "p-retry": ["src/compat/p-retry.ts"],
  "fast-check": ["src/testing/arbitraries.ts", "src/testing/arbitrary-figures.ts"],
};

const PURE = ["core", "policy", "http"];

/** A library is met in the files that are named for it; its types may be seen by every room that is not pure. */
export const libraries: Rule = (files) =>
  perFile(files, (file) =>
    importsOf(file)
      .filter(({ from }) => !from.startsWith("."))
      .filter(({ from, typeOnly }) => !mayMeet(file.path, from, typeOnly))
      .map(({ from, typeOnly }) => `imports ${typeOnly ? "types of " : ""}${from}`),
  );

function mayMeet(path: string, from: string, typeOnly: boolean): boolean {
  if (from.startsWith("node:")) return roomOf(path) === "cli";
  const homes = LIBRARIES[from.split("/")[0]!] ?? [];
  return homes.includes(path) || (typeOnly && homes.length > 0 && !PURE.includes(roomOf(path)));
}

/** All files and packages that an entry leads to, types included. */
export function graphFrom(entry: string, files: readonly Source[]): readonly string[] {
  const found = new Set([entry]);
  for (const path of found) {
    const known = files.filter((file) => file.path === path);
    for (const to of known.flatMap((file) => importsOf(file).map(({ from }) => resolved(file, from)))) found.add(to);
  }
  return [...found];
}

/** `ostinato/schedule` stands on `core` alone. */
export const scheduleStandsAlone: Rule = (files) =>
  graphFrom("src/core/index.ts", files)
    .filter((path) => roomOf(path) !== "core")
    .map((path) => `src/core/index.ts leads to ${path}`);
