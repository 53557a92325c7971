import { describe, expect, it } from "vitest";
import { answered } from "./policies.ts";

const FILES = {
  "rash.json": '{ "schedule": "exponential 1s", "attempts": 10 }',
  "sound.json":
    '{ "schedule": "exponential 1s, cap 30s, full jitter", "attempts": 5, "totalTimeout": "20s", "delayHint": "polite" }',
};

describe("ostinato lint", () => {
  it("says nothing of a sound policy", async () => {
    expect(await answered(["lint", "sound.json"], FILES)).toEqual({ code: 0, out: "", err: "" });
  });

  it("has a line for each finding, with its file, and fails", async () => {
    const { code, out } = await answered(["lint", "sound.json", "rash.json"], FILES);
    expect(code).toBe(1);
    expect(out.trimEnd().split("\n")).toEqual([
      "rash.json: no-jitter: Callers that fail together come back together: add a jitter.",
      "rash.json: no-cap: The delays grow without end: add a cap.",
      "rash.json: no-deadline: Nothing bounds how long a caller waits: set totalTimeout.",
    ]);
  });

  it("looks at a policy of options, or at the standard input", async () => {
    const { out } = await answered(["lint", "--schedule", "fixed 1s", "--total-timeout", "2500ms"]);
    expect(out).toMatch(/^no-jitter: /);
    expect(await answered(["lint", "fixed 1s", "--total-timeout", "2500ms"])).toMatchObject({ code: 1, out });
    const piped = await answered(["lint", "-"], { "-": FILES["rash.json"] });
    expect(piped.out).toMatch(/^\(standard input\): no-jitter: /);
  });

  it("leaves out what is allowed", async () => {
    const allowed = ["--allow", "no-jitter, no-cap,no-deadline"];
    expect(await answered(["lint", "rash.json", ...allowed], FILES)).toEqual({ code: 0, out: "", err: "" });
    const { code, err } = await answered(["lint", "rash.json", "--allow", "no-jiter"], FILES);
    expect(code).toBe(2);
    expect(err).toContain('did you mean "no-jitter"?');
  });

  it("gives the findings as JSON", async () => {
    const { code, out } = await answered(["lint", "rash.json", "--allow", "no-cap,no-deadline", "--json"], FILES);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      { path: "rash.json", findings: [{ code: "no-jitter", reason: expect.stringContaining("come back together") }] },
    ]);
  });

  it("breaks its lines between words", async () => {
    const { out } = await answered(["lint", "rash.json"], FILES, { COLUMNS: "40" });
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});
