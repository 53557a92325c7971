import { defineConfig } from "vitest/config";
import { closingReporter } from "../../test/support/reporter.ts";

// In a browser, against what `npm run playground:build` has made.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["e2e/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    reporters: ["default", closingReporter()],
  },
});
