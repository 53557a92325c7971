import { describe, expect, it } from "vitest";
import type { Options } from "p-retry";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { gate, listeners, never, rejection, strays, thisTurn, turn } from "../retry/scene.ts";
import { EDITIONS, ours, type Verb } from "./p-retry-genuine.ts";
import { unsafe } from "./p-retry-unsafe.ts";

const busy = new Error("busy");
const left = new Error("left");

/** How many calls there are in the first 50 real milliseconds. */
async function soon(pRetry: Verb, options: Options): Promise<number> {
  const controller = new AbortController();
  let calls = 0;
  const input = (): Promise<string> => (++calls < 5 ? Promise.reject(busy) : Promise.resolve("done"));
  // Node warns of a timer that overflows.
  await strays(async () => {
    const run = rejection(pRetry(input, { ...options, signal: controller.signal }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort(left);
    expect(await run).toBe(left);
  });
  return calls;
}

describe("a long delay", () => {
  unsafe("T1 of 2^31 ms does not come to an end at once", { mended: 9 }, async (pRetry) => {
    expect(await soon(pRetry, { minTimeout: 2 ** 31 })).toBe(1);
  });

  unsafe("that has grown beyond all numbers does not either", { mended: 9 }, async (pRetry) => {
    expect(await soon(pRetry, { minTimeout: 1e308, factor: 1e308, randomize: true })).toBe(1);
    expect(await soon(pRetry, { minTimeout: 1, factor: Number.MAX_VALUE })).toBe(2);
  });

  it.each(EDITIONS)("is waited to its end as p-retry %i, which is 2^31 - 1 ms for the newest", async (edition) => {
    const clock = virtualClock();
    const starts: number[] = [];
    const input = (): Promise<never> => {
      starts.push(clock.now());
      return Promise.reject(busy);
    };
    const options = { retries: 2, minTimeout: 2 ** 31, clock };
    await clock.runUntil(rejection(ours(edition)(input, options)));
    expect(starts).toEqual(edition === 9 ? [0, 2 ** 31 - 1, 2 ** 32 - 2] : [0, 2 ** 31, 3 * 2 ** 31]);
  });
});

describe("no delay", () => {
  const hot: readonly (readonly [name: string, options: Options])[] = [
    ["minTimeout: 0", { minTimeout: 0, factor: 1 }],
    ["maxTimeout: 0", { maxTimeout: 0 }],
    ["retries that do not count", { shouldConsumeRetry: () => false }],
  ];
  for (const [name, options] of hot) {
    unsafe(`F-027 ${name} lets a timer run`, {}, async (pRetry) => {
      let calls = 0;
      let callsAtTimer = 0;
      const timer = setTimeout(() => (callsAtTimer = calls), 5);
      const input = (): Promise<string> => (++calls < 20_000 ? Promise.reject(busy) : Promise.resolve("done"));
      expect(await pRetry(input, { retries: Infinity, ...options })).toBe("done");
      clearTimeout(timer);
      expect(callsAtTimer).toBeGreaterThan(0);
    });
  }

  unsafe("F-027 a caller who leaves is heard", {}, async (pRetry) => {
    const controller = new AbortController();
    void turn().then(() => controller.abort(left));
    let calls = 0;
    const input = (): Promise<string> => (++calls < 20_000 ? Promise.reject(busy) : Promise.resolve("done"));
    const options = { retries: Infinity, minTimeout: 0, factor: 1, signal: controller.signal };
    expect(await rejection(pRetry(input, options))).toBe(left);
  });
});

describe("a caller who leaves", () => {
  unsafe("F-036 is free at once, also when the attempt never ends", {}, async (pRetry) => {
    const controller = new AbortController();
    const run = rejection(pRetry(never, { signal: controller.signal }));
    await turn();
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
    expect(listeners(controller.signal)).toBe(0);
  });

  for (const name of ["onFailedAttempt", "shouldRetry", "shouldConsumeRetry"]) {
    unsafe(`is free at once, also when ${name} never ends`, {}, async (pRetry) => {
      const controller = new AbortController();
      const run = rejection(pRetry(() => Promise.reject(busy), { signal: controller.signal, [name]: never }));
      await turn();
      controller.abort(left);
      expect(await thisTurn(run)).toBe(left);
    });
  }

  unsafe("hears the reason, not the failure of the last attempt", { mended: 9 }, async (pRetry) => {
    const controller = new AbortController();
    const input = (): Promise<never> => {
      controller.abort(left);
      return Promise.reject(busy);
    };
    expect(await rejection(pRetry(input, { retries: 0, signal: controller.signal }))).toBe(left);
  });

  unsafe("is not told to the callbacks as a failure", { mended: 9 }, async (pRetry) => {
    const controller = new AbortController();
    const told: unknown[] = [];
    const input = (): string => {
      controller.abort("left");
      return "done";
    };
    const run = pRetry(input, { signal: controller.signal, onFailedAttempt: ({ error }) => void told.push(error) });
    expect(await rejection(run)).toBe("left");
    expect(told).toEqual([]);
  });

  unsafe("is heard when a callback leaves, and no other callback is asked", { mended: 9 }, async (pRetry) => {
    const controller = new AbortController();
    const asked: string[] = [];
    const leave = (): void => controller.abort(left);
    const callbacks = {
      onFailedAttempt: () => void asked.push("failed"),
      shouldConsumeRetry: () => (asked.push("consume?"), leave(), true),
      shouldRetry: () => asked.push("retry?") > 0,
    };
    expect(await rejection(pRetry(() => Promise.reject(busy), { signal: controller.signal, ...callbacks }))).toBe(left);
    expect(asked.at(-1)).toBe("consume?");
  });

  unsafe("hears the reason, not what the callback throws that has left", {}, async (pRetry) => {
    const controller = new AbortController();
    const onFailedAttempt = (): never => {
      controller.abort(left);
      throw new Error("enough");
    };
    const run = pRetry(() => Promise.reject(busy), { signal: controller.signal, onFailedAttempt });
    expect(await rejection(run)).toBe(left);
  });

  it.each(EDITIONS)(
    "leaves nothing behind as p-retry %i: no call, no stray rejection, no listener",
    async (edition) => {
      const controller = new AbortController();
      const slow = gate<never>();
      let calls = 0;
      const { rejections } = await strays(async () => {
        const input = (): Promise<never> => (calls++, slow.promise);
        const run = rejection(ours(edition)(input, { minTimeout: 0, signal: controller.signal }));
        await turn();
        controller.abort(left);
        expect(await thisTurn(run)).toBe(left);
        slow.shut(new Error("too late"));
      });
      expect({ rejections, calls, listening: listeners(controller.signal) }).toEqual({
        rejections: [],
        calls: 1,
        listening: 0,
      });
    },
  );

  it.each(EDITIONS)("takes the timer along when the run waits as p-retry %i", async (edition) => {
    const controller = new AbortController();
    const clock = virtualClock();
    const run = rejection(ours(edition)(() => Promise.reject(busy), { signal: controller.signal, clock }));
    await clock.advance(500);
    controller.abort(left);
    expect(await thisTurn(run)).toBe(left);
    expect(clock.pending()).toEqual([]);
  });

  it.each(EDITIONS)("leaves no listener after a value or a failure as p-retry %i", async (edition) => {
    const { signal } = new AbortController();
    const input = (attempt: number): string => {
      if (attempt < 3) throw busy;
      return "done";
    };
    await ours(edition)(input, { minTimeout: 1, signal });
    await rejection(ours(edition)(input, { retries: 1, minTimeout: 1, signal }));
    expect(listeners(signal)).toBe(0);
  });

  it.each(EDITIONS)("before the start costs no call as p-retry %i", async (edition) => {
    let calls = 0;
    const run = ours(edition)(() => calls++, { signal: AbortSignal.abort(left) });
    expect(await rejection(run)).toBe(left);
    expect(calls).toBe(0);
  });
});

describe("what came from elsewhere", () => {
  unsafe("D10 a polluted prototype changes no option", {}, async (pRetry) => {
    const prototype: { retries?: number } = Object.prototype;
    prototype.retries = 0;
    try {
      const input = (attempt: number): string => {
        if (attempt < 3) throw busy;
        return "done";
      };
      expect(await pRetry(input, { minTimeout: 1 })).toBe("done");
    } finally {
      delete prototype.retries;
    }
  });

  unsafe("a thrown value that cannot be printed is wrapped all the same", { mended: 9 }, async (pRetry) => {
    for (const [thrown, printed] of [
      [Symbol("odd"), "Symbol(odd)"],
      [Object.create(null), "[object Object]"],
    ] as const) {
      const error = await rejection(pRetry(() => Promise.reject(thrown)));
      expect(error).toEqual(new TypeError(`Non-error was thrown: "${printed}". You should only throw errors.`));
    }
  });

  unsafe("half a retry is refused, and does not lose the last error", { mended: 8 }, async (pRetry) => {
    const error = await rejection(pRetry(() => Promise.reject(busy), { retries: 1.5, minTimeout: 1 }));
    expect(error).toEqual(new TypeError("Expected `retries` to be a non-negative integer or Infinity."));
  });

  unsafe("a signal that is none is refused at the door", { mended: 9 }, async (pRetry) => {
    for (const signal of [{}, { throwIfAborted: () => {} }, "signal"]) {
      const error = await rejection(pRetry(() => "done", { signal } as never));
      expect(error).toEqual(new TypeError("Expected `signal` to be an AbortSignal."));
    }
  });
});
