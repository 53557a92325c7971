import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { envelope, spreadOver } from "../../src/cli/envelope.ts";
import { elementsOf } from "../support/elements.ts";
import { answered } from "./policies.ts";
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
    expect(await shown([GENTLE, "--attempts", "5"])).toContain(`exponential 200ms x2, cap 30s, full jitter
5 attempts, every draw at its midpoint

retry   delay   min     max   total
    1   100ms     0   200ms   100ms
    2   200ms     0   400ms   300ms
    3   400ms     0   800ms   700ms
    4   800ms     0    1.6s    1.5s

delay: ░ min to max, ━ mean
`);
  });

  it("shows what the guide shows", async () => {
    const page = await shown([GENTLE, "--attempts", "5"], undefined, { COLUMNS: "60" });
    expect(readFileSync("docs/command.md", "utf8")).toContain(page);
  });

  it("looks at ten attempts unless told otherwise, and reads a schedule without quotes", async () => {
    const page = await shown(["fixed", "1s"]);
    expect(page).toContain("fixed 1s\n10 attempts,");
    expect(page).toMatch(/^ +9 +1s +1s +1s +9s$/m);
    expect(page).not.toMatch(/^ +10 /m);
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
    expect(
      lines.filter((line) => /^ *\d+ +\S/.test(line) && !line.includes("attempts") && !/[░━]/.test(line)),
    ).toHaveLength(1_023);
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
        { retry: 1, delay: 100, min: 0, mean: 100, max: 200, total: 100 },
        { retry: 2, delay: 200, min: 0, mean: 200, max: 400, total: 300 },
      ],
      approximate: false,
    });
  });

  it("is in colour on a terminal, unless NO_COLOR is set", async () => {
    expect(await shown(["fixed 1s"], 80)).toContain("\u001b[1mfixed 1s\u001b[22m\n");
    expect(await shown(["fixed 1s"], 80, { NO_COLOR: "1" })).toBe(await shown(["fixed 1s"]));
  });

  it("shows as many attempts as a policy has, and ten of one that never gives up", async () => {
    const answer = async (json: string): Promise<unknown> =>
      (JSON.parse((await answered(["preview", "-", "--json"], { "-": json })).out) as { attempts: number }).attempts;
    expect(await answer('{ "attempts": 4, "retryIf": "isBusy" }')).toBe(4);
    expect(await answer('{ "attempts": "Infinity" }')).toBe(10);
    expect(await answer("{}")).toBe(10);
  });

  it("says where the mean is estimated", async () => {
    expect(await shown(["decorrelated 1s to 10s"])).toContain("━ mean, estimated");
  });

  it("draws a picture", async () => {
    const files = new Map<string, string>();
    const world = stage([], { write: (path, text) => void files.set(path, text) });
    expect(await world.begin("preview", GENTLE, "--attempts", "4", "--seed", "1", "--svg", "p.svg")).toBe(0);
    const picture = files.get("p.svg")!;
    expect(elementsOf(picture)).toContain("desc");
    expect(picture).toContain(
      '<title id="title">exponential 200ms x2, cap 30s, full jitter: delay before each retry</title>',
    );
    expect(picture).toContain("Before retry 3 the delay is from 0 to 800ms, 400ms on average.</desc>");
    expect(picture).toContain("@media (prefers-color-scheme:dark)");
    expect(await world.begin("preview", "fixed 0ms", "--attempts", "1", "--svg", "none.svg")).toBe(0);
    expect(elementsOf(files.get("none.svg")!)).toContain("desc");
  });
});

describe("an envelope", () => {
  const wait = (min: number, mean: number, max: number) => ({ min, mean, max });

  it("shades from the shortest to the longest delay and strikes the mean", () => {
    expect(envelope([wait(0, 1, 2), wait(2, 3, 4), wait(4, 4, 4)], 4, 4)).toEqual([" ░━", " ━ ", "░  ", "━  "]);
    expect(envelope([wait(0, 0, 0)], 2, 0)).toEqual([" ", "━"]);
  });

  it("gives each retry the same width, and lets several share a column", () => {
    expect(spreadOver([wait(0, 1, 2), wait(0, 2, 4)], 9, 3)).toHaveLength(6);
    expect(spreadOver([wait(1, 1, 2), wait(0, 3, 4), wait(5, 5, 5)], 1, 3)).toEqual([wait(0, 3, 5)]);
  });
});
