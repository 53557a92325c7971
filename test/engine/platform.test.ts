import { afterEach, describe, expect, it, vi } from "vitest";
import { isReplaced, platformNow, readings, slack } from "../../src/engine/platform.ts";
import { countTimers } from "./counted-timers.ts";
import { sinonClock } from "./fakes.ts";

let restore = (): void => {};
afterEach(() => {
  restore();
  restore = () => {};
  vi.unstubAllGlobals();
});

describe("the readings that go with the timers", () => {
  it("are the platform's own, while its timers are, whatever has become of its clocks", () => {
    vi.stubGlobal("performance", { now: () => -1 });
    vi.stubGlobal("Date", class extends Date {});
    expect(isReplaced()).toBe(false);
    expect(readings()).toBe(platformNow);
    expect(platformNow()).toBeGreaterThan(0);
  });

  it("are those of a fake that has a monotonic clock", () => {
    const fake = sinonClock();
    restore = () => fake.uninstall();
    const read = readings()!;
    const start = read();
    fake.tick(250);
    expect([isReplaced(), read() - start]).toEqual([true, 250]);
  });

  it("are dates, where a fake has nothing else", () => {
    const fake = sinonClock({ toFake: ["setInterval", "Date"], now: 7 });
    restore = () => fake.uninstall();
    const read = readings()!;
    fake.tick(250);
    expect(read()).toBe(257);
  });

  it("are none, where timers alone are faked", () => {
    const fake = sinonClock({ toFake: ["setInterval"] });
    restore = () => fake.uninstall();
    expect(readings()).toBeUndefined();
  });
});

describe("the slack of a replaced timer", () => {
  it("is none for a fake, which never errs", () => {
    const fake = sinonClock({ toFake: ["setInterval", "clearInterval"] });
    restore = () => fake.uninstall();
    const timer = setInterval(() => {}, 100);
    expect(slack(timer, 100)).toBe(0);
    expect(slack(7, 100)).toBe(0);
  });

  it("is that of the platform for a wrapper around it", () => {
    const timers = countTimers();
    ({ restore } = timers);
    const timer = setInterval(() => {}, 100);
    expect(slack(timer, 100)).toBe(5);
    clearInterval(timer);
    expect(timers.live()).toBe(0);
  });

  it.each([
    [1, 0.5],
    [5, 2.5],
    [10, 5],
    [1_000, 5],
  ])(
    "is half of a delay of %d ms, but no more than the platform's, where all timers are numbers",
    async (delay, expected) => {
      const cleared: unknown[] = [];
      vi.resetModules();
      vi.stubGlobal("setInterval", () => 1);
      vi.stubGlobal("clearInterval", (timer: unknown) => cleared.push(timer));
      const browser = await import("../../src/engine/platform.ts");
      expect(browser.slack(7, delay)).toBe(expected);
      // What was made to compare does not stay.
      expect(cleared).toEqual([1]);
    },
  );
});
