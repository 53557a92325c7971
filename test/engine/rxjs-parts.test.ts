import * as rxjs from "rxjs";
import { asyncScheduler } from "rxjs/internal/scheduler/async";
import { intervalProvider } from "rxjs/internal/scheduler/intervalProvider";
import { Subscription } from "rxjs/internal/Subscription";
import { TestScheduler } from "rxjs/testing";
import { afterEach, describe, expect, it } from "vitest";

afterEach(() => {
  intervalProvider.delegate = undefined;
});

describe("the parts of RxJS that are taken from inside it", () => {
  it("are those that the rest of RxJS uses", () => {
    expect(asyncScheduler).toBe(rxjs.asyncScheduler);
    expect(Subscription).toBe(rxjs.Subscription);
  });

  it("make and stop the timers of its scheduler", () => {
    const done: string[] = [];
    intervalProvider.delegate = {
      setInterval: (_run: () => void, delay?: number) => (done.push(`arms ${delay}`), 7),
      clearInterval: (handle: unknown) => void done.push(`stops ${String(handle)}`),
    };
    asyncScheduler.schedule(() => {}, 30).unsubscribe();
    expect(done).toEqual(["arms 30", "stops 7"]);
  });

  it("make them elsewhere while virtual time runs", () => {
    new TestScheduler(() => {}).run(() => expect(intervalProvider.delegate).toBeDefined());
    expect(intervalProvider.delegate).toBeUndefined();
  });
});
