import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

const COMPILER = resolve("node_modules/@typescript/native/bin/tsc");
/** What a module can import by its path, and what the compiler goes by. */
const COPIED = ["package.json", "tsconfig.json", "src", "test", "docs/examples"];
const NOT_COPIED = ["node_modules", "generated"];

/** What the compiler says about modules that need not exist on disk, by path; each complaint begins with its line. */
export function complaintsAbout(modules: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "ostinato-"));
  try {
    for (const path of COPIED) {
      cpSync(path, join(folder, path), { recursive: true, filter: (from) => !NOT_COPIED.includes(basename(from)) });
    }
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
    for (const [path, text] of modules) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const asked = { extends: "./tsconfig.json", files: [...modules.keys()], include: [] };
    writeFileSync(join(folder, "asked.json"), JSON.stringify(asked));
    return complaintsIn(compiled(folder, "asked.json"), [...modules.keys()]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the compiler prints. It is the native one: the other takes eight times as long. */
function compiled(folder: string, project: string): string {
  const { status, stdout, stderr } = spawnSync("node", [COMPILER, "-p", project, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status === null || /^error /m.test(stdout)) throw new Error(`the compiler did not run: ${stdout}${stderr}`);
  return stdout;
}

/** `path(line,column): error TS0000: text`, and what belongs to it on lines that are indented. */
const COMPLAINT = /^(.+)\((\d+),\d+\): error TS\d+: (.*(?:\n .*)*)$/gm;

function complaintsIn(printed: string, paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>(paths.map((path) => [path, []]));
  for (const [, path, line, text] of printed.matchAll(COMPLAINT)) {
    found.get(path!)?.push(`${line}: ${text!.replaceAll(/\n +/g, " ")}`);
  }
  return found;
}
