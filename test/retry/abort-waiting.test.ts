import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection, thisTurn, turn } from "./scene.ts";

const left = new Error("left");

describe("abort while waiting", () => {
  trap("F-035 T2 rule 2a it ends in the same turn, with the very reason, and no call follows", async (stage) => {
    const { retry, clock } = stage;
    const controller = new AbortController();
    const operation = failing([new Error("busy")]);
    const run = rejection(retry(operation, { schedule: fixed(400) }, { clock, signal: controller.signal }));
    await clock.advance(50);
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
    expect(clock.pending()).toEqual([]);
    await clock.advance("1h");
    expect(operation.calls).toBe(1);
  });

  trap("F-035 rule 2a on the machine's own clock too", async ({ retry }) => {
    const controller = new AbortController();
    const operation = failing([new Error("busy")]);
    const run = rejection(retry(operation, { schedule: fixed("1h") }, { signal: controller.signal }));
    await turn();
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
    expect(operation.calls).toBe(1);
  });

  trap("F-035 in a run without delays, within one turn", async ({ retry }) => {
    const controller = new AbortController();
    const operation = failing([new Error("busy")]);
    const options = { schedule: fixed(0), attempts: 20_000 };
    const run = rejection(retry(operation, options, { signal: controller.signal }));
    void turn().then(() => controller.abort(left));
    expect(await run).toBe(left);
    expect(operation.calls).toBeLessThan(1_000);
  });

  for (const [place, options] of [
    ["the predicate", (abort: () => void) => ({ retryIf: () => (abort(), true) })],
    ["the schedule", (abort: () => void) => ({ schedule: { ...fixed(400), delay: () => (abort(), 400) } })],
    ["the hint", (abort: () => void) => ({ delayHint: () => (abort(), undefined) })],
  ] as const) {
    trap(
      `F-037 an abort inside ${place} starts no wait`,
      { cannot: "when it asks, if at all, is its own affair" },
      async ({ retry, clock }) => {
        const controller = new AbortController();
        const operation = failing([new Error("busy")]);
        const abort = (): void => controller.abort(left);
        const run = rejection(retry(operation, options(abort), { clock, signal: controller.signal }));
        expect(await thisTurn(run)).toBe(left);
        expect({ calls: operation.calls, pending: clock.pending() }).toEqual({ calls: 1, pending: [] });
      },
    );
  }
});
