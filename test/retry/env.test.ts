import { shown } from "../support/host.ts";
import { describe, expect, it, vi } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fullJitter } from "../../src/core/jitter.ts";
import { seededRandom } from "../../src/core/random.ts";
import { schedule } from "../../src/core/schedule.ts";
import { fixed } from "../../src/core/sources.ts";
import { retry as ours } from "../../src/retry/retry.ts";
import { wrap, wrapWithAttempt } from "../../src/retry/wrap.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");
const jittered = schedule(fixed(100), fullJitter);

/** The delays of a run whose attempts all fail. */
async function delays(random?: () => number): Promise<readonly number[]> {
  const clock = virtualClock();
  const told: number[] = [];
  const onRetry = ({ delay }: { delay: number }): void => void told.push(delay);
  await clock.runUntil(rejection(ours(failing([busy]), { schedule: jittered, onRetry }, { clock, random })));
  return told;
}

describe("where a call runs", () => {
  it("with draws of its own", async () => {
    expect(await delays(() => 0.25)).toEqual([25, 25]);
    expect(await delays(seededRandom(7))).toEqual(await delays(seededRandom(7)));
    expect(await delays(seededRandom(7))).not.toEqual(await delays(seededRandom(8)));
  });

  it("with Math.random unless told otherwise, looked up at each draw", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValueOnce(0.75).mockReturnValueOnce(0.5);
    expect(await delays()).toEqual([75, 50]);
    random.mockRestore();
  });

  trap("rule 8a with waits that keep the process alive, unless told otherwise", async ({ retry, clock }) => {
    const unrefs: unknown[] = [];
    const noting = {
      ...clock,
      schedule: (delay: number, run: () => void, unref?: boolean) => {
        unrefs.push(unref);
        return clock.schedule(delay, run, unref);
      },
    };
    const options = { attempts: 2, schedule: fixed(10), attemptTimeout: 50 };
    for (const unref of [undefined, false, true]) {
      await clock.runUntil(rejection(retry(failing([busy]), options, { clock: noting, unref })));
    }
    expect(unrefs).toEqual([false, false, false, false, false, false, true, true, true]);
  });
});

describe("7 the environment is checked at the door", () => {
  const half = { now: () => 0, wallNow: () => 0 };
  for (const [option, value] of [
    ...[null, 5, {}, half, "clock", () => 0].map((each) => ["clock", each] as const),
    ...[null, 0.5, {}, "random"].map((each) => ["random", each] as const),
    ...[null, true, {}, new AbortController(), new EventTarget()].map((each) => ["signal", each] as const),
    ...[null, 1, "true"].map((each) => ["unref", each] as const),
    ...[null, 1, "tape", {}].map((each) => ["trace", each] as const),
  ]) {
    trap(`${option}: ${shown(value)} is refused before any call`, async ({ retry }) => {
      const operation = failing([], "done");
      const env = { [option]: value } as never;
      const error = await rejection(retry(operation, {}, env));
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect(error).toMatchObject({ option, code: "INVALID_OPTION" });
      expect(operation.calls).toBe(0);
      expect(() => wrap(operation, {}, env)).toThrow(InvalidOptionError);
      expect(() => wrapWithAttempt(operation, {}, env)).toThrow(InvalidOptionError);
      expect(await rejection(wrap(operation, {}, () => env)())).toMatchObject({ option });
    });
  }

  for (const [key, hint] of [
    ["singal", 'did you mean "signal"?'],
    ["clok", 'did you mean "clock"?'],
    ["attempts", "environment: expected only the options clock, random, signal, unref, trace"],
  ] as const) {
    trap(`F-077 ${key}: ${hint}`, async ({ retry }) => {
      const error = await rejection(retry(failing([], "done"), {}, { [key]: 3 }));
      expect((error as Error).message).toContain(hint);
    });
  }

  for (const env of [null, 5, "env"]) {
    trap(`an environment that is ${JSON.stringify(env)} is refused`, async ({ retry }) => {
      const error = await rejection(retry(failing([], "done"), {}, env as never));
      expect(error).toMatchObject({ code: "INVALID_OPTION", option: "environment" });
    });
  }
});
