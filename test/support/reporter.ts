import type { Reporter, TestModule } from "vitest/node";

/** How many tests ended which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A module that did not load and an error that nobody caught are failures too, though no test bears them. */
export function count(modules: readonly Pick<TestModule, "children" | "errors">[], unhandled: number): Counts {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const among = (state: string): number => states.filter((each) => each === state).length;
  const passed = among("passed");
  const skipped = among("skipped");
  const loose = modules.reduce((sum, module) => sum + module.errors().length, unhandled);
  return { passed, failed: states.length - passed - skipped + loose, skipped };
}

/** The line that ends every run of the tests. */
export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Prints the closing line when the process ends, after the coverage report and all else. */
export const closingReporter = (): Reporter => ({
  onTestRunEnd(modules, unhandled) {
    process.once("exit", () => console.log(closingLine(count(modules, unhandled.length))));
  },
});
