import { describe, expect, it, vi } from "vitest";
import { bedsOf } from "../../src/engine/bed.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { withSlack } from "../../src/engine/slack.ts";
import { Sleeper } from "../../src/engine/sleeper.ts";
import { fixed } from "../../src/core/sources.ts";
import { retry } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing } from "../retry/scene.ts";
import { sinonClock } from "./fakes.ts";

const clocks: readonly (readonly [string, () => Clock])[] = [
  ["of the machine", () => systemClock],
  ["of virtual time", () => virtualClock()],
  ["with slack", () => withSlack(systemClock, 1 / 64)],
];

// No naive loop here: it has no clock to hold against this.
describe.each(clocks)("a clock %s", (_name, made) => {
  it("lets sleepers lie down as they are", () => {
    const sleeper = new Sleeper(() => {});
    const bed = bedsOf(made())!(sleeper, 60_000)!;
    expect(sleeper.ticket).toBeGreaterThanOrEqual(0);
    bed.leave(sleeper);
    expect(sleeper.ticket).toBe(-1);
  });

  it("lets them also as a copy, for it still waits by the same function", () => {
    expect(bedsOf({ ...made() })).toBeDefined();
  });

  it("does not where its function is replaced, watched or wrapped, so that a run waits by that", async () => {
    const clock = { ...made() };
    const watched = vi.spyOn(clock, "schedule");
    expect(bedsOf(clock)).toBeUndefined();
    watched.mockImplementation((_delay, run) => {
      run();
      return () => {};
    });
    expect(await retry(failing([1], "done"), { schedule: fixed("1h") }, { clock })).toBe("done");
    expect(watched).toHaveBeenCalledWith(3_600_000, expect.any(Function), false);
  });

  it("does not where another function has got what its own bears", () => {
    const { schedule } = made();
    const other = Object.defineProperties(() => () => {}, { ...Object.getOwnPropertyDescriptors(schedule) });
    expect(bedsOf({ schedule: other })).toBeUndefined();
  });

  it("keeps its order, whichever way sleepers come", async () => {
    const clock = virtualClock();
    const woken: string[] = [];
    const wakes = (name: string) => () => void woken.push(name);
    clock.schedule(10, wakes("a"));
    bedsOf(clock)!(new Sleeper(wakes("b")), 10);
    clock.schedule(10, wakes("c"));
    await clock.advance(10);
    expect(woken).toEqual(["a", "b", "c"]);
  });
});

describe("the clock of the machine", () => {
  it.each([Number.NaN, -1, Infinity])("refuses a delay of %s here too", (delay) => {
    expect(() => bedsOf(systemClock)!(new Sleeper(() => {}), delay)).toThrow("delay");
  });

  it("has no beds while nothing tells how far faked timers have come", () => {
    const fake = sinonClock({ toFake: ["setInterval", "clearInterval"] });
    try {
      expect(bedsOf(systemClock)!(new Sleeper(() => {}), 10)).toBeUndefined();
    } finally {
      fake.uninstall();
    }
  });
});
