import { lastValueFrom, take, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { fromPolicy } from "ostinato/rxjs";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing, listeners, never, rejection, turn } from "./scene.ts";
import { busy } from "./stream-stage.ts";

const thrice = { attempts: 3, schedule: fixed(100) };

describe("fromPolicy", () => {
  it("tells every attempt and every retry, then the value, and completes", async () => {
    const clock = virtualClock();
    const events = fromPolicy(failing([busy], "done"), thrice, { clock });
    expect(await clock.runUntil(lastValueFrom(events.pipe(toArray())))).toEqual([
      { kind: "attempt", attempt: 1, attempts: 3, elapsed: 0 },
      {
        kind: "retry",
        attempt: 1,
        attempts: 3,
        elapsed: 0,
        failure: { kind: "error", error: busy },
        delay: 100,
        from: "schedule",
      },
      { kind: "attempt", attempt: 2, attempts: 3, elapsed: 100 },
      { kind: "value", attempt: 2, attempts: 3, elapsed: 100, value: "done" },
    ]);
  });

  it("fails with the very error of the last attempt", async () => {
    const clock = virtualClock();
    const kinds: string[] = [];
    const events = fromPolicy(failing([new Error("first"), busy]), { ...thrice, attempts: 2 }, { clock });
    const failed = new Promise((_, reject) => {
      events.subscribe({ next: ({ kind }) => kinds.push(kind), error: reject });
    });
    expect(await clock.runUntil(rejection(failed))).toBe(busy);
    expect(kinds).toEqual(["attempt", "retry", "attempt"]);
  });

  it("calls nothing before it is subscribed to, and runs once for each subscriber", async () => {
    const clock = virtualClock();
    const operation = failing([], "done");
    const events = fromPolicy(operation, thrice, { clock });
    await turn();
    expect(operation.calls).toBe(0);
    const both = Promise.all([lastValueFrom(events), lastValueFrom(events)]);
    expect(await clock.runUntil(both)).toMatchObject([{ value: "done" }, { value: "done" }]);
    expect(operation.calls).toBe(2);
  });

  it("tells the policy's own hooks as well, behind the subscriber", async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    const hook = (name: string) => () => void seen.push(name);
    const hooks = { onAttempt: hook("onAttempt"), onRetry: hook("onRetry"), onSuccess: hook("onSuccess") };
    const events = fromPolicy(failing([busy], "done"), { ...thrice, ...hooks }, { clock });
    events.subscribe(({ kind }) => seen.push(kind));
    await clock.advance("1s");
    expect(seen).toEqual(["attempt", "onAttempt", "retry", "onRetry", "attempt", "onAttempt", "value", "onSuccess"]);
  });

  it("aborts the attempt and its run when its subscriber leaves", async () => {
    const clock = virtualClock();
    const { signal } = new AbortController();
    const attempts: AttemptContext[] = [];
    const operation = (attempt: AttemptContext): Promise<never> => (attempts.push(attempt), never());
    const reasons: string[] = [];
    const options = { attemptTimeout: 500, onGiveUp: ({ reason }: { reason: string }) => void reasons.push(reason) };
    const heard: unknown[] = [];
    const subscription = fromPolicy(operation, options, { clock, signal }).subscribe({
      error: (error) => heard.push(error),
    });
    const own = attempts[0]!.signal;
    expect([own.aborted, listeners(signal), clock.pending()]).toEqual([false, 1, [500]]);
    subscription.unsubscribe();
    await turn();
    expect([own.aborted, (own.reason as Error).name]).toEqual([true, "AbortError"]);
    expect([listeners(signal), clock.pending(), reasons, heard]).toEqual([0, [], ["aborted"], []]);
  });

  it("makes no other attempt when its subscriber leaves in a wait", async () => {
    const clock = virtualClock();
    const operation = failing([busy]);
    const subscription = fromPolicy(operation, thrice, { clock }).subscribe();
    await clock.advance(50);
    expect(clock.pending()).toEqual([50]);
    subscription.unsubscribe();
    await clock.advance("1h");
    expect([operation.calls, clock.pending()]).toEqual([1, []]);
  });

  it("does not call the operation for who takes the first event only", async () => {
    const operation = failing([], "done");
    expect(await lastValueFrom(fromPolicy(operation).pipe(take(1)))).toMatchObject({ kind: "attempt" });
    await turn();
    expect(operation.calls).toBe(0);
  });

  it.each([0, 50, 250])("fails with the reason of a signal that aborts at %d ms", async (at) => {
    const clock = virtualClock();
    const controller = new AbortController();
    const reason = new Error("left");
    const abort = (): void => controller.abort(reason);
    if (at === 0) abort();
    const operation = failing([busy]);
    const events = fromPolicy(operation, { ...thrice, attempts: 9 }, { clock, signal: controller.signal });
    const failed = rejection(lastValueFrom(events));
    clock.schedule(at, abort);
    expect(await clock.runUntil(failed)).toBe(reason);
    expect([operation.calls, listeners(controller.signal)]).toEqual([Math.ceil(at / 100), 0]);
  });

  it("keeps nothing on a signal that lives on", async () => {
    const { signal } = new AbortController();
    const clock = virtualClock();
    for (let index = 0; index < 20; index++) {
      const events = fromPolicy(failing([busy], "done"), thrice, { clock, signal });
      await clock.runUntil(lastValueFrom(events));
      await clock.runUntil(rejection(lastValueFrom(fromPolicy(failing([busy]), thrice, { clock, signal }))));
    }
    expect(listeners(signal)).toBe(0);
  });

  it("fails with what a clock throws", async () => {
    const schedule = (): never => {
      throw busy;
    };
    const clock = { ...virtualClock(), schedule };
    expect(await rejection(lastValueFrom(fromPolicy(failing([new Error("first")]), thrice, { clock })))).toBe(busy);
  });

  it("refuses what cannot be used before anyone subscribes", () => {
    expect(() => fromPolicy("done" as never)).toThrow(InvalidOptionError);
    expect(() => fromPolicy(never, { retries: 3 } as never)).toThrow(InvalidOptionError);
    expect(() => fromPolicy(never, {}, { clock: 1 } as never)).toThrow(InvalidOptionError);
  });
});
