import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { wrap, wrapWithAttempt } from "../../src/retry/wrap.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { failing, listeners, rejection, thisTurn } from "./scene.ts";

const busy = new Error("busy");

describe("a wrapped function's environment that depends on its arguments", () => {
  const load = async (id: number, signal: AbortSignal): Promise<number> => {
    signal.throwIfAborted();
    if (id < 0) throw busy;
    return id;
  };

  it("is asked at each call, with the arguments: a signal can come with each", async () => {
    const clock = virtualClock();
    const asked: unknown[] = [];
    const patient = wrap(load, { schedule: fixed(400) }, (id, signal) => {
      asked.push([id, signal]);
      return { clock, signal };
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const left = rejection(patient(-1, first.signal));
    const other = rejection(patient(-2, second.signal));
    await clock.advance(50);
    first.abort("left");
    expect(await thisTurn(left)).toBe("left");
    expect(await clock.runUntil(other)).toBe(busy);
    expect(asked).toEqual([
      [-1, first.signal],
      [-2, second.signal],
    ]);
    expect([first, second].map(({ signal }) => listeners(signal))).toEqual([0, 0]);
  });

  it("may be undefined", async () => {
    expect(await wrap(load, {}, () => undefined)(7, new AbortController().signal)).toBe(7);
  });

  it("rejects with what the function throws, before any call", async () => {
    const operation = failing([], "done");
    const throwing = (): never => {
      throw busy;
    };
    expect(await rejection(wrap(operation, {}, throwing)())).toBe(busy);
    expect(await rejection(wrapWithAttempt(operation, {}, throwing)())).toBe(busy);
    expect(operation.calls).toBe(0);
  });

  it("belongs to wrapWithAttempt as well, without the attempt", async () => {
    const clock = virtualClock();
    const seen: unknown[] = [];
    const label = wrapWithAttempt(
      ({ attempt }, name: string) => `${name} ${attempt}`,
      {},
      (...args) => (seen.push(args), { clock }),
    );
    expect(await clock.runUntil(label("attempt"))).toBe("attempt 1");
    expect(seen).toEqual([["attempt"]]);
  });
});
