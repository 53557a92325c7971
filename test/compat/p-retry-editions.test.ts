import type { RetryContext } from "p-retry";
import { describe, expect, it } from "vitest";
import { type Edition, peerOf } from "../../src/compat/p-retry-peer.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { rejection } from "../retry/scene.ts";
import { EDITIONS, genuine, ours, peer, type Verb } from "./p-retry-genuine.ts";

const { AbortError } = genuine;
const verbs: readonly (readonly [name: string, edition: Edition, verb: Verb])[] = [
  ...EDITIONS.map((edition) => [`as p-retry ${edition}`, edition, ours(edition)] as const),
  [`the genuine p-retry ${peer.edition}`, peer.edition, genuine.default],
];

interface Told {
  readonly who: string;
  readonly delay: number | undefined;
  readonly left: number;
}

/** Callbacks that note who was told what, and give the answers. */
function noting(answers: { readonly shouldRetry?: unknown; readonly shouldConsumeRetry?: unknown } = {}) {
  const told: Told[] = [];
  const note =
    (who: string, answer: unknown) =>
    (context: RetryContext & { readonly retryDelay?: number }): never => {
      told.push({ who, delay: context.retryDelay, left: context.retriesLeft });
      return answer as never;
    };
  const { shouldRetry = true } = answers;
  const callbacks = {
    onFailedAttempt: note("failed", undefined),
    shouldRetry: note("retry?", shouldRetry),
    shouldConsumeRetry: note("consume?", "shouldConsumeRetry" in answers ? answers.shouldConsumeRetry : true),
  };
  return { told, callbacks };
}

const busy = new Error("busy");
const onceBusy = (attempt: number): string => {
  if (attempt === 1) throw busy;
  return "done";
};

describe.each(verbs)("%s", (_name, edition, pRetry) => {
  it("asks and tells in its order", async () => {
    const { told, callbacks } = noting();
    await pRetry(onceBusy, { retries: 1, minTimeout: 3, ...callbacks });
    const order = told.map(({ who, delay }) => [who, delay]);
    expect(order).toEqual(
      edition === 7
        ? [
            ["failed", undefined],
            ["consume?", undefined],
            ["retry?", undefined],
          ]
        : [
            ["consume?", 3],
            ["failed", 3],
            ["retry?", 3],
          ],
    );
  });

  it("tells the last failure to all but the one who is asked for another", async () => {
    const { told, callbacks } = noting();
    expect(await rejection(pRetry(() => Promise.reject(busy), { retries: 0, minTimeout: 3, ...callbacks }))).toBe(busy);
    const delay = edition === 7 ? undefined : 0;
    const who = edition === 7 ? ["failed", "consume?"] : ["consume?", "failed"];
    expect(told).toEqual(who.map((each) => ({ who: each, delay, left: 0 })));
  });

  it("waits for no retry that does not count", async () => {
    const { told, callbacks } = noting({ shouldConsumeRetry: false });
    await pRetry(onceBusy, { retries: 1, minTimeout: 3_600_000, ...callbacks });
    expect(told.find(({ who }) => who === "failed")).toEqual({
      who: "failed",
      left: 1,
      delay: edition === 7 ? undefined : 0,
    });
  });

  it("takes no answer to shouldConsumeRetry for a no, but for the newest", async () => {
    const { told, callbacks } = noting({ shouldConsumeRetry: undefined });
    await pRetry((attempt) => (attempt < 4 ? Promise.reject(busy) : "done"), {
      minTimeout: 1,
      factor: 1,
      ...callbacks,
    });
    const left = told.filter(({ who }) => who === "retry?").map((each) => each.left);
    expect(left).toEqual(edition === 9 ? [10, 9, 8] : [10, 10, 10]);
  });

  it("never tries again after a mistake, but for the oldest where it does not count", async () => {
    const mistake = new TypeError("rows.map is not a function");
    const counting = noting();
    expect(await rejection(pRetry(() => Promise.reject(mistake), counting.callbacks))).toBe(mistake);
    expect(counting.told.map(({ who }) => who).toSorted()).toEqual(["consume?", "failed"]);
    const free = noting({ shouldConsumeRetry: false });
    const run = pRetry((attempt) => (attempt < 2 ? Promise.reject(mistake) : "done"), free.callbacks);
    expect(await rejection(run)).toEqual(edition === 7 ? { resolvedWith: "done" } : mistake);
  });

  it("tells the planned delay before a mistake, but for the newest", async () => {
    const { told, callbacks } = noting();
    await rejection(pRetry(() => Promise.reject(new TypeError("a mistake")), { minTimeout: 3, ...callbacks }));
    const { delay } = told.find(({ who }) => who === "consume?")!;
    expect(delay).toBe({ 7: undefined, 8: 3, 9: 0 }[edition]);
  });

  it("tries again when fetch has failed", async () => {
    const input = (attempt: number): string => {
      if (attempt === 1) throw new TypeError("fetch failed");
      return "done";
    };
    expect(await pRetry(input, { minTimeout: 1 })).toBe("done");
  });

  it("looks into an AbortError once, the newest to the bottom", async () => {
    const inner = new AbortError(busy);
    const nested = pRetry(() => Promise.reject(new AbortError(inner)));
    expect(await rejection(nested)).toBe(edition === 9 ? busy : inner);
  });

  it("gives up an AbortError that holds no error", async () => {
    const empty = Object.assign(new AbortError("no"), { originalError: undefined });
    expect(await rejection(pRetry(() => Promise.reject(empty)))).toBe(edition === 9 ? empty : undefined);
  });

  it("wraps what is no error, in its words", async () => {
    const { told, callbacks } = noting();
    const error = await rejection(pRetry(() => Promise.reject("so what"), callbacks));
    expect(error).toEqual(new TypeError('Non-error was thrown: "so what". You should only throw errors.'));
    expect(told).toHaveLength(2);
  });

  it("ends with what a callback throws or rejects with", async () => {
    const enough = new Error("enough");
    for (const name of ["onFailedAttempt", "shouldRetry", "shouldConsumeRetry"]) {
      const throwing = (): never => {
        throw enough;
      };
      expect(await rejection(pRetry(() => Promise.reject(busy), { [name]: throwing }))).toBe(enough);
      expect(await rejection(pRetry(() => Promise.reject(busy), { [name]: () => Promise.reject(enough) }))).toBe(
        enough,
      );
    }
  });

  it("grows the delay by a factor of 0 as by 1", async () => {
    const { told, callbacks } = noting();
    await rejection(pRetry(() => Promise.reject(busy), { retries: 2, factor: 0, minTimeout: 2, ...callbacks }));
    const delays = told.filter(({ who }) => who === "retry?").map(({ delay }) => delay);
    expect(delays).toEqual(edition === 7 ? [undefined, undefined] : [2, 2]);
  });

  it("rounds a fraction of a cap up, if it is the newest", async () => {
    const { told, callbacks } = noting();
    await rejection(pRetry(() => Promise.reject(busy), { retries: 1, minTimeout: 9, maxTimeout: 1.5, ...callbacks }));
    expect(told.find(({ who }) => who === "retry?")?.delay).toBe({ 7: undefined, 8: 1.5, 9: 2 }[edition]);
  });

  it("has no delay for a base of 0 that has grown beyond all numbers", async () => {
    const { told, callbacks } = noting();
    const options = { retries: 2, minTimeout: 0, factor: Number.MAX_VALUE, ...callbacks };
    await rejection(pRetry((attempt) => Promise.reject(new Error(`${attempt}`)), { ...options, retries: 3 }));
    const delays = told.filter(({ who }) => who === "retry?").map(({ delay }) => delay);
    expect(delays).toEqual({ 7: [undefined, undefined, undefined], 8: [0, 0, NaN], 9: [0, 0, 0] }[edition]);
  });
});

describe.each(EDITIONS)("as p-retry %i, the time for retrying", (edition) => {
  /** All attempts fail after the same time; who was told, how often it was called, and when it was over. */
  const inTime = async (takes: number, maxRetryTime: number) => {
    const clock = virtualClock();
    const { told, callbacks } = noting();
    let calls = 0;
    const input = (): Promise<never> =>
      new Promise((_, reject) => {
        calls++;
        clock.schedule(takes, () => reject(busy));
      });
    const run = ours(edition)(input, { minTimeout: 100, factor: 1, maxRetryTime, clock, ...callbacks });
    expect(await clock.runUntil(rejection(run))).toBe(busy);
    return { last: told.slice(-3).map(({ who, delay }) => [who, delay]), calls, over: clock.now() };
  };

  it("ends after an attempt that was too long, and no delay is told", async () => {
    const last = {
      7: [["failed", undefined]],
      8: [["failed", 0]],
      9: [
        ["consume?", 0],
        ["failed", 0],
      ],
    }[edition];
    expect(await inTime(50, 50)).toEqual({ last, calls: 1, over: 50 });
  });

  it("cuts the last wait short, and starts an attempt all the same", async () => {
    expect(await inTime(10, 170)).toMatchObject({ calls: 3, over: 180 });
  });

  it("is none when there is none", async () => {
    expect(await inTime(0, 0)).toMatchObject({ calls: 1, over: 0 });
  });

  it("is looked at after the last question, but not by the oldest", async () => {
    const clock = virtualClock();
    const slowly = (): Promise<boolean> => new Promise((resolve) => clock.schedule(30, () => resolve(true)));
    let calls = 0;
    const input = (): Promise<never> => Promise.reject(new Error(`attempt ${++calls}`));
    const run = ours(edition)(input, { maxRetryTime: 20, minTimeout: 1, shouldRetry: slowly, clock });
    await clock.runUntil(rejection(run));
    expect(calls).toBe(edition === 7 ? 2 : 1);
  });
});

describe("the edition", () => {
  const takes =
    (...counts: readonly unknown[]): typeof genuine.default =>
    async (input, options) => {
      if (!counts.includes(options?.retries)) throw new TypeError("not taken");
      return input(1);
    };

  it("is told by the counts of retries that are taken", () => {
    expect(peerOf(takes(0.5), AbortError).edition).toBe(7);
    expect(peerOf(takes(), AbortError).edition).toBe(8);
    expect(peerOf(takes(null), AbortError).edition).toBe(9);
  });
});
