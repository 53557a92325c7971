import { describe, expect } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { Hooks } from "../../src/policy/events.ts";
import { trap } from "../support/trap.ts";
import { failing, never, rejection, thisTurn, turn } from "./scene.ts";

const busy = new Error("busy");
const failure = { kind: "error", error: busy };

/** All five hooks, that note their name and what they are told. */
function notebook(): { hooks: Hooks; told: unknown[] } {
  const told: unknown[] = [];
  const note =
    (name: string) =>
    (event: object): void =>
      void told.push([name, event]);
  const names = ["onAttempt", "onRetry", "onSuccess", "onGiveUp", "onLate"] as const;
  return { told, hooks: Object.fromEntries(names.map((name) => [name, note(name)])) };
}

describe("what the hooks are told, and in which order", () => {
  trap("rule 13d of a run that succeeds", async ({ retry, clock }) => {
    const { hooks, told } = notebook();
    const options = { attempts: 5, schedule: exponential(100), ...hooks };
    expect(await clock.runUntil(retry(failing([busy, busy], "done"), options, { clock }))).toBe("done");
    expect(told).toEqual([
      ["onAttempt", { attempt: 1, attempts: 5, elapsed: 0 }],
      ["onRetry", { attempt: 1, attempts: 5, elapsed: 0, failure, delay: 100, from: "schedule" }],
      ["onAttempt", { attempt: 2, attempts: 5, elapsed: 100 }],
      ["onRetry", { attempt: 2, attempts: 5, elapsed: 100, failure, delay: 200, from: "schedule" }],
      ["onAttempt", { attempt: 3, attempts: 5, elapsed: 300 }],
      ["onSuccess", { attempt: 3, attempts: 5, elapsed: 300, value: "done" }],
    ]);
  });

  trap("of a run that gives up", async ({ retry, clock }) => {
    const { hooks, told } = notebook();
    const run = rejection(retry(failing([busy]), { attempts: 2, schedule: fixed(100), ...hooks }, { clock }));
    expect(await clock.runUntil(run)).toBe(busy);
    expect(told).toEqual([
      ["onAttempt", { attempt: 1, attempts: 2, elapsed: 0 }],
      ["onRetry", { attempt: 1, attempts: 2, elapsed: 0, failure, delay: 100, from: "schedule" }],
      ["onAttempt", { attempt: 2, attempts: 2, elapsed: 100 }],
      ["onGiveUp", { attempt: 2, attempts: 2, elapsed: 100, failure, reason: "attempts" }],
    ]);
  });

  trap("of a run whose attempt was given up and settles in the end", async ({ retry, clock }) => {
    const { hooks, told } = notebook();
    const slow = (): Promise<string> => new Promise((resolve) => clock.schedule(60, () => resolve("late")));
    const run = rejection(retry(slow, { attempts: 1, attemptTimeout: 50, ...hooks }, { clock }));
    const error = await clock.runUntil(run);
    await clock.advance(100);
    expect(told).toEqual([
      ["onAttempt", { attempt: 1, attempts: 1, elapsed: 0 }],
      ["onGiveUp", { attempt: 1, attempts: 1, elapsed: 50, failure: { kind: "error", error }, reason: "attempts" }],
      ["onLate", { attempt: 1, attempts: 1, elapsed: 60, settled: { ok: true, value: "late" } }],
    ]);
  });

  for (const [reason, options, operation, when] of [
    ["attempts", { attempts: 1 }, failing([busy])],
    ["not-retryable", {}, failing([permanent(busy)]), ", for a permanent error"],
    ["not-retryable", { retryIf: () => false }, failing([busy])],
    ["deadline", { totalTimeout: 100, schedule: fixed(100) }, failing([busy])],
    ["deadline", { totalTimeout: 100, attempts: 1 }, never, ", in the last attempt"],
    ["hint-too-long", { delayHint: () => ({ delay: 2_000, spread: 0, atMost: 1_000 }) }, failing([busy])],
    ["policy-error", { retryIf: () => "yes" as never }, failing([busy])],
  ] as const) {
    trap(`onGiveUp is told the reason, such as ${reason}${when ?? ""}`, async ({ retry, clock }) => {
      const reasons: string[] = [];
      const onGiveUp = (event: { reason: string }): void => void reasons.push(event.reason);
      await clock.runUntil(rejection(retry(operation, { ...options, onGiveUp }, { clock })));
      expect(reasons).toEqual([reason]);
    });
  }

  trap("onGiveUp is told of an abort, with the caller's reason", async ({ retry, clock }) => {
    const { hooks, told } = notebook();
    const controller = new AbortController();
    const options = { schedule: fixed(400), ...hooks };
    const run = rejection(retry(failing([busy]), options, { clock, signal: controller.signal }));
    await clock.advance(50);
    controller.abort("left");
    await thisTurn(run);
    const left = { kind: "error", error: "left" };
    expect(told.at(-1)).toEqual([
      "onGiveUp",
      { attempt: 1, attempts: 3, elapsed: 50, failure: left, reason: "aborted" },
    ]);
  });
});

describe("the moment of each hook", () => {
  trap("onAttempt just before the call, onRetry before the wait, the last before the caller", async (stage) => {
    const { retry, clock } = stage;
    const order: string[] = [];
    const operation = ({ attempt }: { attempt: number }): string => {
      order.push(`call ${attempt} at ${clock.now()}`);
      if (attempt === 1) throw busy;
      return "done";
    };
    const note = (what: string) => (): void => void order.push(`${what} at ${clock.now()}`);
    const options = {
      schedule: fixed(100),
      onAttempt: note("onAttempt"),
      onRetry: note("onRetry"),
      onSuccess: note("onSuccess"),
    };
    await clock.runUntil(retry(operation, options, { clock }).then(note("caller")));
    expect(order).toEqual([
      "onAttempt at 0",
      "call 1 at 0",
      "onRetry at 0",
      "onAttempt at 100",
      "call 2 at 100",
      "onSuccess at 100",
      "caller at 100",
    ]);
  });

  trap("onGiveUp before the caller too", async ({ retry, clock }) => {
    const order: string[] = [];
    const onGiveUp = (): void => void order.push("onGiveUp");
    const run = retry(failing([busy]), { attempts: 1, onGiveUp }, { clock });
    await run.catch(() => order.push("caller"));
    expect(order).toEqual(["onGiveUp", "caller"]);
  });

  trap("on the machine's clock a first attempt that is watched by hooks alone is told as well", async ({ retry }) => {
    const { hooks, told } = notebook();
    expect(await retry(() => "done", { onSuccess: hooks.onSuccess })).toBe("done");
    expect(await retry(() => "done", { onAttempt: hooks.onAttempt })).toBe("done");
    expect(await rejection(retry(failing([busy]), { attempts: 1, onGiveUp: hooks.onGiveUp }))).toBe(busy);
    await turn();
    expect(told.map((each) => (each as [string])[0])).toEqual(["onSuccess", "onAttempt", "onGiveUp"]);
  });
});
