import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HELP, PREVIEW_HELP, RUN_HELP } from "../../src/cli/help.ts";
import { fleet } from "../../src/cli/fleet.ts";
import { FLEET_HELP } from "../../src/cli/fleet-help.ts";
import { preview } from "../../src/cli/preview.ts";
import { run } from "../../src/cli/run.ts";
import { stage } from "./stage.ts";

describe("the command", () => {
  it.each([
    [["--help"], HELP],
    [["-h"], HELP],
    [["help"], HELP],
    [["run", "--help"], RUN_HELP],
    [["run", "--attempts", "5", "-h"], RUN_HELP],
    [["help", "run"], RUN_HELP],
    [["preview", "--help"], PREVIEW_HELP],
    [["preview", "fixed 1s", "--help"], PREVIEW_HELP],
    [["fleet", "--help"], FLEET_HELP],
    [["--version"], "1.2.3\n"],
  ])("answers %j with a text", async (args, text) => {
    const { begin, out, err } = stage();
    expect(await begin(...args)).toBe(0);
    expect([out(), err()]).toEqual([text, ""]);
  });

  it.each([
    [[], "ostinato: a command is missing, one of run, preview, fleet, explain, lint"],
    [["previw"], 'ostinato: unknown command "previw"; did you mean "preview"?'],
    [["frobnicate"], 'ostinato: unknown command "frobnicate"'],
    [["--versoin"], 'ostinato: unknown option --versoin; did you mean "--version"?'],
    [["--version=2"], "ostinato: --version takes no value"],
    [["--constructor"], "ostinato: unknown option --constructor"],
    [["run", "--atempts", "5", "--", "true"], 'ostinato run: unknown option --atempts; did you mean "--attempts"?'],
    [["run", "-x", "true"], "ostinato run: unknown option -x"],
    [["run", "--attempts"], "ostinato run: --attempts needs a value"],
    [["run", "--quiet=yes", "true"], "ostinato run: --quiet takes no value"],
    [["run", "--attempts", "5"], "ostinato run: the command to run is missing: it comes last, behind --"],
    [["run", "--attempts", "5", "--"], "ostinato run: the command to run is missing: it comes last, behind --"],
    [["run", "--attempts", "0", "true"], 'ostinato run: --attempts: expected a whole number ≥ 1, got "0"'],
    [["run", "--attempts", "5x", "true"], 'ostinato run: --attempts: expected a whole number ≥ 1, got "5x"'],
    [["run", "--seed", "dice", "true"], 'ostinato run: --seed: expected a whole number, got "dice"'],
    [["run", "--seed", "9007199254740993", "true"], "ostinato run: --seed: expected a whole number"],
    [["run", "--timeout", "10", "true"], "ostinato run: --timeout: expected a duration with its unit"],
    [["run", "--total-timeout", "soon", "true"], "ostinato run: --total-timeout: expected a duration with its unit"],
    [["run", "--retry-on", "1,0", "true"], "ostinato run: --retry-on: expected exit codes from 1 to 255"],
    [["run", "--retry-on", "256", "true"], "ostinato run: --retry-on: expected exit codes from 1 to 255"],
    [["run", "--retry-on", "", "true"], "ostinato run: --retry-on: expected exit codes from 1 to 255"],
    [["run", "--schedule", "fixd 1s", "true"], "ostinato run: schedule: expected a source"],
    [["preview"], 'ostinato preview: a schedule is missing, such as "exponential 200ms, cap 30s, full jitter"'],
    [["preview", "fixed 1s", "--attempts", "10001"], "ostinato preview: attempts: expected a whole number from 1 to"],
  ])("refuses %j", async (args, complaint) => {
    const { begin, out, err, events } = stage();
    expect(await begin(...args)).toBe(2);
    expect(err().startsWith(complaint)).toBe(true);
    expect(err().endsWith(" --help\n")).toBe(true);
    expect([out(), events]).toEqual(["", []]);
  });

  it("points at the word of a schedule that it cannot read", async () => {
    const { begin, err } = stage();
    await begin("run", "--schedule", "fixed 1s, cab 5s", "--", "true");
    expect(err()).toContain('got "cab"; did you mean "cap"?\n  fixed 1s, cab 5s\n            ^^^\n');
  });

  it("leaves a mistake of its own to be seen", async () => {
    const broken = stage([], {
      spawn: () => {
        throw new Error("out of order");
      },
    });
    await expect(broken.begin("run", "--attempts", "1", "true")).rejects.toThrow("out of order");
    await expect(broken.begin("run", "--retry-on", "1", "true")).rejects.toThrow("retryIf");
  });
});

describe("the help", () => {
  it.each([HELP, RUN_HELP, PREVIEW_HELP, FLEET_HELP])("fits in 80 columns and has an example", (help) => {
    expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(help).toMatch(/\nExample:\n {2}ostinato /);
  });

  it.each([run, preview, fleet])("names every option, and so does the guide", ({ help, options }) => {
    const guide = readFileSync("docs/command.md", "utf8");
    for (const option of Object.keys(options)) {
      expect(help).toContain(`  --${option} `);
      expect(guide).toContain(`\`--${option}`);
    }
  });
});
