import { expect, it } from "vitest";
import { fixed, retry, settle } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";

it("an abort event without an abort is nothing, during an attempt and in a wait", async () => {
  const { signal } = new AbortController();
  const clock = virtualClock();
  let calls = 0;
  const operation = (): Promise<number> =>
    new Promise((resolve, reject) => {
      calls++;
      clock.schedule(30, () => (calls === 1 ? reject(new Error("busy")) : resolve(calls)));
    });
  const run = settle(operation, { schedule: fixed("1s") }, { clock, signal });
  await clock.advance(10);
  signal.dispatchEvent(new Event("abort"));
  await clock.advance(100);
  signal.dispatchEvent(new Event("abort"));
  expect(await clock.runUntil(run)).toMatchObject({ ok: true, value: 2, elapsed: 1_060 });
});

it("a listener's release may be called twice, though others listen by then", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  await retry(async () => 1, {}, { signal });
  const waiting = settle(() => new Promise(() => {}), {}, { signal });
  controller.abort("left");
  expect(await waiting).toMatchObject({ reason: "aborted", error: "left" });
});
