import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { concat, defer, of, throwError } from "rxjs";
import { exponential } from "ostinato";
import { retryBackoff } from "ostinato/rxjs";
import { marbles } from "../retry/stream-stage.ts";

const log = vi.spyOn(console, "log");
beforeEach(() => {
  log.mockReset().mockImplementation(() => {});
});
afterEach(() => {
  vi.resetModules();
});

it("14: an Observable, in marbles", () => {
  marbles(({ cold, expectObservable }) => {
    const retried = cold("a#").pipe(retryBackoff({ attempts: 3, schedule: exponential("5ms") }));
    expectObservable(retried).toBe("a 5ms a 10ms a#");
  });
});

it("14: an Observable", () => {
  const random = vi.spyOn(Math, "random").mockReturnValue(0);
  let subscriptions = 0;
  const lost = throwError(() => new Error("connection lost"));
  const prices$ = defer(() => (++subscriptions < 20 ? concat(of(subscriptions), lost) : of(101.5)));

  prices$.pipe(retryBackoff({ attempts: 20 })).subscribe((price) => console.log(price));

  random.mockRestore();
  const before = Array.from({ length: 19 }, (_, index) => index + 1);
  expect(log.mock.calls.flat()).toEqual([...before, 101.5]);
});

it("prices.ts prints every price and every break", async () => {
  await import("../../docs/examples/prices.ts");
  expect(log.mock.calls.flat()).toEqual([
    101,
    102,
    "attempt 1: connection lost",
    "attempt 2: connection lost",
    103,
    "attempt 1: connection lost",
    104,
    105,
  ]);
});
