import { expect, it } from "vitest";
import { progressBar } from "../../src/cli/progress-bar.ts";

it.each([
  [1, ""],
  [7, ""],
  [8, "\r█  50 %"],
])("a terminal of %d columns shows a bar only if there is room", (columns, shown) => {
  let text = "";
  const output = { isTTY: true, columns, write: (more: string) => void (text += more) };
  progressBar(output, {}).show(0.5);
  expect(text).toBe(shown);
});
