import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import type { Env } from "../../src/engine/env.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { retry as ours } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { collect } from "./garbage.ts";
import { listeners, never, rejection, turn } from "./scene.ts";

const busy = new Error("busy");
const fails = (): never => {
  throw busy;
};

/** One way that a run can end. */
interface Ending {
  readonly how: string;
  readonly operation: (attempt: AttemptContext) => unknown;
  readonly options?: PolicyOptions;
  /** When the caller leaves, in milliseconds, and 0 for before the run; never unless given. */
  readonly leaves?: number;
}

const unlistening = { cannot: "it makes none of them" };
const limits = { schedule: fixed(100), attemptTimeout: 1_000, totalTimeout: 5_000 };
const endings: readonly Ending[] = [
  { how: "success at once", operation: () => "done" },
  { how: "success after a failure", operation: ({ attempt }) => (attempt > 1 ? "done" : fails()) },
  { how: "no attempt left", operation: fails },
  { how: "one attempt only", operation: fails, options: { attempts: 1 } },
  { how: "a permanent error", operation: () => Promise.reject(permanent(busy)) },
  { how: "a predicate that says no", operation: fails, options: { retryIf: () => false } },
  { how: "a predicate that throws", operation: fails, options: { retryIf: fails } },
  { how: "a rejected result", operation: () => "done", options: { retryResult: () => true } },
  { how: "a delay beyond the deadline", operation: fails, options: { schedule: fixed("1h") } },
  {
    how: "a hint that is too long",
    operation: fails,
    options: { delayHint: () => ({ delay: 9, spread: 0, atMost: 1 }) },
  },
  { how: "attempts that time out", operation: never },
  { how: "attempts that time out and heard of it", operation: ({ signal }) => (signal.throwIfAborted(), never()) },
  { how: "a deadline during an attempt", operation: never, options: { attemptTimeout: Infinity } },
  { how: "an abort before it", operation: () => "done", leaves: 0 },
  { how: "an abort while waiting", operation: fails, leaves: 50 },
  { how: "an abort during an attempt", operation: never, leaves: 50 },
  { how: "an abort in the second attempt", operation: ({ attempt }) => (attempt > 1 ? never() : fails()), leaves: 150 },
  { how: "an abort after a timeout", operation: never, leaves: 1_050 },
];

/** The timers that tick, of those that are made from now on until the test ends. */
function countedTimers(): ReadonlySet<unknown> {
  const { setInterval, clearInterval } = globalThis;
  const ticking = new Set<unknown>();
  vi.stubGlobal("setInterval", (...timer: Parameters<typeof setInterval>) => {
    const made = setInterval(...timer);
    ticking.add(made);
    return made;
  });
  vi.stubGlobal("clearInterval", (made: NodeJS.Timeout) => {
    ticking.delete(made);
    clearInterval(made);
  });
  return ticking;
}

afterEach(() => void vi.unstubAllGlobals());

describe("rule 2d what is left of a run when it has ended", () => {
  for (const { how, operation, options, leaves } of endings) {
    trap(`F-039 F-040 after ${how}: no timer, no listener, no note`, unlistening, async ({ retry }) => {
      const clock = virtualClock({ patience: 0 });
      const controller = new AbortController();
      if (leaves === 0) controller.abort("left");
      const run = rejection(retry(operation, { ...limits, ...options }, { clock, signal: controller.signal }));
      const during = listeners(controller.signal);
      if (leaves) clock.schedule(leaves, () => controller.abort("left"));
      await clock.runUntil(run);
      expect(clock.pending()).toEqual([]);
      expect(listeners(controller.signal)).toBe(0);
      if (leaves !== 0) expect(during).toBe(1);
      // A clock that stands still names what waits: nothing but the promise that it is asked about.
      const still = rejection(clock.runUntil(never()));
      expect(((await still) as Error).message).toContain(": the promise still waits");
      controller.abort("too late");
      await turn();
      expect(clock.pending()).toEqual([]);
    });
  }

  trap("F-040 300 runs in a row leave no listener on the signal they share", unlistening, async ({ retry, clock }) => {
    const { signal } = new AbortController();
    const most: number[] = [];
    for (let index = 0; index < 300; index++) {
      const { operation, options } = endings[index % 11]!;
      const run = rejection(retry(operation, { ...limits, ...options }, { clock, signal }));
      most.push(listeners(signal));
      await clock.runUntil(run);
    }
    expect(Math.max(...most)).toBe(1);
    expect(listeners(signal)).toBe(0);
  });

  trap("rule 2d on the machine's clock neither", unlistening, async ({ retry }) => {
    const timers = countedTimers();
    const { signal } = new AbortController();
    const controller = new AbortController();
    const limited = { ...limits, schedule: fixed(2) };
    await retry(() => "done", limited, { signal });
    await rejection(retry(fails, limited, { signal }));
    await rejection(retry(never, { ...limited, attemptTimeout: 3 }, { signal }));
    expect(timers.size).toBe(0);
    const leaving = rejection(retry(never, limited, { signal: controller.signal }));
    const waiting = rejection(retry(fails, limits, { signal: controller.signal }));
    await turn();
    expect(timers.size).toBeGreaterThan(0);
    controller.abort();
    await Promise.all([leaving, waiting]);
    expect(timers.size).toBe(0);
    expect([signal, controller.signal].map(listeners)).toEqual([0, 0]);
  });
});

describe("rule 2d what a long-lived signal, clock and policy hold on to", () => {
  const play = async (
    ending: Ending,
    env: Env & { clock: ReturnType<typeof virtualClock> },
  ): Promise<WeakRef<object>> => {
    const held = { operation: ending.operation };
    const operation = (attempt: AttemptContext): unknown => held.operation(attempt);
    await env.clock.runUntil(rejection(ours(operation, { ...limits, ...ending.options }, env)));
    return new WeakRef(held);
  };

  for (const ending of endings.filter(({ leaves }) => leaves === undefined)) {
    it(`is nothing of runs that have ended: ${ending.how}`, async () => {
      const env = { clock: virtualClock(), signal: new AbortController().signal };
      const held: WeakRef<object>[] = [];
      for (let runs = 0; runs < 10; runs++) held.push(await play(ending, env));
      await turn();
      collect();
      await turn();
      collect();
      // Not none: some engines look for references on the stack and take a leftover for one.
      expect(held.filter((each) => each.deref() !== undefined).length).toBeLessThan(5);
      expect(env.signal.aborted).toBe(false);
    });
  }
});
