import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { machine } from "../../src/cli/machine.ts";

const stream = (isTTY = false) => Object.assign(new EventEmitter(), { isTTY, write: () => true });

function process(terminal = false) {
  const fake = { env: {}, stdin: stream(), stdout: stream(), stderr: stream(terminal) };
  return Object.assign(new EventEmitter(), fake);
}

const world = (fake = process()) => machine(fake as unknown as NodeJS.Process);

describe("the machine", () => {
  it("knows the version of the package", () => {
    const about = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(world().version()).toBe(about.version);
  });

  it("has a terminal when one of the standard streams is one", () => {
    expect([world().terminal, world(process(true)).terminal]).toEqual([false, true]);
  });

  it("forgives a reader that leaves, and nothing else", () => {
    const fake = process();
    world(fake);
    expect(fake.stdout.emit("error", Object.assign(new Error("broken pipe"), { code: "EPIPE" }))).toBe(true);
    expect(() => fake.stderr.emit("error", new Error("no space left"))).toThrow("no space left");
  });

  it("hears the signals that ask to end, until it is told to stop", () => {
    const fake = process();
    const heard: string[] = [];
    const release = world(fake).onSignal((name) => void heard.push(name));
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR2"]) fake.emit(name, name);
    release();
    fake.emit("SIGINT", "SIGINT");
    expect(heard).toEqual(["SIGINT", "SIGTERM", "SIGHUP"]);
    expect(fake.eventNames()).toEqual([]);
  });

  it.each([
    ["sh", ["-c", "exit 3"], { kind: "exit", code: 3 }],
    ["sh", ["-c", "kill -KILL $$"], { kind: "signal", signal: "SIGKILL" }],
    ["ostinato-no-such-command", [], { kind: "unstartable", code: "ENOENT" }],
  ])("says how %s %j ended", async (command, args, end) => {
    expect(await world().spawn(command, args).ended).toEqual(end);
  });

  it("says so too where not even a process comes about", async () => {
    const child = world().spawn("", []);
    child.kill("SIGTERM");
    expect(await child.ended).toMatchObject({ kind: "unstartable" });
  });

  it("sends signals to a child", async () => {
    const child = world().spawn("sleep", ["10"]);
    child.kill("SIGTERM");
    expect(await child.ended).toEqual({ kind: "signal", signal: "SIGTERM" });
    child.kill("SIGKILL");
  });
});
