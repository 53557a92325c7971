import { describe, expect, it } from "vitest";
import { exits, hangs, killed, stage, unstartable } from "./stage.ts";

const FIXED = ["--schedule", "fixed 1s"] as const;

describe("ostinato run", () => {
  it("runs a command that succeeds once, and is silent", async () => {
    const { play, events, out, err } = stage([exits(0)]);
    expect(await play("run", "--", "make", "--attempts", "test")).toBe(0);
    expect(events).toEqual(["0 make --attempts test"]);
    expect([out(), err()]).toEqual(["", ""]);
  });

  it("needs no -- before a command that is not an option", async () => {
    const { play, events } = stage([exits(0)]);
    expect(await play("run", "--attempts", "2", "make", "--help")).toBe(0);
    expect(events).toEqual(["0 make --help"]);
  });

  it("retries until the exit code is 0, and says why and how long it waits", async () => {
    const { play, events, err } = stage([exits(7, 100), killed("SIGSEGV"), exits(0)]);
    expect(await play("run", "--attempts", "5", "--schedule", "exponential 1s", "--", "flaky")).toBe(0);
    expect(events).toEqual(["0 flaky", "1100 flaky", "3100 flaky"]);
    expect(err()).toBe(
      "ostinato: exit code 7; attempt 2 of 5 in 1s\nostinato: killed by SIGSEGV; attempt 3 of 5 in 2s\n",
    );
  });

  it("answers with the last exit code, and says that it gave up", async () => {
    const { play, err } = stage([exits(1), exits(2), exits(3)]);
    expect(await play("run", ...FIXED, "flaky")).toBe(3);
    expect(err().split("\n").at(-2)).toBe("ostinato: exit code 3; gave up after 3 attempts in 2s");
  });

  it("answers with 128 + n after a death by signal n", async () => {
    expect(await stage([killed("SIGKILL")]).play("run", "--attempts", "1", "flaky")).toBe(137);
  });

  it("has no number to show where the attempts have no end", async () => {
    const { play, err } = stage([exits(1), exits(0)]);
    expect(await play("run", ...FIXED, "--attempts", "Infinity", "flaky")).toBe(0);
    expect(err()).toBe("ostinato: exit code 1; attempt 2 in 1s\n");
  });

  it("draws the same delays from the same seed", async () => {
    const run = async (seed: string): Promise<string[]> => {
      const { play, events } = stage([exits(1), exits(1), exits(0)]);
      await play("run", "--seed", seed, "flaky");
      return events;
    };
    expect(await run("7")).toEqual(await run("7"));
    expect(await run("7")).not.toEqual(await run("8"));
  });

  it("says nothing when it is to be quiet", async () => {
    const { play, err } = stage([exits(1), exits(1)]);
    expect(await play("run", ...FIXED, "--quiet", "--attempts", "2", "flaky")).toBe(1);
    expect(err()).toBe("");
  });

  it.each([
    ["1,75", [exits(75), exits(1), exits(3)], 3],
    ["1, 124", [hangs(), exits(2)], 2],
    ["137", [killed("SIGKILL"), exits(0)], 0],
  ])("retries nothing but what --retry-on %s names", async (codes, parts, last) => {
    const { play, events } = stage(parts);
    const answer = await play("run", ...FIXED, "--attempts", "5", "--timeout", "5s", "--retry-on", codes, "flaky");
    expect(answer).toBe(last);
    expect(events.filter((event) => event.endsWith("flaky"))).toHaveLength(parts.length);
  });

  it("says that --retry-on was the reason to give up", async () => {
    const { play, err } = stage([exits(3)]);
    await play("run", "--retry-on", "1", "flaky");
    expect(err()).toBe("ostinato: exit code 3; gave up after 1 attempt in 0: not in --retry-on\n");
  });

  it.each([
    ["ENOENT", 127, "ostinato: nosuch: command not found\n"],
    ["EACCES", 126, "ostinato: nosuch: cannot be run (EACCES)\n"],
  ])("does not retry what cannot be started (%s), and is never quiet about it", async (code, answer, line) => {
    const { play, err, events } = stage([unstartable(code)]);
    expect(await play("run", "--quiet", "nosuch")).toBe(answer);
    expect(err()).toBe(line);
    expect(events).toHaveLength(1);
  });

  it("colours its lines for a terminal, and for nobody else", async () => {
    const lines = async (isTTY: boolean, env: Record<string, string>): Promise<string> => {
      const written: string[] = [];
      const stderr = { write: (text: string) => written.push(text), isTTY };
      await stage([exits(1), exits(1)], { stderr, env }).play("run", ...FIXED, "--attempts", "2", "flaky");
      return written.join("");
    };
    expect(await lines(true, {})).toBe(
      "\u001b[33mostinato: exit code 1; attempt 2 of 2 in 1s\u001b[39m\n" +
        "\u001b[31mostinato: exit code 1; gave up after 2 attempts in 1s\u001b[39m\n",
    );
    const plain =
      "ostinato: exit code 1; attempt 2 of 2 in 1s\nostinato: exit code 1; gave up after 2 attempts in 1s\n";
    expect(await lines(false, {})).toBe(plain);
    expect(await lines(true, { NO_COLOR: "1" })).toBe(plain);
    expect(await lines(true, { TERM: "dumb" })).toBe(plain);
    expect(await lines(true, { NO_COLOR: "" })).not.toBe(plain);
  });
});
