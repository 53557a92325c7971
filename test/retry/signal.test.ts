import { afterEach, describe, expect, it, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import { retry as ours } from "../../src/retry/retry.ts";
import { wrapWithAttempt } from "../../src/retry/wrap.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, never, rejection } from "./scene.ts";

/** Counts the controllers that are made, for as long as a test runs. */
function controllers(): () => number {
  let made = 0;
  class Counted extends AbortController {
    constructor() {
      super();
      made++;
    }
  }
  vi.stubGlobal("AbortController", Counted);
  return () => made;
}

afterEach(() => void vi.unstubAllGlobals());

describe("the signal of an attempt", () => {
  trap("is made only if it is read", { cannot: "it makes none, whoever reads" }, async ({ retry, clock }) => {
    const { signal } = new AbortController();
    const made = controllers();
    const options = { attemptTimeout: 50, totalTimeout: "1h", schedule: fixed(10) } as const;
    await clock.runUntil(retry(failing([new Error("busy")], "done"), options, { clock, signal }));
    await clock.runUntil(rejection(retry(never, options, { clock, signal })));
    await retry(() => "done");
    await wrapWithAttempt(({ attempt }) => attempt)();
    expect(made()).toBe(0);
  });

  trap("is made once per attempt that reads it, however often", async ({ retry, clock }) => {
    const made = controllers();
    const seen = new Set<AbortSignal>();
    const operation = (attempt: AttemptContext): string => {
      expect(attempt.signal).toBe(attempt.signal);
      seen.add(attempt.signal);
      if (attempt.attempt < 3) throw new Error("busy");
      return "done";
    };
    expect(await clock.runUntil(retry(operation, { schedule: fixed(10) }, { clock }))).toBe("done");
    expect({ made: made(), seen: seen.size }).toEqual({ made: 3, seen: 3 });
  });

  trap("is there in an unwatched first attempt too, and is not aborted by success", async ({ retry }) => {
    let own: AbortSignal | undefined;
    await retry(({ signal }) => {
      own = signal;
    });
    expect(own).toBeInstanceOf(AbortSignal);
    expect(own?.aborted).toBe(false);
  });

  trap("has aborted already when it is first read after the attempt was given up", async ({ retry, clock }) => {
    let first: AttemptContext | undefined;
    const operation = (attempt: AttemptContext): Promise<never> => {
      first ??= attempt;
      return never();
    };
    const error = await clock.runUntil(rejection(retry(operation, { attempts: 1, attemptTimeout: 250 }, { clock })));
    expect(first?.signal.aborted).toBe(true);
    expect(first?.signal.reason).toBe(error);
    expect(first?.signal).toBe(first?.signal);
  });

  trap("aborts with the reason undefined as the platform would have it", async ({ retry, clock }) => {
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    let own: AbortSignal | undefined;
    const operation = (attempt: AttemptContext): Promise<never> => ((own = attempt.signal), never());
    const run = rejection(retry(operation, {}, { clock, signal: signal as unknown as AbortSignal }));
    await clock.advance(1);
    signal.aborted = true;
    signal.dispatchEvent(new Event("abort"));
    expect(await clock.runUntil(run)).toBe(undefined);
    expect(own?.aborted).toBe(true);
  });
});

describe("4.4 the context of an attempt", () => {
  it("can be taken apart, and a copy by spreading holds nothing", async () => {
    const clock = virtualClock();
    const taken = await clock.runUntil(
      ours(
        ({ attempt, attempts, isLast, signal, remaining, elapsed, previousDelay, previousError, ...rest }) => {
          signal.throwIfAborted();
          return { attempt, attempts, isLast, remaining, elapsed, previousDelay, previousError, rest };
        },
        {},
        { clock },
      ),
    );
    const { rest, ...read } = taken;
    expect(read).toEqual({
      attempt: 1,
      attempts: 3,
      isLast: false,
      remaining: Infinity,
      elapsed: 0,
      previousDelay: 0,
      previousError: undefined,
    });
    expect(rest).toEqual({});
    expect(await ours((attempt) => ({ ...attempt }))).toEqual({});
  });
});
