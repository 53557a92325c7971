import { describe, expect, it } from "vitest";
import { stage } from "./stage.ts";

const GENTLE = "exponential 200ms, cap 5s, full jitter";
const FILES = { "policies/mail.json": '{ "schedule": "exponential 1s", "attempts": 25, "retryIf": "isBusy" }' };

/** What each screen shows: its name, which is its file, and the command line. */
const SCREENS: readonly (readonly [string, readonly string[]])[] = [
  ["help", ["--help"]],
  ...["run", "preview", "explain", "lint", "fleet"].map((name): [string, string[]] => [
    `${name}-help`,
    [name, "--help"],
  ]),
  ["preview", ["preview", GENTLE]],
  ["preview-seed", ["preview", "fibonacci 100ms, floor 1s, spread 0.3", "--seed", "7", "--attempts", "12"]],
  ["preview-many", ["preview", "longest (decorrelated 100ms to 10s) (linear 20ms)", "--attempts", "45"]],
  ["preview-fixed", ["preview", "fixed 1s", "--attempts", "2"]],
  ["explain", ["explain", GENTLE, "--attempts", "7", "--timeout", "2s", "--total-timeout", "15s"]],
  ["lint", ["lint", "policies/mail.json", "fixed 1s", "--total-timeout", "3500ms"]],
  ["fleet", ["fleet", GENTLE, "--capacity", "20", "--outage", "3s", "--duration", "40s"]],
  ["unknown-option", ["preview", GENTLE, "--atempts", "5"]],
  ["unknown-word", ["preview", "exponential 200ms, cab 5s"]],
  ["no-policy", ["explain"]],
];

async function screen(args: readonly string[], columns: number): Promise<string> {
  const written: string[] = [];
  const output = { write: (text: string) => written.push(text.replace(/\r.*\r/, "")), isTTY: true, columns };
  const read = async (path: string): Promise<string> => FILES[path as keyof typeof FILES];
  await stage([], { stdout: output, stderr: output, env: { NO_COLOR: "1" }, read }).begin(...args);
  return written.join("");
}

/** The words of a text, however they are broken into lines. */
const words = (text: string): string => text.replaceAll(/ \\\n/g, "\n").split(/\s+/).join(" ");

describe.each(SCREENS)("the screen %s", (name, args) => {
  it.each([80, 40])("at %i columns is the one on file, and fits", async (columns) => {
    const text = await screen(args, columns);
    await expect(text).toMatchFileSnapshot(`screens/${name}.${columns}.txt`);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(text).not.toMatch(/[ \t]$/m);
  });
});

describe.each(SCREENS.filter(([name]) => /help|lint|option|policy/.test(name)))(
  "the words of the screen %s",
  (_name, args) => {
    it("are the same at 40 columns, none of them broken", async () => {
      expect(words(await screen(args, 40))).toBe(words(await screen(args, 80)));
    });
  },
);
