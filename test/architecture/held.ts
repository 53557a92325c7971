import { type Source, sourcesUnder } from "../support/sources.ts";
import { doors, libraries, scheduleStandsAlone } from "./doors.ts";
import { noMemory, nothingAmbient } from "./purity.ts";
import type { Rule } from "./rule.ts";
import { exportsByName, indexesOnlyList, lawsHaveSeeds, shortFiles, tellingNames } from "./shape.ts";

const sources = sourcesUnder("src");
const tests = sourcesUnder("test");

/** A rule, the files that it reads, and texts that it must reject. */
export type Held = readonly [
  law: string,
  rule: Rule,
  files: readonly Source[],
  wrong: readonly (readonly [path: string, text: string])[],
];

/** What holds in this house. */
export const HELD: readonly Held[] = [
  [
    "a room imports itself and the rooms below it",
    doors,
    sources,
    [
      ["src/core/x.ts", 'import { decide } from "../policy/decide.ts";'],
      ["src/core/x.ts", 'import type { Failure } from "../policy/failure.ts";'],
      ["src/policy/x.ts", 'export { run } from "../engine/run.ts";'],
      ["src/engine/x.ts", 'const late = (): unknown => import("../retry/retry.ts");'],
      ["src/http/x.ts", 'type Late = import("../engine/clock.ts").Clock;'],
      ["src/transport/x.ts", 'import { retry } from "../retry/retry.ts";'],
      ["src/retry/x.ts", 'import { virtualClock } from "../testing/index.ts";'],
      ["src/testing/x.ts", 'import { main } from "../cli/main.ts";'],
      ["src/testing/x.ts", 'import { retry } from "../index.ts";'],
      ["src/cli/x.ts", 'import { fixed } from "../../test/naive.ts";'],
      ["src/attic/x.ts", 'import { fixed } from "../core/sources.ts";'],
    ],
  ],
  [
    "a library is met in the files that are named for it",
    libraries,
    sources,
    [
      ["src/engine/run.ts", 'import { timer } from "rxjs";'],
      ["src/engine/run.ts", 'import { type Observable } from "rxjs";'],
      ["src/engine/run.ts", 'import { asyncScheduler } from "rxjs/internal/scheduler/async";'],
      ["src/engine/scheduler.ts", 'import retry from "p-retry";'],
      ["src/core/x.ts", 'import type { SchedulerLike } from "rxjs";'],
      ["src/testing/laws.ts", 'import fc from "fast-check";'],
      ["src/engine/x.ts", 'import { EventEmitter } from "node:events";'],
      ["src/cli/x.ts", 'import chalk from "chalk";'],
    ],
  ],
  [
    "the schedules stand on core alone",
    scheduleStandsAlone,
    sources,
    [
      ["src/core/index.ts", 'export { timer } from "rxjs";'],
      ["src/core/index.ts", 'export type { Failure } from "../policy/failure.ts";'],
    ],
  ],
  [
    "core and policy know no ambient time or chance, and do not wait or print",
    nothingAmbient,
    sources,
    [
      ["src/core/x.ts", "const now = Date.now();"],
      ["src/core/x.ts", "const today = new Date();"],
      ["src/core/x.ts", "const now = performance.now();"],
      ["src/core/x.ts", "const u = Math.random();"],
      ["src/core/x.ts", "const { random } = Math;"],
      ["src/core/x.ts", 'const u = Math["random"]();'],
      ["src/core/x.ts", "const id = crypto.randomUUID();"],
      ["src/core/x.ts", "const later = { run: setTimeout };"],
      ["src/core/x.ts", "const later = { setTimeout };"],
      ["src/policy/x.ts", "setInterval(() => {}, 1);"],
      ["src/policy/x.ts", "setImmediate(() => {});"],
      ["src/policy/x.ts", "queueMicrotask(() => {});"],
      ["src/policy/x.ts", "globalThis.setTimeout(() => {}, 1);"],
      ["src/policy/x.ts", 'console.warn("waiting");'],
      ["src/policy/x.ts", "const { pid } = process;"],
      ["src/policy/x.ts", "const wait = async (): Promise<void> => {};"],
      ["src/policy/x.ts", "await hint;"],
      ["src/policy/x.ts", "for await (const hint of hints) keep(hint);"],
    ],
  ],
  [
    "no module remembers anything but the scheduler (rule 8e)",
    noMemory,
    sources,
    [
      ["src/engine/x.ts", "let runs = 0;"],
      ["src/engine/x.ts", "export let runs = 0;"],
      ["src/engine/x.ts", "var runs = 0;"],
      ["src/engine/x.ts", "const runs = new Map<string, number>();"],
      ["src/engine/x.ts", "const runs: Set<string> = new Set();"],
      ["src/engine/x.ts", "const runs = new WeakMap<object, number>();"],
      ["src/engine/x.ts", "const runs: string[] = [];"],
      ["src/engine/x.ts", "const runs = {};"],
      ["src/engine/x.ts", "class Runs { static count = 0; }"],
      ["src/engine/x.ts", "class Runs { static readonly all = new Set<string>(); }"],
    ],
  ],
  [
    "exports are named, one by one",
    exportsByName,
    sources,
    [
      ["src/index.ts", 'export * from "./core/index.ts";'],
      ["src/index.ts", 'export * as core from "./core/index.ts";'],
      ["src/core/x.ts", "export default 1;"],
      ["src/core/x.ts", "export default function fixed(): void {}"],
      ["src/core/x.ts", 'export { fixed as default } from "./sources.ts";'],
    ],
  ],
  [
    "an index lists, and the command's entry makes one call",
    indexesOnlyList,
    sources,
    [
      ["src/index.ts", "export const retries = 3;"],
      ["src/core/index.ts", "if (busy) wait();"],
      ["src/cli/main.ts", "const code = run(); exit(code);"],
      ["src/cli/main.ts", "if (busy) wait();"],
    ],
  ],
  [
    "a file's name says what it holds",
    tellingNames,
    sources,
    [
      ["src/engine/utils.ts", ""],
      ["src/engine/helper.ts", ""],
      ["src/common/clock.ts", ""],
      ["src/policy/types.ts", ""],
      ["src/core/core.ts", ""],
    ],
  ],
  [
    "files are short",
    shortFiles,
    sources,
    [
      ["src/engine/run.ts", "run();\n".repeat(171)],
      ["src/engine/run.ts", "run();\n".repeat(71)],
    ],
  ],
  [
    "every law has its seed",
    lawsHaveSeeds,
    tests,
    [["test/x.laws.test.ts", "fc.assert(fc.property(fc.nat(), (n) => n >= 0));"]],
  ],
];

/** What looks like a breach and is none. */
export const RIGHT: readonly (readonly [path: string, text: string, rule: Rule])[] = [
  ["src/engine/clock.ts", 'import type { SchedulerLike } from "rxjs";', libraries],
  ["src/engine/scheduler.ts", 'import { asyncScheduler } from "rxjs/internal/scheduler/async";', libraries],
  ["src/cli/x.ts", 'import { parseArgs } from "node:util";', libraries],
  ["src/core/x.ts", 'const text = "Date.now()"; // Math.random(), setTimeout', nothingAmbient],
  ["src/core/x.ts", "const most = Math.max(step.process, env.console);", nothingAmbient],
  ["src/engine/x.ts", "await setTimeout(() => {}, Date.now());", nothingAmbient],
  ["src/core/x.ts", 'const UNITS: ReadonlyMap<string, number> = new Map([["ms", 1]]);', noMemory],
  ["src/core/x.ts", "export function run(): void { let tries = 0; const seen = new Map(); }", noMemory],
  ["src/cli/main.ts", 'import { command } from "./command.ts"; process.exitCode = await command();', indexesOnlyList],
  ["src/core/sources.ts", "", tellingNames],
  ["src/core/sources.ts", "run();\n".repeat(70), shortFiles],
  ["test/x.laws.test.ts", "fc.assert(fc.property(fc.nat(), (n) => n >= 0), lawParameters());", lawsHaveSeeds],
];
