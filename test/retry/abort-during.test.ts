import { describe, expect } from "vitest";
import { trap } from "../support/trap.ts";
import { gate, listeners, never, rejection, strays, thisTurn, turn } from "./scene.ts";

const left = new Error("left");

describe("abort during an attempt", () => {
  trap("F-036 T3 rule 2b the caller is free at once, also when the attempt ignores its signal", async (stage) => {
    const { retry, clock } = stage;
    const controller = new AbortController();
    const run = rejection(retry(never, {}, { clock, signal: controller.signal }));
    await clock.advance(30);
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
  });

  trap("F-036 rule 2b on the machine's own clock too", async ({ retry }) => {
    const controller = new AbortController();
    const run = rejection(retry(never, {}, { signal: controller.signal }));
    await turn();
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
  });

  trap("rule 2b the attempt's own signal aborts with the same reason", async ({ retry, clock }) => {
    const controller = new AbortController();
    let own: AbortSignal | undefined;
    const run = rejection(retry(({ signal }) => ((own = signal), never()), {}, { clock, signal: controller.signal }));
    await turn();
    expect(own?.aborted).toBe(false);
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
    expect(own).not.toBe(controller.signal);
    expect(own?.reason).toBe(left);
  });

  trap("rule 2b its late rejection is swallowed", async ({ retry, clock }) => {
    const controller = new AbortController();
    const slow = gate<never>();
    const { rejections } = await strays(async () => {
      const run = rejection(retry(() => slow.promise, {}, { clock, signal: controller.signal }));
      await turn();
      controller.abort(left);
      expect(await thisTurn(run)).toBe(left);
      slow.shut(new Error("too late"));
    });
    expect(rejections).toEqual([]);
  });

  trap("rule 2e an abort is never retried, whatever the predicate says", async ({ retry, clock }) => {
    const controller = new AbortController();
    const asked: unknown[] = [];
    const retryIf = (error: unknown): boolean => asked.push(error) > 0;
    let calls = 0;
    const obedient = ({ signal }: { signal: AbortSignal }): Promise<never> => {
      calls++;
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("stopped")));
      });
    };
    const run = rejection(retry(obedient, { attempts: 5, retryIf }, { clock, signal: controller.signal }));
    await turn();
    controller.abort(left);
    expect(await clock.runUntil(run)).toBe(left);
    await clock.advance("1h");
    expect({ calls, asked, listening: listeners(controller.signal) }).toEqual({ calls: 1, asked: [], listening: 0 });
  });

  trap("F-038 an abort at 20 ms beats a value at 60 ms", async ({ retry, clock }) => {
    const controller = new AbortController();
    const slow = (): Promise<string> => new Promise((resolve) => clock.schedule(60, () => resolve("done")));
    const run = rejection(retry(slow, {}, { clock, signal: controller.signal }));
    clock.schedule(20, () => controller.abort(left));
    await clock.advance(20);
    expect(await thisTurn(run)).toBe(left);
  });

  trap("F-038 a value that settles just after the abort loses", async ({ retry, clock }) => {
    const controller = new AbortController();
    const slow = gate<string>();
    const run = rejection(retry(() => slow.promise, {}, { clock, signal: controller.signal }));
    await turn();
    controller.abort(left);
    slow.open("done");
    expect(await run).toBe(left);
  });

  trap(
    "F-038 a value that settled just before the abort wins",
    { cannot: "it never looks at its signal after a success" },
    async ({ retry, clock }) => {
      const controller = new AbortController();
      const slow = gate<string>();
      const run = retry(() => slow.promise, {}, { clock, signal: controller.signal });
      await turn();
      slow.open("done");
      controller.abort(left);
      expect(await run).toBe("done");
    },
  );

  for (const attempts of [1, 2]) {
    trap(
      `F-038 an error that settled just before the abort gives way to it, of ${attempts} attempts`,
      { cannot: "it looks at its signal after a failure, if nowhere else" },
      async ({ retry, clock }) => {
        const controller = new AbortController();
        const slow = gate<string>();
        const asked: unknown[] = [];
        const retryIf = (error: unknown): boolean => asked.push(error) > 0;
        const run = rejection(retry(() => slow.promise, { attempts, retryIf }, { clock, signal: controller.signal }));
        await turn();
        slow.shut(new Error("busy"));
        controller.abort(left);
        expect(await thisTurn(run)).toBe(left);
        expect(asked).toEqual([]);
      },
    );
  }

  trap("F-038 at the same virtual instant, whoever came first wins", async ({ retry, clock }) => {
    const ended = (first: "abort" | "value"): Promise<unknown> => {
      const controller = new AbortController();
      const slow = gate<string>();
      const steps = [() => controller.abort(left), () => slow.open("done")];
      for (const step of first === "abort" ? steps : steps.toReversed()) clock.schedule(20, step);
      return retry(() => slow.promise, {}, { clock, signal: controller.signal }).catch((error: unknown) => error);
    };
    const runs = Promise.all([ended("abort"), ended("value")]);
    expect(await clock.runUntil(runs)).toEqual([left, "done"]);
  });
});
