import { describe, expect, it } from "vitest";
import { needOf } from "./need.ts";

describe("a test needs Node", () => {
  it.each([
    ["imports a module of Node", "test/cli/explain.test.ts", /^test\/cli\/explain\.test\.ts imports node:/],
    ["imports what does, however far away", "test/cli/lint.test.ts", /^src\/cli\/.* imports node:/],
    ["imports a package for Node", "test/observe/tracing-stage.ts", /imports @opentelemetry/],
    ["uses the process", "test/engine/turns.test.ts", /uses process\./],
    ["loads modules anew", "test/laws/decide-resume.laws.test.ts", /uses vi\.resetModules$/],
  ])("when it %s", (_, path, need) => {
    expect(needOf(path)).toMatch(need);
  });

  it("but not when what it imports is swapped in a browser", () => {
    expect(needOf("test/support/host.ts")).toMatch("test/support/host.ts uses process.");
    expect(needOf("test/laws/engine-run.laws.test.ts")).toBeUndefined();
  });
});
