import { describe, expect, it } from "vitest";
import type { ChildEnd } from "../../src/cli/world.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { exits, hangs, killed, stage } from "./stage.ts";

const FIXED = ["--schedule", "fixed 1s"] as const;
const GONE = { kind: "signal", signal: "SIGTERM" } as const;
const SHOT = { kind: "signal", signal: "SIGKILL" } as const;

describe("--timeout", () => {
  it("ends a child that takes too long, and retries", async () => {
    const { play, events, err } = stage([hangs(), exits(0, 9_999)]);
    expect(await play("run", ...FIXED, "--timeout", "10s", "slow")).toBe(0);
    expect(events).toEqual(["0 slow", "10000 SIGTERM", "11000 slow"]);
    expect(err()).toBe("ostinato: timed out after 10s; attempt 2 of 3 in 1s\n");
  });

  it("answers with 124 when the last attempt timed out, whatever the child answers to SIGTERM", async () => {
    const { play } = stage([exits(1), hangs({ SIGTERM: { kind: "exit", code: 0 } })]);
    expect(await play("run", ...FIXED, "--attempts", "2", "--timeout", "10s", "slow")).toBe(124);
  });

  it("kills a child that does not heed SIGTERM, after a grace of 5 s", async () => {
    const { play, events } = stage([hangs({ SIGKILL: SHOT })]);
    expect(await play("run", "--attempts", "1", "--timeout", "10s", "stubborn")).toBe(124);
    expect(events).toEqual(["0 stubborn", "10000 SIGTERM", "15000 SIGKILL"]);
  });

  it("never has two children at once, and gives each its whole time", async () => {
    const { play, events, clock } = stage([hangs({ SIGTERM: { ...GONE, after: 3_000 } }), hangs()]);
    expect(await play("run", ...FIXED, "--attempts", "2", "--timeout", "2s", "slow")).toBe(124);
    expect(events).toEqual(["0 slow", "2000 SIGTERM", "6000 slow", "8000 SIGTERM"]);
    expect(clock.pending()).toEqual([]);
  });

  it("hears an end that came in time, though the event loop was late to tell", async () => {
    const clock = virtualClock();
    let tell = (): void => {};
    const ended = new Promise<ChildEnd>((resolve) => (tell = () => resolve({ kind: "exit", code: 0 })));
    const turn = (run: () => void): void => void (tell(), clock.schedule(0, run));
    const { begin } = stage([], {
      clock: { ...clock, turn },
      spawn: () => ({ ended, kill: () => expect.unreachable("the child has ended") }),
    });
    expect(await clock.runUntil(begin("run", "--timeout", "1s", "--attempts", "1", "quick"))).toBe(0);
    await clock.advance(0);
    expect(clock.pending()).toEqual([]);
  });
});

describe("--total-timeout", () => {
  it("ends the child at the deadline, and waits until it is gone", async () => {
    const { play, events, err, clock } = stage([exits(1, 500), hangs({ SIGTERM: { ...GONE, after: 200 } })]);
    expect(await play("run", ...FIXED, "--total-timeout", "5s", "slow")).toBe(124);
    expect(events).toEqual(["0 slow", "1500 slow", "5000 SIGTERM"]);
    expect(clock.now()).toBe(5_200);
    expect(err().split("\n").at(-2)).toBe(
      "ostinato: stopped after a total of 5s; gave up after 2 attempts in 5s: no time is left for another",
    );
  });

  it("kills at the deadline too, if need be", async () => {
    const { play, events } = stage([hangs({ SIGKILL: SHOT })]);
    expect(await play("run", "--total-timeout", "5s", "stubborn")).toBe(124);
    expect(events).toEqual(["0 stubborn", "5000 SIGTERM", "10000 SIGKILL"]);
  });

  it("answers with the exit code when there is no time for another attempt", async () => {
    const { play, err } = stage([exits(9, 800)]);
    expect(await play("run", ...FIXED, "--total-timeout", "1500ms", "slow")).toBe(9);
    expect(err()).toBe("ostinato: exit code 9; gave up after 1 attempt in 800ms: no time is left for another\n");
  });
});

describe("signals", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("passes %s on, and retries no more", async (name) => {
    const { begin, clock, signal, events, err } = stage([hangs({ [name]: { kind: "exit", code: 9, after: 50 } })]);
    const answer = begin("run", "--", "server");
    await clock.advance(100);
    expect(signal(name)).toBe(1);
    expect(await clock.runUntil(answer)).toBe(9);
    expect(events).toEqual(["0 server", `100 ${name}`]);
    expect(err()).toBe(`ostinato: stopped by ${name} after 1 attempt in 100ms\n`);
    expect(signal(name)).toBe(0);
  });

  it("answers with 0 when the child ends well at a signal", async () => {
    const { begin, clock, signal } = stage([hangs({ SIGTERM: { kind: "exit", code: 0 } })]);
    const answer = begin("run", "server");
    await clock.advance(100);
    signal("SIGTERM");
    expect(await clock.runUntil(answer)).toBe(0);
  });

  it("ends a wait at once, with 128 + n", async () => {
    const { begin, clock, signal, events } = stage([exits(1)]);
    const answer = begin("run", "--schedule", "fixed 1h", "flaky");
    await clock.advance("1m");
    signal("SIGINT");
    expect(await answer).toBe(130);
    expect([events, clock.pending()]).toEqual([["0 flaky"], []]);
  });

  it("waits for a child that takes its time, and passes on what else comes", async () => {
    const { begin, clock, signal, events } = stage([hangs({ SIGTERM: GONE })]);
    const answer = begin("run", "--quiet", "server");
    await clock.advance(100);
    signal("SIGINT");
    await clock.advance("1m");
    signal("SIGTERM");
    expect(await clock.runUntil(answer)).toBe(143);
    expect(events).toEqual(["0 server", "100 SIGINT", "60100 SIGTERM"]);
  });

  it("leaves the first Ctrl-C to the terminal, which tells the child itself", async () => {
    const { begin, clock, signal, events } = stage([hangs({ SIGINT: killed("SIGINT").end! })], { terminal: true });
    const answer = begin("run", "server");
    await clock.advance(100);
    signal("SIGINT");
    await clock.advance(100);
    expect(events).toEqual(["0 server"]);
    signal("SIGINT");
    expect(await clock.runUntil(answer)).toBe(130);
    expect(events).toEqual(["0 server", "200 SIGINT"]);
  });
});
