import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { StandstillError } from "../../src/testing/standstill.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { rejection } from "../retry/scene.ts";

const real = (millis: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, millis, "real"));
const never = new Promise<never>(() => {});

describe("runUntil", () => {
  it("moves time until a promise has settled, and no further", async () => {
    const clock = virtualClock();
    const woken = new Promise<string>((resolve) => clock.schedule(50, () => resolve("woken")));
    clock.schedule(60, () => {});
    expect(await clock.runUntil(woken)).toBe("woken");
    expect([clock.now(), clock.pending()]).toEqual([50, [10]]);
  });

  it("settles as the promise does", async () => {
    const clock = virtualClock();
    const error = new Error("busy");
    expect(await clock.runUntil(Promise.resolve(1))).toBe(1);
    await expect(clock.runUntil(Promise.reject(error))).rejects.toBe(error);
    await expect(clock.runUntil(Promise.reject(undefined))).rejects.toBeUndefined();
  });

  it("takes anything with a then, and asks it once", async () => {
    const clock = virtualClock();
    let asked = 0;
    const lazy = {
      then: (resolve: (value: string) => void) => void clock.schedule(5, () => resolve(`asked ${++asked}`)),
    };
    expect(await clock.runUntil(lazy as unknown as PromiseLike<string>)).toBe("asked 1");
    expect(clock.pending()).toEqual([]);
  });

  it("serves two that wait on one clock", async () => {
    const clock = virtualClock();
    const run = (delay: number) =>
      settle(() => Promise.reject(delay), { attempts: 3, schedule: fixed(delay) }, { clock });
    const [short, long] = await Promise.all([clock.runUntil(run(10)), clock.runUntil(run(35))]);
    expect([short.elapsed, long.elapsed, clock.now()]).toEqual([20, 70, 70]);
  });
});

describe("virtual time that stands still", () => {
  it("says which attempt of what still waits", async () => {
    const clock = virtualClock({ patience: 20 });
    let calls = 0;
    async function loadUser(): Promise<never> {
      if (++calls === 1) throw new Error("busy");
      return never;
    }
    const error = await rejection(clock.runUntil(retry(loadUser, { schedule: fixed("1.5s") }, { clock })));
    expect(error).toBeInstanceOf(StandstillError);
    expect(error).toMatchObject({ name: "StandstillError", code: "STANDSTILL" });
    expect((error as Error).message).toBe(
      "Virtual time stands still at 1.5s: attempt 2 of loadUser still waits, and nothing is scheduled",
    );
  });

  it("names all that wait, and nothing that has ended", async () => {
    const clock = virtualClock({ patience: 0 });
    const first = (): Promise<never> => never;
    const second = (): Promise<never> => never;
    const third = (): Promise<number> => Promise.resolve(1);
    const failed = (): Promise<never> => Promise.reject(new Error("busy"));
    const controller = new AbortController();
    const left = (): Promise<never> => never;
    void retry(left, {}, { clock, signal: controller.signal }).catch(() => {});
    controller.abort();
    void retry(failed, { attempts: 1 }, { clock }).catch(() => {});
    void retry(third, {}, { clock });
    void retry(first, {}, { clock });
    const error = await rejection(clock.runUntil(retry(second, {}, { clock })));
    expect((error as Error).message).toContain(": attempt 1 of first, attempt 1 of second still waits,");
  });

  it("speaks of the promise where nothing is known", async () => {
    const clock = virtualClock({ patience: 0 });
    await expect(clock.runUntil(never)).rejects.toThrow("Virtual time stands still at 0ms: the promise still waits");
  });

  it("is waited for as long as the patience lasts, in real time", async () => {
    const start = performance.now();
    await expect(virtualClock({ patience: 80 }).runUntil(never)).rejects.toBeInstanceOf(StandstillError);
    const took = performance.now() - start;
    expect(took).toBeGreaterThanOrEqual(79);
    expect(took).toBeLessThan(2_000);
  });

  it("is waited for a second, unless told otherwise", async () => {
    const start = performance.now();
    await expect(virtualClock().runUntil(never)).rejects.toBeInstanceOf(StandstillError);
    const took = performance.now() - start;
    expect(took).toBeGreaterThanOrEqual(999);
    expect(took).toBeLessThan(4_000);
  });

  it("does not come when something real settles in time, which ends the waiting", async () => {
    const clock = virtualClock({ patience: "1h" });
    expect(await clock.runUntil(real(30))).toBe("real");
    expect(clock.now()).toBe(0);
  });

  it("does not come when something real puts a sleeper to sleep in time, which ends the waiting", async () => {
    const clock = virtualClock({ patience: "1h" });
    const run = real(30).then(() => new Promise<number>((resolve) => clock.schedule(500, () => resolve(clock.now()))));
    expect(await clock.runUntil(run)).toBe(500);
  });

  it("does not come between real attempts either: each has the whole patience", async () => {
    const clock = virtualClock({ patience: 400 });
    let calls = 0;
    const slow = (): Promise<never> => real(25).then(() => Promise.reject(new Error(`${++calls}`)));
    const outcome = await clock.runUntil(settle(slow, { attempts: 4, schedule: fixed("1h") }, { clock }));
    expect(outcome).toMatchObject({ attempts: 4, elapsed: 3 * 3_600_000 });
  });
});
