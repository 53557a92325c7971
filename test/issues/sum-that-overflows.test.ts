import { expect, it } from "vitest";
import { explain, fixed } from "../../src/index.ts";

it("expects no less than the least of delays whose sum overflows", () => {
  const { least, expected, worst } = explain({ attempts: 3, schedule: fixed(Number.MAX_VALUE) });
  expect([least.total, expected.total, worst.total]).toEqual([Infinity, Infinity, Infinity]);
});
