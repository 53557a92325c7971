import { defer, Observable, of, range, Subject, take, tap, throwError } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { fixed } from "../../src/core/sources.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { busy, failure, streamed } from "./stream-stage.ts";

describe("a source that fails while it is subscribed to", () => {
  it("fails 100 000 times without a delay, in virtual time and on the same stack", async () => {
    const clock = virtualClock();
    const depths = new Set<number>();
    let calls = 0;
    Error.stackTraceLimit = Infinity;
    const source = defer(() => {
      if (++calls % 10_000 < 3) depths.add(new Error("here").stack!.split("\n").length);
      return calls < 100_000 ? throwError(() => busy) : of(calls);
    });
    const heard: unknown[] = [];
    source
      .pipe(retryBackoff({ attempts: Infinity, schedule: fixed(0) }, { clock }))
      .subscribe((each) => heard.push(each));
    await clock.advance(0);
    Error.stackTraceLimit = 10;
    expect(heard).toEqual([100_000]);
    expect(depths.size).toBeLessThan(5);
  });

  it("lets others have a turn, on the machine's clock too", async () => {
    let calls = 0;
    const source = defer(() => (calls++, throwError(() => busy)));
    const subscription = source.pipe(retryBackoff({ attempts: Infinity, schedule: fixed(0) })).subscribe();
    expect(calls).toBeLessThan(100);
    await vi.waitFor(() => expect(calls).toBeGreaterThan(64), 30_000);
    subscription.unsubscribe();
    const at = calls;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(calls).toBe(at);
  });

  it("is let go of in the middle of what it says without a pause", () => {
    const taken: number[] = [];
    let said = 0;
    const endless = range(0, 1e9).pipe(tap(() => said++));
    endless.pipe(retryBackoff(), take(2)).subscribe((each) => taken.push(each));
    expect([taken, said]).toEqual([[0, 1], 2]);
  });

  it("is not subscribed to again when the signal aborts between the failure and the next attempt", () => {
    let calls = 0;
    const left = new Subject<void>();
    const source = new Observable<never>((subscriber) => {
      calls++;
      subscriber.error(busy);
      left.next();
    });
    const controller = new AbortController();
    const failures: unknown[] = [];
    left.subscribe(() => controller.abort("left"));
    const onGiveUp = ({ reason }: { reason: string }): void => void failures.push(reason);
    source
      .pipe(retryBackoff({ attempts: 5, schedule: fixed(0), onGiveUp }, { signal: controller.signal }))
      .subscribe({ error: (error) => failures.push(error) });
    expect([calls, failures]).toEqual([1, ["aborted", "left"]]);
  });

  it("is torn down before it is subscribed to again", () => {
    const seen: string[] = [];
    let number = 0;
    const source = new Observable<never>((subscriber) => {
      const own = ++number;
      seen.push(`begin ${own}`);
      subscriber.error(busy);
      return () => seen.push(`end ${own}`);
    });
    source.pipe(retryBackoff({ attempts: 2, schedule: fixed(0) })).subscribe({ error: () => seen.push("failed") });
    expect(seen).toEqual(["begin 1", "end 1", "begin 2", "failed", "end 2"]);
  });

  it("and so is one that fails later", async () => {
    const { source, clock, begun, ended } = streamed([[5, failure]]);
    const order: string[] = [];
    const told = new Observable<unknown>((subscriber) => {
      order.push("begin");
      subscriber.add(source.subscribe(subscriber));
      return () => order.push("end");
    });
    told.pipe(retryBackoff({ attempts: 3, schedule: fixed(0) }, { clock })).subscribe({ error: () => {} });
    await clock.advance("1s");
    expect(order).toEqual(["begin", "end", "begin", "end", "begin", "end"]);
    expect([begun, ended]).toEqual([
      [0, 5, 10],
      [5, 10, 15],
    ]);
  });
});
