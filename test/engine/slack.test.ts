import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { withSlack } from "../../src/engine/slack.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { lawParameters } from "../support/laws.ts";

const DAY = 86_400_000;
const anyDelay = fc.oneof(
  fc.nat(800).map((each) => each / 4),
  fc.nat(DAY).map((each) => each / 7),
);

/** When sleepers wake that go to sleep one after the other, and when each is due. */
async function played(
  slack: number,
  delays: readonly number[],
  pause: number,
): Promise<readonly (readonly number[])[]> {
  const virtual = virtualClock();
  const clock = withSlack(virtual, slack);
  const woken: (readonly number[])[] = [];
  for (const delay of delays) {
    const due = clock.now() + delay;
    clock.schedule(delay, () => woken.push([due, clock.now(), delay]));
    await virtual.advance(pause);
  }
  await virtual.advance(2 * DAY);
  return woken;
}

// No naive loop here: it has no clock to hold against this.
describe("a clock with slack", () => {
  it("wakes nobody early, nor later than by that part of the delay", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(64).map((each) => each / 64),
        fc.array(anyDelay, { maxLength: 10 }),
        fc.nat(50),
        async (slack, delays, pause) => {
          const woken = await played(slack, delays, pause);
          expect(woken).toHaveLength(delays.length);
          const rounding = 1e-6;
          const wrong = woken.filter(([due, at, delay]) => at! < due! || at! > due! + slack * delay! + rounding);
          expect(wrong).toEqual([]);
        },
      ),
      lawParameters(60),
    );
  });

  it("wakes together those that end about the same time", async () => {
    const delays = Array.from({ length: 200 }, (_, index) => 60_000 + index * 10);
    const instants = async (slack: number): Promise<number> =>
      new Set((await played(slack, delays, 0)).map(([, at]) => at)).size;
    expect(await instants(0)).toBe(200);
    expect(await instants(1 / 64)).toBeLessThanOrEqual(5);
  });

  it("leaves a wait alone whose part is less than a millisecond", async () => {
    expect(await played(1 / 64, [0, 0.5, 5, 63], 0)).toEqual([0, 0.5, 5, 63].map((delay) => [delay, delay, delay]));
  });

  it("serves a run, whose limits have the slack too", async () => {
    const virtual = virtualClock();
    const clock = withSlack(virtual, 1 / 8);
    const hangs = (): Promise<never> => new Promise(() => {});
    const run = settle(hangs, { attempts: 2, attemptTimeout: 1_000, schedule: fixed(3_000) }, { clock });
    // 1 000 to the next multiple of 64, then 3 000 more to the next of 256, then 1 000 again to one of 64.
    expect(await virtual.runUntil(run)).toMatchObject({ attempts: 2, elapsed: 5_120 });
  });

  it("can take a wait back, also that of a run", async () => {
    const virtual = virtualClock();
    const clock = withSlack(virtual, 1 / 8);
    clock.schedule(1_000, () => {})();
    const controller = new AbortController();
    const failing = (): Promise<never> => Promise.reject(new Error("busy"));
    const run = settle(failing, { schedule: fixed("1h") }, { clock, signal: controller.signal });
    await virtual.advance(10);
    controller.abort();
    expect(await run).toMatchObject({ reason: "aborted" });
    expect(virtual.pending()).toEqual([]);
  });

  it("has the parts of the clock that it is made of, and no others", () => {
    const three: Clock = { now: () => 1, wallNow: () => 2, schedule: () => () => {} };
    expect(Object.keys(withSlack(three, 0))).toEqual(["now", "wallNow", "schedule"]);
    expect(Object.keys(withSlack(systemClock, 0))).toEqual(["now", "wallNow", "schedule", "turn"]);
    expect(Object.keys(withSlack(virtualClock(), 0))).toEqual(["now", "wallNow", "schedule", "note"]);
  });

  it.each([Number.NaN, -0.1, 1.1, "1" as never, undefined as never])("refuses a slack of %s", (slack) => {
    expect(() => withSlack(systemClock, slack)).toThrow(InvalidOptionError);
  });

  it("refuses what is no clock", () => {
    expect(() => withSlack({} as never, 0)).toThrow(InvalidOptionError);
  });

  it.each([Number.NaN, -1, Infinity])("refuses a delay of %s, as every clock does", (delay) => {
    expect(() => withSlack(virtualClock(), 1 / 64).schedule(delay, () => {})).toThrow(InvalidOptionError);
  });
});
