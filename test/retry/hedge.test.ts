import { describe, expect, it } from "vitest";
import { fixed as every, hedge as race } from "ostinato";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { exponential, fixed, linear, sequence } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import { permanent, PolicyFunctionError } from "../../src/policy/errors.ts";
import { policy } from "../../src/policy/policy.ts";
import { hedge } from "../../src/retry/hedge.ts";
import { busy, spaced, staged } from "./hedge-stage.ts";
import { never, rejection } from "./scene.ts";

describe("hedge", () => {
  it("gives the first answer, and starts no other while it is quick", async () => {
    const { run, starts, clock } = staged([{ after: 99, value: "quick" }]);
    expect(await run(spaced)).toBe("quick");
    expect([starts(), clock.pending()]).toEqual([[0], []]);
  });

  it("starts the next when the last has been silent for as long as the schedule says", async () => {
    const { run, starts, clock } = staged([undefined, undefined, { after: 7, value: "third" }]);
    expect(await run(spaced)).toBe("third");
    expect([starts(), clock.now()]).toEqual([[0, 100, 200], 207]);
  });

  it.each([
    [linear(100), [0, 100, 300, 600]],
    [exponential(10), [0, 10, 30, 70]],
    [sequence(5, 50), [0, 5, 55, 105]],
    [fixed(0), [0, 0, 0, 0]],
  ] as const)("is spaced by any schedule: %o", async (schedule, marks) => {
    const { run, starts } = staged([undefined, undefined, undefined, { after: 1, value: "last" }]);
    await run({ schedule, attempts: 4 });
    expect(starts()).toEqual(marks);
  });

  it("numbers its attempts, and tells the last that it is the last", async () => {
    const { run, heard } = staged([undefined, { after: 150, error: busy }, { after: 1, value: "ok" }]);
    await run(spaced);
    const told = heard.map(({ context }) => [context.attempt, context.attempts, context.isLast]);
    expect(told).toEqual([
      [1, 3, false],
      [2, 3, false],
      [3, 3, true],
    ]);
  });

  it("gives all attempts one key, one start, and the delay and failure before them", async () => {
    const { run, heard } = staged([undefined, { after: 20, error: busy }, { after: 1, value: "ok" }]);
    await run({ ...spaced, totalTimeout: 1_000 });
    const of = <T>(read: (context: AttemptContext) => T): T[] => heard.map(({ context }) => read(context));
    expect(new Set(of((each) => each.idempotencyKey)).size).toBe(1);
    expect(of((each) => each.elapsed)).toEqual([0, 100, 120]);
    expect(of((each) => each.remaining)).toEqual([1_000, 900, 880]);
    expect(of((each) => each.previousDelay)).toEqual([0, 100, 0]);
    expect(of((each) => each.previousError)).toEqual([undefined, undefined, busy]);
  });

  it("starts the next at once after a failure, and none when the old mark comes", async () => {
    const { run, starts } = staged([{ after: 40, error: busy }, undefined, { after: 500, value: "ok" }]);
    await run(spaced);
    expect(starts()).toEqual([0, 40, 140]);
  });

  it("never makes more attempts than the policy allows, whatever fails when", async () => {
    const { run, starts } = staged([
      { after: 50, error: busy },
      { after: 400, value: "ok" },
    ]);
    expect(await run({ ...spaced, attempts: 2 })).toBe("ok");
    expect(starts()).toEqual([0, 50]);
  });

  it("is a plain call when one attempt is allowed", async () => {
    const { run, starts } = staged([{ after: 5_000, value: "slow" }]);
    expect(await run({ ...spaced, attempts: 1 })).toBe("slow");
    expect(starts()).toEqual([0]);
  });

  it("takes a rejected result for a failure", async () => {
    const { run, starts } = staged([
      { after: 10, value: "stale" },
      { after: 10, value: "fresh" },
    ]);
    expect(await run({ ...spaced, retryResult: (value) => value === "stale" })).toBe("fresh");
    expect(starts()).toEqual([0, 10]);
  });

  it("ends with the last error, the very object, when all have failed", async () => {
    const last = Object.freeze({ last: true });
    const { run, clock } = staged([
      { after: 500, error: last },
      { after: 1, error: busy },
      { after: 1, error: "first" },
    ]);
    expect(await rejection(run(spaced))).toBe(last);
    expect([clock.now(), clock.pending()]).toEqual([500, []]);
  });

  it("waits for those under way when no further attempt is allowed", async () => {
    const { run, clock } = staged([
      { after: 900, value: "late but well" },
      { after: 1, error: busy },
    ]);
    expect(await run({ ...spaced, attempts: 2 })).toBe("late but well");
    expect(clock.now()).toBe(900);
  });

  it("ends at once after an error that is permanent, unmarked, and aborts the others", async () => {
    const { run, heard, clock } = staged([undefined, { after: 5, error: permanent(busy) }]);
    expect(await rejection(run(spaced))).toBe(busy);
    expect([clock.now(), heard[0]!.gone]).toEqual([105, 105]);
    expect(heard[0]!.context.signal.reason).toBe(busy);
  });

  it.each([2, 3])(
    "ends at once after an error that is not worth a retry, with %d attempts allowed",
    async (attempts) => {
      const { run, heard, clock } = staged([undefined, { after: 5, error: "gone" }]);
      expect(await rejection(run({ ...spaced, attempts, retryIf: (error) => error !== "gone" }))).toBe("gone");
      expect([clock.now(), heard[0]!.gone]).toEqual([105, 105]);
    },
  );

  it("does not ask about the last of all, as no one could gain by it", async () => {
    const asked: unknown[] = [];
    const { run } = staged([
      { after: 1, error: "first" },
      { after: 1, error: "last" },
    ]);
    await rejection(run({ ...spaced, attempts: 2, retryIf: (error) => (asked.push(error), true) }));
    expect(asked).toEqual(["first"]);
  });

  it("lets other runs have a turn when attempts fail at once for ever", async () => {
    let calls = 0;
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 20);
    const failing = (): Promise<never> => (calls++, Promise.reject(busy));
    const options = { schedule: fixed("1h"), attempts: Infinity };
    expect(await rejection(hedge(failing, options, { signal: controller.signal }))).toBe("enough");
    expect(calls % 32).toBe(0);
  });
});

describe("the functions of a hedge", () => {
  it.each([NaN, -1, Infinity, "5"])("end it when the schedule answers %s", async (delay) => {
    const { run, heard } = staged([undefined]);
    const error = await rejection(run({ ...spaced, schedule: { ...fixed(1), delay: () => delay as number } }));
    expect(error).toBeInstanceOf(PolicyFunctionError);
    expect(error).toMatchObject({ option: "schedule" });
    expect(heard[0]!.gone).toBe(0);
  });

  it("end it when the predicate throws, while others are under way", async () => {
    const { run, heard } = staged([undefined, { after: 1, error: busy }]);
    const retryIf = (): never => {
      throw new Error("mistake");
    };
    const error = await rejection(run({ ...spaced, retryIf }));
    expect(error).toMatchObject({ option: "retryIf", failure: { kind: "error", error: busy } });
    expect(heard[0]!.gone).toBe(101);
  });

  it("keep routes apart: their limits, and their own delays after a failure", async () => {
    const { run, starts } = staged([{ after: 1, error: "slow down" }, { after: 1, error: "slow down" }, undefined]);
    const routes = [[(error: unknown) => error === "slow down", { attempts: 2, schedule: fixed(30) }]] as const;
    expect(await rejection(run({ schedule: fixed(1_000), attempts: 9, routes }))).toBe("slow down");
    expect(starts()).toEqual([0, 31]);
  });
});

describe("the options of a hedge", () => {
  it.each([
    ["operation", 5, spaced],
    ["schedule", never, {}],
    ["schedule", never, { attempts: 3 }],
    ["schedule", never, undefined],
    ["schedule", never, { schedule: "100ms" }],
    ["attempts", never, { ...spaced, attempts: 0 }],
    ["policy", never, { ...spaced, delay: "100ms" }],
    ["policy", never, null],
  ])("reject for want of a good %s", async (option, operation, options) => {
    const error = await rejection(hedge(operation as never, options as never));
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(error).toMatchObject({ option });
  });

  it("may be a policy that is made already", async () => {
    const { run } = staged([{ after: 1, value: "ok" }]);
    expect(await run(policy(spaced))).toBe("ok");
  });
});

it("12: hedge a slow read", async () => {
  const asked: { replica: number; signal: AbortSignal }[] = [];
  const replicas = {
    read: async (key: string, { replica, signal }: { replica: number; signal: AbortSignal }): Promise<string> => {
      asked.push({ replica, signal });
      return replica === 2 ? `${key} from 2` : never();
    },
  };
  const { hedge, fixed } = { hedge: race, fixed: every };

  const value = await hedge(({ attempt, signal }) => replicas.read("key", { replica: attempt, signal }), {
    schedule: fixed("100ms"),
    attempts: 3,
  });

  expect(value).toBe("key from 2");
  expect(asked.map(({ replica }) => replica)).toEqual([1, 2]);
  await Promise.resolve();
  expect(asked[0]!.signal.aborted).toBe(true);
});
