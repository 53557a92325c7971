import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stage } from "./stage.ts";

const GENTLE = "exponential 200ms, cap 30s, full jitter";

async function shown(args: readonly string[], columns?: number, env: Record<string, string> = {}): Promise<string> {
  const written: string[] = [];
  const stdout = { write: (text: string) => written.push(text), isTTY: columns !== undefined, columns };
  expect(await stage([], { stdout, env }).begin("preview", ...args)).toBe(0);
  return written.join("");
}

describe("ostinato preview", () => {
  it("shows a row for each retry", async () => {
    expect(await shown([GENTLE, "--attempts", "5"])).toBe(`exponential 200ms x2, cap 30s, full jitter
5 attempts, every draw at its midpoint

retry   delay   min     max   total
    1   100ms     0   200ms   100ms
    2   200ms     0   400ms   300ms
    3   400ms     0   800ms   700ms
    4   800ms     0    1.6s    1.5s
`);
  });

  it("shows what the guide shows", async () => {
    expect(readFileSync("docs/command.md", "utf8")).toContain(await shown([GENTLE, "--attempts", "5"]));
  });

  it("looks at ten attempts unless told otherwise, and reads a schedule without quotes", async () => {
    const page = await shown(["fixed", "1s"]);
    expect(page).toContain("fixed 1s\n10 attempts,");
    expect(page.trimEnd().split("\n")).toHaveLength(4 + 9);
  });

  it("draws from a seed, the same every time", async () => {
    const page = await shown([GENTLE, "--seed", "7"]);
    expect(page).toContain("draws of seed 7");
    expect(page).toBe(await shown([GENTLE, "--seed", "7"]));
    expect(page).not.toBe(await shown([GENTLE, "--seed", "8"]));
  });

  it.each([80, 40])("fits in %i columns, however long the delays", async (columns) => {
    const lines = (
      await shown(["exponential 13s, spread 0.2", "--attempts", "1024"], columns, { NO_COLOR: "1" })
    ).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(lines.filter((line) => /^ *\d+ +\S/.test(line) && !line.includes("attempts"))).toHaveLength(1_023);
  });

  it("breaks a long name between its words", async () => {
    expect(await shown([GENTLE, "--attempts", "2"], undefined, { COLUMNS: "40" })).toContain(
      "exponential 200ms x2, cap 30s, full\n  jitter\n2 attempts",
    );
  });

  it("has nothing to show of a single attempt", async () => {
    expect(await shown(["fixed 1s", "--attempts", "1"])).toBe("fixed 1s\n1 attempt: nothing to retry\n");
  });

  it("gives the rows as JSON", async () => {
    expect(JSON.parse(await shown([GENTLE, "--attempts", "3", "--json"]))).toEqual({
      schedule: "exponential 200ms x2, cap 30s, full jitter",
      attempts: 3,
      rows: [
        { retry: 1, delay: 100, min: 0, max: 200, total: 100 },
        { retry: 2, delay: 200, min: 0, max: 400, total: 300 },
      ],
    });
  });

  it("is in colour on a terminal, unless NO_COLOR is set", async () => {
    expect(await shown(["fixed 1s"], 80)).toContain("\u001b[1mfixed 1s\u001b[22m\n");
    expect(await shown(["fixed 1s"], 80, { NO_COLOR: "1" })).toBe(await shown(["fixed 1s"]));
  });
});
