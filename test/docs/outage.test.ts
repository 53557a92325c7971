import { expect, it } from "vitest";
import { outage } from "../../docs/examples/outage.ts";

it("the example of an outage ends with a budget, and does not end without one", () => {
  const lines: string[] = [];
  expect(outage((line) => void lines.push(line))).toBe(true);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^three retries: 3\.\d\d attempts per request, at most \d+ a second, never recovers$/);
  expect(lines[2]).toMatch(/^with a budget: 1\.0\d attempts per request, .*recovers after \d+ s$/);
});
