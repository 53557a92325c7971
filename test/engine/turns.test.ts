import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing } from "../retry/scene.ts";
import { freshScheduler } from "./counted-timers.ts";

afterEach(() => vi.unstubAllGlobals());

const busy = new Error("busy");

describe("a turn of the event loop", () => {
  it("lets all that is ready run before what asked for it", async () => {
    const order: string[] = [];
    void Promise.resolve().then(() => order.push("promise"));
    process.nextTick(() => order.push("tick"));
    await new Promise<void>((resolve) => systemClock.turn!(resolve));
    expect(order.toSorted()).toEqual(["promise", "tick"]);
  });

  it("comes where the platform has no setImmediate, as in browsers", async () => {
    vi.stubGlobal("setImmediate", undefined);
    const { systemClock: browsers } = await freshScheduler();
    let over = false;
    void Promise.resolve().then(() => (over = true));
    await new Promise<void>((resolve) => browsers.turn!(resolve));
    expect(over).toBe(true);
    const outcome = await settle(failing([busy]), { attempts: 100, schedule: fixed(0) }, { clock: browsers });
    expect(outcome.attempts).toBe(100);
  });

  it("is a sleeper of no delay on a clock that has no turns of its own", async () => {
    const clock = virtualClock();
    const run = settle(failing([busy]), { attempts: 100, schedule: fixed(0) }, { clock });
    await clock.advance(0);
    expect(await run).toMatchObject({ attempts: 100, elapsed: 0 });
    expect(clock.now()).toBe(0);
  });
});
