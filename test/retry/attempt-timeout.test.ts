import { describe, expect, vi } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { TimeoutError } from "../../src/policy/errors.ts";
import { trap } from "../support/trap.ts";
import { gate, never, rejection, turn } from "./scene.ts";

/** An operation whose attempts hang, but the last. */
const hanging = (times: number) => {
  const operation = ({ signal }: { signal: AbortSignal }): Promise<string> => {
    operation.signals.push(signal);
    return operation.signals.length <= times ? never() : Promise.resolve("done");
  };
  operation.signals = [] as AbortSignal[];
  return operation;
};

describe("a limit per attempt", () => {
  trap("rule 2e counts as a failed attempt, and the next one may succeed", async ({ retry, clock }) => {
    const operation = hanging(1);
    const failures: unknown[] = [];
    const options = {
      attemptTimeout: 250,
      schedule: fixed(50),
      onRetry: ({ failure }: { failure: object }): void => void failures.push(failure),
    };
    expect(await clock.runUntil(retry(operation, options, { clock }))).toBe("done");
    expect(failures).toEqual([{ kind: "error", error: expect.any(TimeoutError) as unknown }]);
    expect(clock.now()).toBe(300);
  });

  trap("rule 2e is an error of its own, that says which limit", async ({ retry, clock }) => {
    const error = await clock.runUntil(rejection(retry(never, { attempts: 1, attemptTimeout: 250 }, { clock })));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ name: "TimeoutError", code: "ATTEMPT_TIMEOUT", limit: 250 });
    expect((error as Error).message).toBe("The attempt took longer than 250ms");
  });

  trap("rule 2e is put before the predicate like any other error", async ({ retry, clock }) => {
    const asked: unknown[] = [];
    const retryIf = (error: unknown): boolean => (asked.push(error), false);
    const run = rejection(retry(never, { attemptTimeout: 250, retryIf }, { clock }));
    const error = await clock.runUntil(run);
    expect(asked).toEqual([error]);
    expect(error).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
    expect(clock.now()).toBe(250);
  });

  trap("rule 2f T19 leaves the next attempt a signal of its own, that is not dead already", async (stage) => {
    const { retry, clock } = stage;
    const operation = hanging(2);
    await clock.runUntil(retry(operation, { attemptTimeout: 250, schedule: fixed(50) }, { clock }));
    expect(operation.signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
    expect(new Set(operation.signals).size).toBe(3);
    expect(operation.signals[0]?.reason).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  trap("F-004 rule 9b is kept on the clock of the run, not by AbortSignal.timeout", async ({ retry, clock }) => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    const options = { attempts: 2, attemptTimeout: 3_600_000, totalTimeout: 86_400_000, schedule: fixed(0) };
    const run = rejection(retry(hanging(2), options, { clock }));
    expect(await clock.runUntil(run)).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
    expect(clock.now()).toBe(2 * 3_600_000);
    expect(timeout).not.toHaveBeenCalled();
    timeout.mockRestore();
  });

  trap("loses to a value that comes one millisecond before it", { cannot: "it has no such limit" }, async (stage) => {
    const { retry, clock } = stage;
    const operation = (): Promise<string> => new Promise((resolve) => clock.schedule(249, () => resolve("done")));
    expect(await clock.runUntil(retry(operation, { attemptTimeout: 250 }, { clock }))).toBe("done");
    expect(clock.pending()).toEqual([]);
  });

  trap("lets an operation that answers at once win even at 0", { cannot: "it has no such limit" }, async (stage) => {
    const { retry, clock } = stage;
    expect(await clock.runUntil(retry(() => "done", { attemptTimeout: 0 }, { clock }))).toBe("done");
  });

  trap(
    "F-023 loses to an answer that is heard in the turn of grace",
    { cannot: "it has no such limit" },
    async (stage) => {
      const { retry, clock } = stage;
      const grace: (() => void)[] = [];
      const turning = { ...clock, turn: (run: () => void) => void grace.push(run) };
      const slow = gate<string>();
      const run = retry(() => slow.promise, { attempts: 1, attemptTimeout: 250 }, { clock: turning });
      await clock.advance(250);
      expect(grace).toHaveLength(1);
      slow.open("done");
      await turn();
      grace[0]!();
      expect(await run).toBe("done");
    },
  );

  trap("works on the machine's own clock", async ({ retry }) => {
    const operation = hanging(1);
    expect(await retry(operation, { attemptTimeout: 5, schedule: fixed(1) })).toBe("done");
    expect(operation.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  trap("F-047 an attempt that ignores its signal may overlap the next, and that can be seen", async (stage) => {
    const { retry, clock } = stage;
    const late: unknown[] = [];
    let running = 0;
    let most = 0;
    const stubborn = async (): Promise<string> => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => clock.schedule(400, resolve));
      running--;
      return "done";
    };
    const options = {
      attempts: 3,
      attemptTimeout: 250,
      schedule: fixed(50),
      onLate: ({ attempt, elapsed }: { attempt: number; elapsed: number }): void => void late.push([attempt, elapsed]),
    };
    const run = rejection(retry(stubborn, options, { clock }));
    expect(await clock.runUntil(run)).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
    await clock.advance("1h");
    expect(most).toBe(2);
    expect(late).toEqual([
      [1, 400],
      [2, 700],
      [3, 1_000],
    ]);
  });
});
