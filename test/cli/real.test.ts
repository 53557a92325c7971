import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { built, type Running, started } from "./built.ts";

const QUICK = ["--schedule", "fixed 20ms"] as const;
let folder = "";
const run = (...args: string[]): Running => started(folder, "run", ...args);

beforeAll(async () => {
  folder = await built();
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe("the built command, with real children", { concurrent: true }, () => {
  it("retries a child that fails twice", async () => {
    const flaky = 'echo x >> count; [ "$(wc -l < count)" -gt 2 ]';
    const { code, err } = await run(...QUICK, "--attempts", "5", "--", "sh", "-c", flaky).ended;
    expect(code).toBe(0);
    expect(await readFile(`${folder}/count`, "utf8")).toBe("x\nx\nx\n");
    expect(err).toBe("ostinato: exit code 1; attempt 2 of 5 in 20ms\nostinato: exit code 1; attempt 3 of 5 in 20ms\n");
  });

  it.each([
    [["sh", "-c", "exit 7"], 7],
    [["sh", "-c", "kill -KILL $$"], 137],
    [["ostinato-no-such-command"], 127],
  ])("passes on how %j ended", async (command, code) => {
    expect(await run(...QUICK, "--attempts", "2", "--quiet", "--", ...command).ended).toMatchObject({ code, out: "" });
  });

  it("streams what the child writes, before it ends", async () => {
    const waiting =
      "echo first; echo aside >&2; for i in $(seq 500); do [ -e go ] && break; sleep 0.01; done; echo last";
    const { written, ended } = run("sh", "-c", waiting);
    await written("first");
    await written("aside");
    await writeFile(`${folder}/go`, "");
    expect(await ended).toEqual({ code: 0, out: "first\nlast\n", err: "aside\n" });
  });

  it("ends a child that hangs, and retries it", async () => {
    const { code, err } = await run(...QUICK, "--attempts", "2", "--timeout", "250ms", "--", "sleep", "20").ended;
    expect(code).toBe(124);
    expect(err).toMatch(
      /^ostinato: timed out after 250ms; attempt 2 of 2 in 20ms\nostinato: timed out after 250ms; gave up after 2 attempts in [\d.]+m?s\n$/,
    );
  });

  it("passes SIGINT on, and does not retry", async () => {
    const server = "trap 'echo heard; exit 9' INT; echo ready; for i in $(seq 500); do sleep 0.01; done";
    const { signal, written, ended } = run(...QUICK, "--attempts", "5", "--", "sh", "-c", server);
    await written("ready");
    signal("SIGINT");
    const { code, out, err } = await ended;
    expect([code, out]).toEqual([9, "ready\nheard\n"]);
    expect(err).toMatch(/^ostinato: stopped by SIGINT after 1 attempt in [\d.]+m?s\n$/);
  });

  it("announces no retry when Ctrl-C ends the child first", async () => {
    const { signal, written, ended } = run("--attempts", "5", "--", "sh", "-c", "echo pid $$ here; exec sleep 20");
    const child = Number(/pid (\d+) here/.exec(await written("here"))![1]);
    // Neither hears anything until it has both to hear.
    signal("SIGSTOP");
    process.kill(child, "SIGINT");
    signal("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 100));
    signal("SIGCONT");
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toMatch(/^ostinato: stopped by SIGINT after 1 attempt in [\d.]+m?s\n$/);
  });

  it("leaves a wait at once when it is told to end", async () => {
    const { signal, written, ended } = run("--schedule", "fixed 1h", "--", "false");
    await written("attempt 2 of 3 in 1h");
    signal("SIGTERM");
    expect(await ended).toMatchObject({ code: 143 });
  });

  it("does what the example for the shell says", async () => {
    const path = resolve("docs/examples/tasks/23-from-the-shell.sh");
    const promised = [...(await readFile(path, "utf8")).matchAll(/# => (.*)$/gm)].map(([, line]) => `${line}\n`);
    await writeFile(`${folder}/ostinato`, '#!/bin/sh\nexec node "$(dirname "$0")/dist/cli/main.js" "$@"\n', {
      mode: 0o755,
    });
    const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
    const { stdout } = await promisify(execFile)("sh", [path], { env });
    expect(stdout).toBe(promised.join(""));
  });

  it("waits for a policy that comes slowly through a pipe", async () => {
    const slowly = "(sleep 0.2; echo '{ \"attempts\": 4 }') | node dist/cli/main.js preview - --json";
    const { stdout } = await promisify(execFile)("sh", ["-c", slowly], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ attempts: 4 });
  });

  it("says its version and shows a schedule", async () => {
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
    expect(await started(folder, "--version").ended).toEqual({ code: 0, out: `${version}\n`, err: "" });
    const { code, out } = await started(folder, "preview", "fixed 1s", "--attempts", "2").ended;
    expect([code, out.split("\n")[4]]).toEqual([0, "    1      1s    1s    1s      1s"]);
  });
});
