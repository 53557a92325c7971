import { describe, it } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { fixed } from "../../src/core/sources.ts";
import { clockFrom } from "../../src/engine/clock-from.ts";
import { marbles, thrice } from "./stream-stage.ts";

describe("retryBackoff in marbles", () => {
  it("waits between the attempts as the schedule says", () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold("a#").pipe(retryBackoff(thrice))).toBe("a 5ms a 10ms a#");
    });
  });

  it("does so on the clock of a test scheduler", () => {
    marbles(({ cold, expectObservable }, frames) => {
      const retried = cold("a#").pipe(retryBackoff(thrice, { clock: clockFrom(frames) }));
      expectObservable(retried).toBe("a 5ms a 10ms a#");
    });
  });

  it("does not touch what needs no retry", () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("-a-b|");
      expectObservable(source.pipe(retryBackoff(thrice))).toBe("-a-b|");
      expectSubscriptions(source.subscriptions).toBe("^---!");
    });
  });

  it("ends each subscription before it begins the next", () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("-#");
      expectObservable(source.pipe(retryBackoff(thrice))).toBe("18ms #");
      expectSubscriptions(source.subscriptions).toBe(["^!", "6ms ^!", "17ms ^!"]);
    });
  });

  it("ends a subscription when its subscriber leaves, also in the middle of a wait", () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("--#");
      expectObservable(source.pipe(retryBackoff(thrice)), "^ 3ms !").toBe("-");
      expectSubscriptions(source.subscriptions).toBe("^-!");
      expectObservable(cold("--a").pipe(retryBackoff(thrice)), "^!").toBe("-");
    });
  });

  it("starts at the subscription, and each subscription has a run of its own", () => {
    marbles(({ cold, expectObservable }) => {
      const retried = cold("a#").pipe(retryBackoff(thrice));
      expectObservable(retried).toBe("a 5ms a 10ms a#");
      expectObservable(retried, "3ms ^").toBe("3ms a 5ms a 10ms a#");
    });
  });

  it("a limit cuts the silence before the first value and nothing after it", () => {
    marbles(({ cold, expectObservable }) => {
      const limited = retryBackoff<string>({ attempts: 2, attemptTimeout: 3, totalTimeout: 4, schedule: fixed(1) });
      expectObservable(cold("--a 100ms b 1s |").pipe(limited)).toBe("--a 100ms b 1s |");
    });
  });
});
