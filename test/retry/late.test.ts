import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { LateEvent } from "../../src/policy/events.ts";
import { permanent } from "../../src/policy/errors.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, gate, rejection, strays, thisTurn, turn } from "./scene.ts";

describe("an attempt that was given up and settles after all", () => {
  trap("F-045 its rejection is nobody's unhandled rejection, and onLate is told", async ({ retry, clock }) => {
    const late: LateEvent<unknown>[] = [];
    const error = new Error("too late");
    const { rejections } = await strays(async () => {
      const slow = (): Promise<never> => new Promise((_, reject) => clock.schedule(60, () => reject(error)));
      const options = { attempts: 1, attemptTimeout: 10, onLate: (event: LateEvent<unknown>) => void late.push(event) };
      const run = rejection(retry(slow, options, { clock }));
      expect(await clock.runUntil(run)).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
      await clock.advance(50);
    });
    expect(rejections).toEqual([]);
    expect(late).toEqual([{ attempt: 1, attempts: 1, elapsed: 60, settled: { ok: false, error } }]);
  });

  trap("F-045 without a hook it is swallowed", async ({ retry, clock }) => {
    const { rejections, warnings } = await strays(async () => {
      const slow = (): Promise<never> =>
        new Promise((_, reject) => clock.schedule(60, () => reject(new Error("too late"))));
      const run = rejection(retry(slow, { attempts: 1, totalTimeout: 10 }, { clock }));
      expect(await clock.runUntil(run)).toMatchObject({ code: "TOTAL_TIMEOUT" });
      await clock.advance(50);
    });
    expect({ rejections, warnings }).toEqual({ rejections: [], warnings: [] });
  });

  trap("F-046 its value is told to onLate and never returned", async ({ retry, clock }) => {
    const late: LateEvent<string>[] = [];
    let calls = 0;
    const slow = (): Promise<string> => {
      const value = `value ${++calls}`;
      return new Promise((resolve) => clock.schedule(calls === 1 ? 60 : 5, () => resolve(value)));
    };
    const options = {
      attemptTimeout: 10,
      schedule: fixed(100),
      onLate: (event: LateEvent<string>): void => void late.push(event),
    };
    expect(await clock.runUntil(retry(slow, options, { clock }))).toBe("value 2");
    expect(late).toEqual([{ attempt: 1, attempts: 3, elapsed: 60, settled: { ok: true, value: "value 1" } }]);
  });

  trap("F-036 after an abort onLate is told too", async ({ retry, clock }) => {
    const controller = new AbortController();
    const left = new Error("left");
    const late: LateEvent<string>[] = [];
    const slow = gate<string>();
    const options = { onLate: (event: LateEvent<string>): void => void late.push(event) };
    const run = rejection(retry(() => slow.promise, options, { clock, signal: controller.signal }));
    await clock.advance(20);
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
    await clock.advance(40);
    expect(late).toEqual([]);
    slow.open("done");
    await turn();
    expect(late).toEqual([{ attempt: 1, attempts: 3, elapsed: 60, settled: { ok: true, value: "done" } }]);
  });

  it("is told by the name it failed with, without the mark of permanent", async () => {
    const clock = virtualClock();
    const error = new Error("gone");
    const late: LateEvent<unknown>[] = [];
    const slow = (): Promise<never> => new Promise((_, reject) => clock.schedule(60, () => reject(permanent(error))));
    const options = { attempts: 1, attemptTimeout: 10, onLate: (event: LateEvent<unknown>) => void late.push(event) };
    await clock.runUntil(settle(slow, options, { clock }));
    await clock.advance(50);
    expect(late.map(({ settled }) => settled)).toEqual([{ ok: false, error }]);
  });

  it("is told nothing when every attempt settled in time", async () => {
    const clock = virtualClock();
    const late: unknown[] = [];
    const options = {
      attemptTimeout: 10,
      totalTimeout: "1d",
      onLate: (event: LateEvent<unknown>) => void late.push(event),
    } as const;
    await clock.runUntil(settle(failing([new Error("busy")], "done"), options, { clock }));
    await clock.advance("2d");
    expect(late).toEqual([]);
  });
});
