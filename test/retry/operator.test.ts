import { EMPTY, NEVER } from "rxjs";
import { describe, expect, it } from "vitest";
import { retryBackoff } from "ostinato/rxjs";
import { fixed } from "../../src/core/sources.ts";
import { permanent } from "../../src/policy/errors.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { busy, failure, streamed, thrice } from "./stream-stage.ts";

describe("retryBackoff", () => {
  it("fails with the very error of the last attempt", async () => {
    const errors = [new Error("1"), new Error("2"), new Error("3")];
    const { source, clock, heard, observer } = streamed(...errors.map((error) => [[1, { error }] as const]));
    source.pipe(retryBackoff(thrice, { clock })).subscribe(observer);
    await clock.advance("1h");
    expect(heard).toEqual([[18, "failed", expect.anything()]]);
    expect((heard[0] as unknown[])[2]).toBe(errors[2]);
  });

  it.each([undefined, null, 0, "text"])("fails with %o where a source does", async (error) => {
    const { source, clock, heard, observer } = streamed([[1, { error }]]);
    source.pipe(retryBackoff({ attempts: 1 }, { clock })).subscribe(observer);
    await clock.advance(1);
    expect(heard).toEqual([[1, "failed", error]]);
  });

  it("subscribes nothing before it is subscribed to, and knows the time from then", async () => {
    const { source, clock, begun, heard, observer } = streamed([[10, failure]]);
    const retried = source.pipe(retryBackoff({ attempts: 9, schedule: fixed(10), totalTimeout: 35 }, { clock }));
    await clock.advance(100);
    expect(begun).toEqual([]);
    retried.subscribe(observer);
    await clock.advance(100);
    expect(begun).toEqual([100, 120]);
    expect(heard).toEqual([[130, "failed", busy]]);
  });

  it("two subscribers do not count each other's attempts", async () => {
    const { source, clock, heard, observer, residue } = streamed([[1, failure]]);
    const retried = source.pipe(retryBackoff({ attempts: 2, schedule: fixed(10) }, { clock }));
    retried.subscribe(observer);
    retried.subscribe(observer);
    await clock.advance("1s");
    retried.subscribe(observer);
    await clock.advance("1s");
    expect(heard.map((each) => (each as unknown[])[0])).toEqual([12, 12, 1_012]);
    expect(residue()).toEqual([0, 0, 0]);
  });

  it("gives up at once what is permanent, unwrapped, and what the predicate refuses", async () => {
    for (const [error, options] of [
      [permanent(busy), {}],
      [busy, { retryIf: () => false }],
    ] as const) {
      const { source, clock, heard, begun, observer } = streamed([[1, { error }]]);
      source.pipe(retryBackoff({ ...thrice, ...options }, { clock })).subscribe(observer);
      await clock.advance("1s");
      expect([begun, heard]).toEqual([[0], [[1, "failed", busy]]]);
    }
  });

  it("heeds what the failed side asks for, and routes", async () => {
    const { source, clock, begun, observer } = streamed([[0, failure]]);
    const delayHint = () => ({ delay: 70, spread: 0, atMost: Infinity });
    source.pipe(retryBackoff({ ...thrice, delayHint }, { clock })).subscribe(observer);
    await clock.advance("1s");
    expect(begun).toEqual([0, 70, 140]);

    const routed = streamed([[0, failure]]);
    const routes = [[(error: unknown) => error === busy, { attempts: 2, schedule: fixed(7) }]] as const;
    routed.source.pipe(retryBackoff({ attempts: 9, routes }, { clock: routed.clock })).subscribe(routed.observer);
    await routed.clock.advance("1s");
    expect(routed.begun).toEqual([0, 7]);
  });

  it("fails with what a function of the policy has done wrong", async () => {
    const { source, clock, heard, observer } = streamed([[1, failure]]);
    const retryIf = (): never => {
      throw new Error("oops");
    };
    source.pipe(retryBackoff({ retryIf }, { clock })).subscribe(observer);
    await clock.advance(1);
    expect(heard).toMatchObject([[1, "failed", { code: "POLICY_FUNCTION", option: "retryIf" }]]);
  });

  it("completes where the source completes without a value", () => {
    const seen: unknown[] = [];
    EMPTY.pipe(retryBackoff({ onSuccess: ({ value: last }) => seen.push(last) })).subscribe({
      complete: () => seen.push("complete"),
    });
    expect(seen).toEqual([undefined, "complete"]);
  });

  it("says what a virtual clock waits for", async () => {
    const clock = virtualClock({ patience: 0 });
    const subscription = NEVER.pipe(retryBackoff({}, { clock })).subscribe();
    const still = (): Promise<unknown> => clock.runUntil(new Promise(() => {}));
    await expect(still()).rejects.toThrow("attempt 1 of the source still waits");
    subscription.unsubscribe();
    await expect(still()).rejects.toThrow("the promise still waits");
  });
});
