import { afterEach, describe, expect, it, vi } from "vitest";
import { sequence } from "../../src/core/sources.ts";
import type { Clock } from "../../src/engine/clock.ts";
import { scheduler as machine, systemClock } from "../../src/engine/scheduler.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

/** A clock whose time a test moves on. */
interface Stage {
  readonly clock: Clock;
  readonly schedule: (delay: number, run: () => void) => unknown;
  readonly advance: (millis: number) => Promise<unknown>;
}

const faked = (): Stage => {
  vi.useFakeTimers();
  return {
    clock: systemClock,
    schedule: (delay, run) => machine.schedule(run, delay),
    advance: (millis) => vi.advanceTimersByTimeAsync(millis),
  };
};
const virtual = (): Stage => {
  const clock = virtualClock();
  return {
    clock,
    schedule: (delay, run) => clock.schedule(run, delay),
    advance: (millis) => clock.advance(millis),
  };
};

afterEach(() => vi.useRealTimers());

const DAY = 86_400_000;
const odd: readonly number[] = [
  Number.NaN,
  Infinity,
  -Infinity,
  -1,
  -0.5,
  -0,
  0,
  Number.MIN_VALUE,
  0.4,
  1,
  1.9,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 31 + 5,
  2 ** 32,
  2 ** 33,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_VALUE,
  "50" as never,
  10n as never,
  [20] as never,
  null as never,
  undefined as never,
];

/** Rounded upward, but not for what a double loses when a clock that has gone on for long takes the difference. */
const whole = (millis: number): number => Math.ceil(millis - millis * 2 ** -40);

/** What comes of something: what it throws, or after how many days, or milliseconds of the first, it ran. */
async function fate({ clock, advance }: Stage, put: (run: () => void) => unknown): Promise<string> {
  const start = clock.now();
  let ran: number | undefined;
  try {
    put(() => (ran ??= clock.now() - start));
  } catch (error) {
    return (error as Error).name;
  }
  for (let millis = 0; millis < 60 && ran === undefined; millis++) await advance(1);
  for (let days = 0; days < 120 && ran === undefined; days++) await advance(DAY);
  return ran === undefined ? "not in 120 days" : `after ${whole(ran)} ms`;
}

// No naive loop here: it has no clock of its own to hold against this.
describe("a delay has one meaning on every clock (F-029)", () => {
  it.each(odd)("%s, given to a clock", async (delay) => {
    const machines = await fate(faked(), (run) => systemClock.schedule(delay, run));
    vi.useRealTimers();
    const stage = virtual();
    expect(await fate(stage, (run) => stage.clock.schedule(delay, run))).toBe(machines);
    expect(machines).toBe(expected(delay));
  });

  it.each(odd)("%s, given to a scheduler", async (delay) => {
    const ends: string[] = [];
    for (const staged of [faked, virtual]) {
      const stage = staged();
      ends.push(await fate(stage, (run) => stage.schedule(delay, run)));
      vi.useRealTimers();
    }
    expect(ends[1]).toBe(ends[0]);
  });

  it.each([[2 ** 31], [0.4, 1.9], [0, 0], [2 ** 33, 1], [Number.MAX_VALUE]])(
    "%s, %s as the delays of a run",
    async (...delays) => {
      const ends: unknown[] = [];
      for (const staged of [faked, virtual]) {
        const { clock, advance } = staged();
        const starts: number[] = [];
        const start = clock.now();
        const failing = (): Promise<never> => (
          starts.push(whole(clock.now() - start)),
          Promise.reject(new Error("busy"))
        );
        void settle(
          failing,
          { attempts: delays.length + 1, schedule: sequence(delays[0], ...delays.slice(1)) },
          { clock },
        );
        for (let millis = 0; millis < 5; millis++) await advance(1);
        for (let days = 0; days < 120; days++) await advance(DAY);
        ends.push(starts);
        vi.useRealTimers();
      }
      expect(ends[1]).toEqual(ends[0]);
    },
  );
});

function expected(delay: number): string {
  if (typeof delay !== "number" || !(delay >= 0 && delay < Infinity)) return "InvalidOptionError";
  return delay > 120 * DAY ? "not in 120 days" : `after ${Math.ceil(delay)} ms`;
}
