import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import config from "../../vite.build.config.ts";

const files = new Map<string, Rolldown.OutputChunk>();

beforeAll(async () => {
  const [made] = (await build({
    ...config,
    configFile: false,
    build: { ...config.build, write: false },
  })) as Rolldown.RolldownOutput[];
  for (const part of made!.output) if (part.type === "chunk") files.set(`./dist/${part.fileName}`, part);
});

/** The package as it is installed, in a folder of its own beside the packages that it needs. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), "ostinato-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const [path, { code }] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  return folder;
}

/** All that an entry loads: files of the package, and what it has from others. */
function loadedBy(path: string): { readonly own: ReadonlySet<string>; readonly others: ReadonlySet<string> } {
  const [own, others] = [new Set([path]), new Set<string>()];
  for (const each of own) {
    for (const name of files.get(each)!.imports) {
      if (files.has(`./dist/${name}`)) own.add(`./dist/${name}`);
      else others.add(name);
    }
  }
  return { own, others };
}

describe("the files of the package", () => {
  it.each(Object.values(manifest.exports).filter((target) => typeof target === "object"))(
    "hold $default, which gives something",
    ({ default: path }) => {
      expect(files.get(path)?.exports.length).toBeGreaterThan(0);
    },
  );

  it("rule 13a are one package, be it required or imported", async () => {
    const folder = installed();
    try {
      // The runner of the tests has an import of its own; a file that is required has the platform's.
      writeFileSync(join(folder, "importing.cjs"), "module.exports = (entry) => import(entry);");
      const load = createRequire(join(folder, "package.json"));
      const importing = load("./importing.cjs") as (entry: string) => Promise<Readonly<Record<string, unknown>>>;
      for (const [entry, target] of Object.entries(manifest.exports)) {
        if (typeof target !== "object") continue;
        const name = `ostinato${entry.slice(1)}`;
        const required = load(name) as Readonly<Record<string, unknown>>;
        const imported = Object.entries(await importing(name));
        expect(imported).not.toEqual([]);
        for (const [key, value] of imported) expect(required[key], `${name}: ${key}`).toBe(value);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(Object.entries(manifest.exports).filter(([, target]) => typeof target === "object"))(
    "rule 13a have types beside %s, made from a source that is there",
    (_, target) => {
      const { types, default: path } = target as { readonly types: string; readonly default: string };
      expect(types).toBe(path.replace(/\.js$/, ".d.ts"));
      expect(existsSync(types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "src/$1.ts"))).toBe(true);
    },
  );

  it("hold the command, which says what runs it", () => {
    expect(files.get(`./${manifest.bin.ostinato}`)!.code).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it("are few where the front door is opened, with the timers alone of RxJS", () => {
    const { own, others } = loadedBy("./dist/index.js");
    expect([...own].length).toBeLessThanOrEqual(4);
    expect([...others].filter((name) => !name.startsWith("rxjs/internal/"))).toEqual([]);
  });

  it("are two where schedules are asked for, and nothing of others", () => {
    const { own, others } = loadedBy("./dist/core/index.js");
    expect([...own]).toEqual(["./dist/core/index.js", "./dist/chunks/core.js"]);
    expect([...others]).toEqual([]);
  });

  it.each([
    ["core", "InvalidOptionError = class extends TypeError {"],
    ["policy", "TimeoutError = class extends Error {"],
    ["engine", "function retry(operation, options, env) {"],
  ])("keep the names that an error and its stack show: %s has %s", (chunk, line) => {
    expect(files.get(`./dist/chunks/${chunk}.js`)!.code.includes(line)).toBe(true);
  });
});
