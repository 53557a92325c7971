import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed, sequence } from "../../src/core/sources.ts";
import { systemClock } from "../../src/engine/scheduler.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { countTimers } from "./counted-timers.ts";
import { type Fake, sinonClock, TIMERS_ALONE, WITH_CLOCK } from "./fakes.ts";

const busy = new Error("busy");
let restore = (): void => {};
afterEach(() => restore());

/** Moves faked time on until a run has ended, and tells at which faked millisecond each call was made. */
async function played(fake: Fake, run: (at: (mark: string) => void) => Promise<unknown>): Promise<readonly string[]> {
  const fakes = fake.install();
  ({ restore } = fakes);
  const marks: string[] = [];
  let now = 0;
  let over = false;
  const mark = (name: string): void => void marks.push(`${name} at ${now}`);
  const end = run(mark).finally(() => (over = true));
  for (; !over && now < 2_000; await fakes.tick()) now++;
  fakes.restore();
  expect(over).toBe(true);
  await end;
  return marks;
}

describe.each([...WITH_CLOCK, ...TIMERS_ALONE])("under $name", (fake) => {
  const failing = (at: (mark: string) => void) => (): Promise<never> => {
    at("call");
    return Promise.reject(busy);
  };

  it("attempts come at the very times: 0, 100, 300, 700", async () => {
    let elapsed = 0;
    const marks = await played(fake, async (at) => {
      ({ elapsed } = await settle(failing(at), { attempts: 4, schedule: sequence(100, 200, 400) }));
    });
    expect(marks).toEqual(["call at 0", "call at 100", "call at 300", "call at 700"]);
    expect(Math.floor(elapsed)).toBeGreaterThanOrEqual(700);
  });

  it("and so they do after delays of few milliseconds", async () => {
    const marks = await played(fake, (at) => settle(failing(at), { attempts: 6, schedule: sequence(1, 2, 3, 4, 5) }));
    expect(marks).toEqual(["call at 0", "call at 1", "call at 3", "call at 6", "call at 10", "call at 15"]);
  });

  it("an attempt that takes too long ends at its limit", async () => {
    const never = (at: (mark: string) => void) => (): Promise<never> => {
      at("call");
      return new Promise(() => {});
    };
    const marks = await played(fake, (at) =>
      settle(never(at), { attempts: 2, attemptTimeout: 100, schedule: fixed(50) }).then((outcome) =>
        at(outcome.ok ? "value" : String((outcome.error as { code?: string }).code)),
      ),
    );
    expect(marks).toEqual(["call at 0", "call at 150", "ATTEMPT_TIMEOUT at 250"]);
  });

  it("a run that takes too long ends at its deadline", async () => {
    const marks = await played(fake, (at) =>
      retry(() => new Promise(() => {}), { totalTimeout: 120 }).catch((error: { code: string }) => at(error.code)),
    );
    expect(marks).toEqual(["TOTAL_TIMEOUT at 120"]);
  });

  it("many zero delays in a row are no hot loop and need no ticking but a turn", async () => {
    let calls = 0;
    await played(fake, () => settle(() => (calls++, Promise.reject(busy)), { attempts: 200, schedule: fixed(0) }));
    expect(calls).toBe(200);
  });
});

describe.each(WITH_CLOCK)("under $name, whose clock runs with its timers", (fake) => {
  it("runs that began at different times do not disturb each other", async () => {
    const started = (at: (mark: string) => void, name: string, after: number): Promise<unknown> =>
      new Promise<void>((resolve) => setTimeout(resolve, after)).then(() =>
        settle(() => (at(name), Promise.reject(busy)), { attempts: 3, schedule: fixed(100) }),
      );
    const marks = await played(fake, (at) =>
      Promise.all([started(at, "a", 1), started(at, "b", 31), started(at, "c", 31)]),
    );
    expect(marks).toEqual([
      "a at 1",
      "b at 31",
      "c at 31",
      "a at 101",
      "b at 131",
      "c at 131",
      "a at 201",
      "b at 231",
      "c at 231",
    ]);
  });

  it("elapsed time and deadline are in the faked time", async () => {
    const slow = (): Promise<never> => new Promise((_, reject) => setTimeout(reject, 30, busy));
    const marks = await played(fake, (at) =>
      settle(slow, { attempts: 9, schedule: fixed(20), totalTimeout: 200 }).then((outcome) => {
        at(`${outcome.attempts} attempts, ${Math.round(outcome.elapsed)} ms`);
      }),
    );
    expect(marks).toEqual(["4 attempts, 180 ms at 180"]);
  });
});

describe("fake timers whose date is set", () => {
  it.each([-3_600_000, 3_600_000])("by %d ms: delays and deadlines stand (F-020, F-021)", async (by) => {
    vi.useFakeTimers();
    restore = () => vi.useRealTimers();
    let calls = 0;
    const failing = (): Promise<never> => (calls++, Promise.reject(busy));
    const run = settle(failing, { attempts: 9, schedule: fixed(100), totalTimeout: 450 });
    await vi.advanceTimersByTimeAsync(150);
    vi.setSystemTime(Date.now() + by);
    await vi.advanceTimersByTimeAsync(49);
    expect(calls).toBe(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await run).toMatchObject({ reason: "deadline", attempts: 5, elapsed: 400 });
  });
});

describe("a delay beyond 2^31 − 1 ms on the clock of the machine", () => {
  it("is waited in hops of timers that the platform can take (F-001, rule 1c)", () => {
    const fake = sinonClock();
    const timers = countTimers();
    restore = () => {
      timers.restore();
      fake.uninstall();
    };
    const start = fake.now;
    const woken: number[] = [];
    for (const delay of [2 ** 31 + 5, 2 ** 33]) systemClock.schedule(delay, () => woken.push(fake.now - start));
    fake.tick(2 ** 31 - 1);
    expect({ woken, delays: timers.delays, live: timers.live() }).toEqual({
      woken: [],
      delays: [2 ** 31 - 1, 6],
      live: 1,
    });
    fake.tick(2 ** 33);
    expect(woken).toEqual([2 ** 31 + 5, 2 ** 33]);
    expect(Math.max(...timers.delays)).toBe(2 ** 31 - 1);
    expect(timers.live()).toBe(0);
  });
});
