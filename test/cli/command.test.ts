import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/cli/explain.ts";
import { fleet } from "../../src/cli/fleet.ts";
import { lint } from "../../src/cli/lint.ts";
import { preview } from "../../src/cli/preview.ts";
import { run } from "../../src/cli/run.ts";
import { stage } from "./stage.ts";

const COMMANDS = Object.entries({ run, preview, explain, lint, fleet });

describe("the command", () => {
  it.each([
    [["--help"], "ostinato COMMAND"],
    [["-h"], "ostinato COMMAND"],
    [["help"], "ostinato COMMAND"],
    [["run", "--help"], "ostinato run"],
    [["run", "--attempts", "5", "-h"], "ostinato run"],
    [["help", "run"], "ostinato run"],
    [["preview", "fixed 1s", "--help"], "ostinato preview"],
  ])("answers %j with help", async (args, usage) => {
    const { begin, out, err } = stage();
    expect(await begin(...args)).toBe(0);
    expect(out()).toContain(`\nUsage: ${usage} `);
    expect(err()).toBe("");
  });

  it("answers --version with the version", async () => {
    const { begin, out, err } = stage();
    expect(await begin("--version")).toBe(0);
    expect([out(), err()]).toEqual(["1.2.3\n", ""]);
  });

  it.each([
    [[], "ostinato: a command is missing, one of run, preview, explain, lint, fleet"],
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
    ...["preview", "explain", "lint", "fleet"].map((name): [string[], string] => [
      [name],
      `ostinato ${name}: a policy is missing, such as "exponential 200ms, cap 30s, full jitter", or a file of JSON`,
    ]),
    [["run", "-attempts", "5", "--", "true"], 'ostinato run: unknown option -attempts; did you mean "--attempts"?'],
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

describe.each(COMMANDS)("ostinato %s", (name, { manual }) => {
  const options = Object.entries(Object.assign({}, ...Object.values(manual.options)) as object);

  it("names every option in the guide", () => {
    const guide = readFileSync("docs/command.md", "utf8");
    for (const [option] of options) expect(guide).toContain(`\`--${option}`);
  });

  it.each(options.map(([option]) => option))("knows what is meant by --%s with a letter too many", async (option) => {
    const { begin, err } = stage();
    expect(await begin(name, `--${option}x`)).toBe(2);
    expect(err()).toContain(`unknown option --${option}x; did you mean "--${option}"?`);
  });
});

describe("a complaint", () => {
  const complaint = async (terminal: { isTTY?: boolean; columns?: number }): Promise<string> => {
    const err: string[] = [];
    const { begin } = stage([], { stderr: { write: (text) => err.push(text), ...terminal } });
    await begin("explain", "--atempts", "5");
    return err.join("");
  };

  it("fits in the lines of a terminal", async () => {
    expect(await complaint({ isTTY: true, columns: 40 })).toBe(
      'ostinato explain: unknown option\n  --atempts; did you mean "--attempts"?\nTry: ostinato explain --help\n',
    );
  });

  it("is one line for a program", async () => {
    expect((await complaint({})).split("\n")).toHaveLength(3);
  });
});
