import { describe, expect, it } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { decorrelated, fixed, linear } from "../../src/core/sources.ts";
import { busy, failure, marbles, streamed, value } from "./stream-stage.ts";

const dropped = [
  [10, value("a")],
  [20, failure],
] as const;
const down = [[0, failure]] as const;

describe("resetOnSuccess", () => {
  it("begins the attempts and the delays anew with each first value", () => {
    marbles(({ cold, expectObservable }) => {
      const options = { attempts: 2, schedule: linear("5ms"), resetOnSuccess: true };
      expectObservable(cold("a#").pipe(retryBackoff(options)), "^ 25ms !").toBe("a 5ms a 5ms a 5ms a 5ms a");
    });
  });

  it("is off unless it is asked for", () => {
    marbles(({ cold, expectObservable }) => {
      const options = { attempts: 3, schedule: linear("5ms") };
      expectObservable(cold("a#").pipe(retryBackoff(options))).toBe("a 5ms a 10ms a#");
      expectObservable(cold("a#").pipe(retryBackoff({ ...options, resetOnSuccess: false }))).toBe("a 5ms a 10ms a#");
    });
  });

  it("an attempt without a value begins nothing anew", async () => {
    const { source, clock, begun, heard, observer } = streamed(dropped, down, down);
    const options = { attempts: 3, schedule: linear(10), resetOnSuccess: true };
    source.pipe(retryBackoff(options, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(begun).toEqual([0, 30, 50]);
    expect(heard).toEqual([
      [10, "a"],
      [50, "failed", busy],
    ]);
  });

  it("the deadline begins with the failure, after a life of any length", async () => {
    const long = [
      [10, value("a")],
      [3_600_000, failure],
    ] as const;
    for (const [resetOnSuccess, starts] of [
      [true, [0, 3_600_020, 3_600_040, 3_600_060, 3_600_080]],
      [false, [0]],
    ] as const) {
      const { source, clock, begun, observer } = streamed(long, down);
      const options = { attempts: 99, totalTimeout: 100, schedule: fixed(20), resetOnSuccess };
      source.pipe(retryBackoff(options, { clock })).subscribe(observer);
      await clock.advance("2h");
      expect(begun).toEqual(starts);
    }
  });

  it("routes count anew", async () => {
    const { source, clock, begun, observer } = streamed(dropped);
    const routes = [[() => true, { attempts: 2, schedule: linear(7) }]] as const;
    const options = { attempts: 9, routes, resetOnSuccess: true };
    const subscription = source.pipe(retryBackoff(options, { clock })).subscribe(observer);
    await clock.advance(100);
    subscription.unsubscribe();
    expect(begun).toEqual([0, 27, 54, 81]);
  });

  it("a schedule that goes by the delay before begins anew", async () => {
    const { source, clock, begun, observer } = streamed(down, down, dropped, down);
    const options = { attempts: 9, schedule: decorrelated(10), resetOnSuccess: true };
    const subscription = source.pipe(retryBackoff(options, { clock, random: () => 1 - 2 ** -53 })).subscribe(observer);
    await clock.advance(190);
    subscription.unsubscribe();
    const waits = begun.slice(1).map((at, index) => Math.round(at - begun[index]!));
    expect(waits).toEqual([30, 90, 20 + 30]);
  });

  it("hooks count from the new beginning", async () => {
    const { source, clock, observer } = streamed(down, dropped, [
      [5, value("b")],
      [6, "end"],
    ]);
    const told: unknown[] = [];
    const hook =
      (name: string) =>
      ({ attempt, elapsed }: { attempt: number; elapsed: number }): void =>
        void told.push([name, attempt, elapsed]);
    const hooks = { onAttempt: hook("attempt"), onRetry: hook("retry"), onSuccess: hook("success") };
    source.pipe(retryBackoff({ schedule: fixed(10), resetOnSuccess: true, ...hooks }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(told).toEqual([
      ["attempt", 1, 0],
      ["retry", 1, 0],
      ["attempt", 2, 10],
      ["retry", 1, 0],
      ["attempt", 2, 10],
      ["success", 1, 1],
    ]);
  });
});
