import { describe, expect, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { trap } from "../support/trap.ts";
import { failing, never, rejection, strays, thisTurn, turn } from "./scene.ts";

describe("the reason of an abort is the rejection", () => {
  for (const [what, reason] of [
    ["null", null],
    ["a string", "left"],
    ["zero", 0],
    ["false", false],
    ["a symbol", Symbol("left")],
    ["a frozen object", Object.freeze({ why: "left" })],
    ["a DOMException", new DOMException("left", "TimeoutError")],
  ] as const) {
    trap(`F-048 ${what}: before, while waiting and during an attempt`, async ({ retry, clock }) => {
      const during = new AbortController();
      const waiting = new AbortController();
      const runs = [
        retry(never, {}, { clock, signal: AbortSignal.abort(reason) }),
        retry(failing([new Error("busy")]), { schedule: fixed(400) }, { clock, signal: waiting.signal }),
        retry(never, {}, { clock, signal: during.signal }),
      ].map(rejection);
      await turn();
      waiting.abort(reason);
      during.abort(reason);
      for (const run of runs) expect(await thisTurn(run)).toBe(reason);
    });
  }

  trap("F-048 without a reason, the platform's own AbortError", async ({ retry, clock }) => {
    const controller = new AbortController();
    const run = rejection(retry(never, {}, { clock, signal: controller.signal }));
    controller.abort();
    const error = await thisTurn(run);
    expect(error).toBe(controller.signal.reason);
    expect((error as Error).name).toBe("AbortError");
  });

  trap("F-048 undefined, from a signal that is not the platform's", async ({ retry, clock }) => {
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    const run = rejection(retry(never, {}, { clock, signal: signal as unknown as AbortSignal }));
    signal.aborted = true;
    signal.dispatchEvent(new Event("abort"));
    expect(await thisTurn(run)).toBe(undefined);
  });
});

describe("a long-lived signal", () => {
  trap("is heard by a run that comes after others have ended, and by each of several", async ({ retry, clock }) => {
    const controller = new AbortController();
    const env = { clock, signal: controller.signal };
    await clock.runUntil(retry(() => "done", {}, env));
    const waiting = retry(failing([new Error("busy")]), { schedule: fixed(400) }, env);
    const brief = retry(failing([new Error("busy")], "done"), { schedule: fixed(10) }, env);
    const during = retry(never, {}, env);
    expect(await clock.runUntil(brief)).toBe("done");
    controller.abort("left");
    expect(await thisTurn(Promise.all([waiting, during].map(rejection)))).toEqual(["left", "left"]);
  });

  trap("F-042 2 000 sleepers on one signal leave together, without a warning", async ({ retry, clock }) => {
    const controller = new AbortController();
    const left = new Error("left");
    const { warnings } = await strays(async () => {
      const runs = Array.from({ length: 2_000 }, () =>
        rejection(retry(failing([new Error("busy")]), { schedule: fixed(400) }, { clock, signal: controller.signal })),
      );
      await turn();
      controller.abort(left);
      expect(await thisTurn(Promise.all(runs))).toEqual(runs.map(() => left));
      expect(clock.pending()).toEqual([]);
    });
    expect(warnings).toEqual([]);
  });

  trap(
    "F-041 no signal is derived from it that it would have to hold on to",
    { cannot: "it derives none either" },
    async ({ retry, clock }) => {
      const any = vi.spyOn(AbortSignal, "any");
      const { signal } = new AbortController();
      let calls = 0;
      const read = (attempt: { signal: AbortSignal }): Promise<never> => (calls++, Promise.reject(attempt.signal));
      const run = rejection(retry(read, { attempts: 100, attemptTimeout: 50, totalTimeout: "1d" }, { clock, signal }));
      await clock.runUntil(run);
      expect(calls).toBe(100);
      expect(any).not.toHaveBeenCalled();
      any.mockRestore();
    },
  );
});
