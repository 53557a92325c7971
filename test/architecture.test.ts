import { describe, expect, it } from "vitest";
import { graphFrom } from "./architecture/doors.ts";
import { HELD, RIGHT } from "./architecture/held.ts";
import { importsOf, sourcesUnder } from "./support/sources.ts";

const sources = sourcesUnder("src");

describe.each(HELD)("%s", (_law, rule, files, wrong) => {
  it("holds", () => {
    expect(rule(files)).toEqual([]);
  });

  for (const [path, text] of wrong) {
    it(`is broken by ${path}: ${firstLine(text)}`, () => {
      expect(rule([{ path, text }])).not.toEqual([]);
    });
  }
});

describe("what is right is left alone", () => {
  for (const [path, text, rule] of RIGHT) {
    it(`in ${path}: ${firstLine(text)}`, () => {
      expect(rule([{ path, text }])).toEqual([]);
    });
  }
});

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}

describe("the module graph", () => {
  it("is followed through every file, so that the schedules' entry is judged whole", () => {
    expect(graphFrom("src/core/index.ts", sources)).toContain("src/core/bounds.ts");
  });
});

describe("rxjs", () => {
  const inner = sources.flatMap(importsOf).filter(({ from }) => from.startsWith("rxjs/internal/"));
  const taken = inner.flatMap(({ from, names }) => names.map((name) => [name, from] as const));

  it.each(taken)("still has %s in %s, a part that spares loading the whole", async (name, from) => {
    const part: Record<string, unknown> = await import(from);
    expect(part[name]).toBeDefined();
  });

  it("gives its async scheduler from such a part, the one that its front door gives", async () => {
    const [whole, part] = await Promise.all([import("rxjs"), import("rxjs/internal/scheduler/async")]);
    expect(part.asyncScheduler).toBe(whole.asyncScheduler);
  });
});
