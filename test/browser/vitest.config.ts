import { playwright } from "@vitest/browser-playwright";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import root from "../../vitest.config.ts";
import { closingReporter } from "../support/reporter.ts";
import { sourcesUnder } from "../support/sources.ts";
import { LAUNCH } from "./launch.ts";
import { leftOut, namingReporter } from "./left-out.ts";
import { needOf } from "./need.ts";
import { swapped } from "./swapped.ts";

// Run in the root of the package, as `npm run test:browser` does.
const tests = sourcesUnder("test")
  .map(({ path }) => path)
  .filter((path) => path.endsWith(".test.ts"));
const needs = new Map(
  tests.flatMap((path) => {
    const need = needOf(path);
    return need === undefined ? [] : [[path, need] as const];
  }),
);

export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    maxWorkers: "100%",
    silent: "passed-only",
    reporters: ["default", namingReporter(needs), closingReporter()],
    projects: [
      {
        plugins: [...(root.plugins ?? []), leftOut(needs), swapped()],
        resolve: root.resolve ?? {},
        test: {
          name: "in Chromium",
          include: tests,
          isolate: false,
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            ui: false,
            screenshotFailures: false,
            provider: playwright({ launchOptions: LAUNCH }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        test: {
          name: "a page",
          include: ["test/browser/page/page.check.ts"],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
