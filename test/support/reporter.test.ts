import { describe, expect, it } from "vitest";
import { closingLine, count } from "./reporter.ts";

type Modules = Parameters<typeof count>[0];

const module = (states: readonly string[], errors: readonly string[] = []): unknown => ({
  children: { allTests: () => states.map((state) => ({ result: () => ({ state }) })) },
  errors: () => errors,
});

describe("closing line", () => {
  it("counts tests by how they ended", () => {
    const modules = [module(["passed", "passed", "failed"]), module(["passed", "skipped"])] as Modules;
    expect(closingLine(count(modules, 0))).toBe("3 passed, 1 failed, 1 skipped");
  });

  it("counts a module that did not load as failed", () => {
    expect(closingLine(count([module([], ["no such file"])] as Modules, 0))).toBe("0 passed, 1 failed, 0 skipped");
  });

  it("counts an error that nobody caught as failed", () => {
    expect(closingLine(count([module(["passed"])] as Modules, 2))).toBe("1 passed, 2 failed, 0 skipped");
  });

  it("counts a test that never ended as failed", () => {
    expect(closingLine(count([module(["pending"])] as Modules, 0))).toBe("0 passed, 1 failed, 0 skipped");
  });
});
