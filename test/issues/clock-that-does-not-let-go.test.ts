import { expect, it } from "vitest";
import { type Clock, fixed, settle } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { uncaught } from "../support/host.ts";

const stuck = new Error("cannot be taken back");
const failing = (): Promise<never> => Promise.reject(new Error("busy"));

/** A clock that throws when a wait is taken back. */
const clumsy = (): Clock => {
  const clock = virtualClock();
  const schedule = (delay: number, run: () => void): (() => void) => {
    clock.schedule(delay, run);
    return () => {
      throw stuck;
    };
  };
  return { now: clock.now, wallNow: clock.wallNow, schedule };
};

it("other runs under the same signal hear of its abort", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const other = virtualClock();
  const runs = [clumsy(), other].map((clock) => settle(failing, { schedule: fixed("1h") }, { clock, signal }));
  await other.advance(1);
  const errors = await uncaught(async () => {
    controller.abort("left");
    for (const outcome of await Promise.all(runs)) expect(outcome).toMatchObject({ reason: "aborted", error: "left" });
  });
  expect(errors).toEqual([stuck]);
});

it("the run has its answer all the same", async () => {
  const errors = await uncaught(async () => {
    const outcome = await settle(() => Promise.resolve("done"), { attemptTimeout: "1h" }, { clock: clumsy() });
    expect(outcome).toMatchObject({ ok: true, value: "done" });
  });
  expect(errors).toEqual([stuck]);
});
