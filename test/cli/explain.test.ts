import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answered } from "./policies.ts";

const FLAGS = ["--attempts", "5", "--schedule", "exponential 200ms, cap 1s, full jitter", "--timeout", "2s"];
const PAGE = `exponential 200ms x2, cap 1s, full jitter
5 attempts, 2s for each

           delays   in all
   least        0        0
expected     1.2s     1.2s
   worst     2.4s    12.4s

attempt   min    mean     max   latest      binds
      1     0       0       0        0
      2     0   100ms   200ms     2.2s
      3     0   200ms   400ms     4.6s
      4     0   400ms   800ms     7.4s
      5     0   500ms      1s    10.4s   attempts
`;

describe("ostinato explain", () => {
  it("shows what a policy of options comes to, and what binds", async () => {
    expect(await answered(["explain", ...FLAGS])).toEqual({ code: 0, out: PAGE, err: "" });
  });

  it("shows what the guide shows", () => {
    expect(readFileSync("docs/command.md", "utf8")).toContain(PAGE);
  });

  it("reads a policy from a file or the standard input, and options take the place of what it says", async () => {
    const policy = JSON.stringify({ schedule: "fixed 1s", attempts: 3, retryIf: "isBusy", totalTimeout: "1m" });
    const fromFile = await answered(["explain", "p.json"], { "p.json": policy });
    expect(fromFile.out).toContain("fixed 1s\n3 attempts, 1m in all\n");
    expect(await answered(["explain", "-"], { "-": policy })).toEqual(fromFile);
    const asNotation = await answered(["explain", "fixed 1s", "--attempts", "3", "--total-timeout", "1m"]);
    expect(asNotation).toEqual(fromFile);
    expect(await answered(["explain", "fixed", "1s", "--attempts", "3", "--total-timeout", "1m"])).toEqual(fromFile);
    const changed = await answered(["explain", "p.json", "--attempts", "Infinity"], { "p.json": policy });
    expect(changed.out).toContain("fixed 1s\nunlimited attempts, 1m in all\n");
  });

  it("gives all figures as JSON, with text for what has no end", async () => {
    const { out } = await answered(["explain", "--schedule", "fixed 1s", "--attempts", "2", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      schedule: "fixed 1s",
      least: { delay: 1_000, total: 1_000 },
      worst: { delay: 1_000, total: "Infinity" },
      approximate: false,
    });
  });

  it("marks what is estimated", async () => {
    const late = ["--schedule", "exponential 1s, full jitter", "--attempts", "6", "--total-timeout", "10s"];
    const { out } = await answered(["explain", ...late]);
    expect(out).toContain("expected*");
    expect(out).toContain("* estimated: there is no closed form");
  });

  it.each([80, 40])("fits in %i columns", async (columns) => {
    const { out } = await answered(["explain", ...FLAGS], {}, { COLUMNS: String(columns) });
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it.each([
    [["gone.json"], "gone.json cannot be read: no such file"],
    [["-"], "the standard input cannot be read: no such file"],
    [["broken.json"], "broken.json holds no JSON: "],
    [["text.json"], "policy: expected an object"],
    [["odd.json"], 'did you mean "attempts"?'],
    [["fine.json", "fine.json"], "one policy at a time: fine.json is one too many"],
    [["fine.json", "fixed 1s"], "one policy at a time: the schedule is one too many"],
    [["fxed 1s"], 'got "fxed"; did you mean "fixed"?'],
    [["--schedule", "fxed 1s"], "fxed"],
    [["--timeout", "10"], "--timeout: expected a duration with its unit"],
  ])("refuses %j: %s", async (args, message) => {
    const files = { "fine.json": "{}", "broken.json": "{", "odd.json": '{ "atempts": 3 }', "text.json": '"fixed 1s"' };
    const { code, err } = await answered(["explain", ...args], files);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain("Try: ostinato explain --help");
  });
});
