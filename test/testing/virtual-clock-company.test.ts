import FakeTimers from "@sinonjs/fake-timers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { StandstillError } from "../../src/testing/standstill.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing } from "../retry/scene.ts";

const busy = new Error("busy");
const never = new Promise<never>(() => {});

describe("a virtual clock beside fake timers", () => {
  let restore = (): void => {};
  afterEach(() => restore());

  const FAKES = {
    "vi.useFakeTimers": () => {
      vi.useFakeTimers();
      return () => vi.useRealTimers();
    },
    "@sinonjs/fake-timers": () => {
      const fake = FakeTimers.install({ toNotFake: ["nextTick", "queueMicrotask"] });
      return () => fake.uninstall();
    },
  };

  describe.each(Object.entries(FAKES))("%s", (_name, install) => {
    it("moves as ever", async () => {
      restore = install();
      const clock = virtualClock();
      const operation = failing([busy], "done");
      const run = retry(operation, { schedule: fixed("1h") }, { clock });
      await clock.advance("59m");
      expect(operation.calls).toBe(1);
      expect(await clock.runUntil(run)).toBe("done");
      expect(clock.now()).toBe(3_600_000);
    });

    it("is patient in genuine time", async () => {
      restore = install();
      await expect(virtualClock({ patience: 30 }).runUntil(never)).rejects.toBeInstanceOf(StandstillError);
    });
  });
});

describe("two virtual clocks and the machine's", () => {
  it("do not move each other", async () => {
    const [one, other] = [virtualClock(), virtualClock()];
    const options = { attempts: 2, schedule: fixed(30) };
    const calls = { one: failing([busy]), other: failing([busy]), machine: failing([busy]) };
    const runs = [
      settle(calls.one, options, { clock: one }),
      settle(calls.other, options, { clock: other }),
      settle(calls.machine, options, { clock: systemClock }),
    ];
    await one.advance("1d");
    expect([calls.one.calls, calls.other.calls]).toEqual([2, 1]);
    await runs[2];
    expect([calls.other.calls, calls.machine.calls]).toEqual([1, 2]);
    await other.runUntil(runs[1]!);
    expect([one.now(), other.now()]).toEqual([86_400_000, 30]);
    expect(await runs[0]).toMatchObject({ elapsed: 30 });
  });
});
