import { mock } from "node:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { failing, never, rejection, thisTurn } from "../retry/scene.ts";
import { countTimers } from "./counted-timers.ts";
import { sinonClock, TIMERS_ALONE, WITH_CLOCK } from "./fakes.ts";

const busy = new Error("busy");
const { setTimeout: genuine } = globalThis;
const real = (millis: number): Promise<void> => new Promise((resolve) => genuine(resolve, millis));

let restore = (): void => {};
afterEach(() => {
  restore();
  restore = () => {};
});

describe.each([...WITH_CLOCK, ...TIMERS_ALONE])("a run left asleep under $name", (fake) => {
  const leftAsleep = async (): Promise<() => number> => {
    const fakes = fake.install();
    ({ restore } = fakes);
    const operation = failing([busy]);
    void settle(operation, { schedule: fixed("1h"), attempts: 2 });
    await fakes.tick();
    fakes.restore();
    return () => operation.calls;
  };

  it("does not wedge the clock once the timers are real again, and sleeps on for ever", async () => {
    const calls = await leftAsleep();
    const start = performance.now();
    expect(await retry(failing([busy], "done"), { schedule: fixed(20) })).toBe("done");
    expect(performance.now() - start).toBeGreaterThanOrEqual(20);
    expect(calls()).toBe(1);
  });

  it("does not wedge it when timers are faked anew", async () => {
    const calls = await leftAsleep();
    const fakes = fake.install();
    ({ restore } = fakes);
    const run = settle(failing([busy], "done"), { schedule: fixed(20) });
    for (let tick = 0; tick <= 20; tick++) await fakes.tick();
    expect(await run).toMatchObject({ ok: true });
    expect(calls()).toBe(1);
  });
});

describe("a run asleep for real", () => {
  it("is not disturbed by fake timers that come and go: neither early, nor lost", async () => {
    const start = performance.now();
    const run = settle(failing([busy], "done"), { schedule: fixed(150) }).then(() => performance.now() - start);
    await real(10);
    const clock = sinonClock();
    restore = () => clock.uninstall();
    void settle(never, { totalTimeout: "1m" });
    await clock.tickAsync("01:00:00");
    restore();
    const took = await run;
    expect(took).toBeGreaterThanOrEqual(150);
    expect(took).toBeLessThan(10_000);
  });

  it("wakes while timers are faked", async () => {
    const operation = failing([busy], "done");
    const run = settle(operation, { schedule: fixed(30) });
    await real(5);
    const clock = sinonClock();
    restore = () => clock.uninstall();
    await real(100);
    expect(operation.calls).toBe(2);
    expect(await run).toMatchObject({ ok: true });
  });

  it("wakes after fake timers that came and went meanwhile, though nobody else goes to sleep", async () => {
    let woken = 0;
    for (const delay of [20, 60]) systemClock.schedule(delay, () => woken++);
    const last = new Promise<void>((resolve) => systemClock.schedule(500, resolve));
    const clock = sinonClock();
    restore = () => clock.uninstall();
    await real(150);
    restore();
    expect(woken).toBe(2);
    await last;
  });

  it("wakes without a word to what replaced the timers meanwhile", async () => {
    const { setInterval, clearInterval } = globalThis;
    const foreign: unknown[] = [];
    const woken = new Promise<void>((resolve) => systemClock.schedule(20, resolve));
    Object.assign(globalThis, { setInterval: () => ({}), clearInterval: (timer: unknown) => foreign.push(timer) });
    restore = () => Object.assign(globalThis, { setInterval, clearInterval });
    await woken;
    await real(5);
    expect(foreign).toEqual([]);
  });

  it("can be left while timers are faked", async () => {
    const left = new Error("left");
    const controller = new AbortController();
    const run = retry(failing([busy]), { schedule: fixed("1h") }, { signal: controller.signal });
    await real(5);
    const clock = sinonClock();
    restore = () => clock.uninstall();
    controller.abort(left);
    await expect(run).rejects.toBe(left);
  });
});

describe("an attempt under fake microtasks", () => {
  it("ends at once when the caller leaves, without any ticking", async () => {
    const left = new Error("left");
    const controller = new AbortController();
    const clock = sinonClock({ toFake: ["queueMicrotask", "setInterval", "clearInterval"] });
    restore = () => clock.uninstall();
    const run = rejection(retry(never, {}, { signal: controller.signal }));
    controller.abort(left);
    const end = await thisTurn(run);
    restore();
    expect(end).toBe(left);
  });
});

describe("the time of the clock", () => {
  it("never goes back, whoever replaces the timers and gives them back", async () => {
    const seen = [systemClock.now()];
    for (const fake of [...WITH_CLOCK, ...TIMERS_ALONE]) {
      const fakes = fake.install();
      ({ restore } = fakes);
      seen.push(systemClock.now());
      systemClock.schedule(3, () => seen.push(systemClock.now()));
      for (let tick = 0; tick < 5; tick++) await fakes.tick();
      seen.push(systemClock.now());
      fakes.restore();
      seen.push(systemClock.now());
    }
    expect(seen).toHaveLength(1 + 4 * (WITH_CLOCK.length + TIMERS_ALONE.length));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe("wrappers around the platform's timers, as instrumentation puts them", () => {
  it("serve as they are: right in time, and nothing stays armed", async () => {
    const timers = countTimers();
    ({ restore } = timers);
    const start = performance.now();
    const runs = [10, 30, 50].map(async (delay) => {
      const outcome = await settle(failing([busy], "done"), { schedule: fixed(delay) });
      return { ok: outcome.ok, late: performance.now() - start - delay };
    });
    for (const { ok, late } of await Promise.all(runs)) {
      expect(ok).toBe(true);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(10_000);
    }
    expect(timers.live()).toBe(0);
  });

  it("may go while someone sleeps by them", async () => {
    const timers = countTimers();
    ({ restore } = timers);
    const run = settle(failing([busy], "done"), { schedule: fixed(40) });
    await real(5);
    timers.restore();
    expect(await settle(failing([busy], "done"), { schedule: fixed(10) })).toMatchObject({ ok: true });
    expect(await run).toMatchObject({ ok: true });
    expect(timers.live()).toBe(0);
  });
});

describe("a fake timer that rings on when it was stopped while it rang", () => {
  it("wakes nobody twice and arms nothing", () => {
    const { setInterval, clearInterval } = globalThis;
    const rings: (() => void)[] = [];
    let now = 0;
    vi.stubGlobal("performance", { now: () => now });
    Object.assign(globalThis, { setInterval: (ring: () => void) => rings.push(ring), clearInterval: () => {} });
    restore = () => {
      Object.assign(globalThis, { setInterval, clearInterval });
      vi.unstubAllGlobals();
    };
    let woken = 0;
    systemClock.schedule(10, () => woken++);
    systemClock.schedule(20, () => woken++);
    now = 10;
    rings[0]!();
    rings[0]!();
    expect({ woken, armed: rings.length }).toEqual({ woken: 1, armed: 2 });
    now = 20;
    rings[0]!();
    expect(woken).toBe(1);
    rings[1]!();
    rings[0]!();
    expect({ woken, armed: rings.length }).toEqual({ woken: 2, armed: 2 });
  });
});

describe("timers that are faked twice over", () => {
  it("serve the inner fake, then the outer one again", async () => {
    const outer = sinonClock();
    restore = () => outer.uninstall();
    const woken: string[] = [];
    systemClock.schedule(100, () => woken.push("outer"));
    mock.timers.enable({ apis: ["setInterval"] });
    systemClock.schedule(10, () => woken.push("inner"));
    mock.timers.tick(10);
    mock.timers.reset();
    expect(woken).toEqual(["inner"]);
    outer.tick(100);
    expect(woken).toEqual(["inner", "outer"]);
  });
});
