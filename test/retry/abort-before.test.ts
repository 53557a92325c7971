import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { settle } from "../../src/retry/retry.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection, thisTurn } from "./scene.ts";

const left = new Error("left");

describe("abort before the first attempt", () => {
  trap("F-034 T4 rule 2c an aborted signal: no call at all, and its very reason", async ({ retry, clock }) => {
    const operation = failing([], "done");
    const run = rejection(retry(operation, {}, { clock, signal: AbortSignal.abort(left) }));
    expect(await thisTurn(run)).toBe(left);
    expect(operation.calls).toBe(0);
  });

  trap("F-034 rule 2c on the machine's own clock too", async ({ retry }) => {
    const operation = failing([], "done");
    expect(await rejection(retry(operation, {}, { signal: AbortSignal.abort(left) }))).toBe(left);
    expect(operation.calls).toBe(0);
  });

  trap("F-034 tells no attempt, and the end with attempt 0", { cannot: "it has no settle" }, async ({ clock }) => {
    const told: unknown[] = [];
    const outcome = await settle(
      () => "done",
      { onAttempt: (event) => void told.push(event), onGiveUp: (event) => void told.push(event) },
      { clock, signal: AbortSignal.abort(left) },
    );
    expect(outcome).toEqual({ ok: false, error: left, reason: "aborted", attempts: 0, elapsed: 0 });
    const failure = { kind: "error", error: left };
    expect(told).toEqual([{ attempt: 0, attempts: 3, elapsed: 0, failure, reason: "aborted" }]);
  });

  for (const [moment, hook] of [
    ["just before the sleep", "onRetry"],
    ["just before the attempt", "onAttempt"],
  ] as const) {
    trap(`F-037 an abort in the hook that runs ${moment} is not lost`, async ({ retry, clock }) => {
      const controller = new AbortController();
      const operation = failing([new Error("busy")]);
      const options = { schedule: fixed(400), [hook]: () => controller.abort(left) };
      const run = rejection(retry(operation, options, { clock, signal: controller.signal }));
      expect(await thisTurn(run)).toBe(left);
      expect(operation.calls).toBe(hook === "onRetry" ? 1 : 0);
      expect(clock.pending()).toEqual([]);
    });
  }

  trap("F-037 an abort while the listener is being added is not lost", async ({ retry, clock }) => {
    class Sly extends EventTarget {
      aborted = false;
      reason = left;
      override addEventListener(): void {
        this.aborted = true;
      }
    }
    const operation = failing([], "done");
    const run = rejection(retry(operation, {}, { clock, signal: new Sly() as unknown as AbortSignal }));
    expect(await thisTurn(run)).toBe(left);
    expect(operation.calls).toBe(0);
  });
});
