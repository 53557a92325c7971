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
