import { describe, expect, it } from "vitest";
import { exponential, fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import { policy } from "../../src/policy/policy.ts";
import { settle } from "../../src/retry/retry.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");
const counts = { cannot: "it counts calls as well" };

describe("rule 4a attempts counts calls", () => {
  for (const attempts of [1, 2, 3, 7]) {
    trap(
      `rule 4c rule 3f attempts: ${attempts} makes ${attempts} calls, and no wait after the last`,
      counts,
      async ({ retry, clock }) => {
        const operation = failing([busy]);
        await clock.runUntil(rejection(retry(operation, { attempts, schedule: fixed(10) }, { clock })));
        expect(operation.calls).toBe(attempts);
        expect(clock.now()).toBe((attempts - 1) * 10);
      },
    );
  }

  it("a success is not counted on", async () => {
    const clock = virtualClock();
    const outcome = await clock.runUntil(settle(failing([busy], "done"), { attempts: 7 }, { clock, random: () => 0 }));
    expect(outcome).toEqual({ ok: true, value: "done", attempts: 2, elapsed: 0 });
  });
});

describe("rule 4b what an attempt is told", () => {
  trap("its number from 1, how many there are, and whether it is the last", async ({ retry, clock }) => {
    const told: unknown[] = [];
    const operation = ({ attempt, attempts, isLast }: AttemptContext): never => {
      told.push([attempt, attempts, isLast]);
      throw busy;
    };
    await clock.runUntil(rejection(retry(operation, { schedule: fixed(10) }, { clock })));
    expect(told).toEqual([
      [1, 3, false],
      [2, 3, false],
      [3, 3, true],
    ]);
  });

  trap("that no attempt is the last of infinitely many", async ({ retry, clock }) => {
    const told: unknown[] = [];
    const operation = ({ attempt, attempts, isLast }: AttemptContext): string => {
      told.push([attempts, isLast]);
      if (attempt < 3) throw busy;
      return "done";
    };
    await clock.runUntil(retry(operation, { attempts: Infinity, schedule: fixed(10) }, { clock }));
    expect(told).toEqual([1, 2, 3].map(() => [Infinity, false]));
  });

  trap("the delay and the error before it, and the time since the first", async ({ retry, clock }) => {
    const told: unknown[] = [];
    const errors = [new Error("a"), new Error("b"), new Error("c")];
    const operation = ({ attempt, previousDelay, previousError, elapsed }: AttemptContext): Promise<never> => {
      told.push([previousDelay, previousError, elapsed]);
      return new Promise((_, reject) => clock.schedule(5, () => reject(errors[attempt - 1])));
    };
    await clock.runUntil(rejection(retry(operation, { schedule: exponential(100) }, { clock })));
    expect(told).toEqual([
      [0, undefined, 0],
      [100, errors[0], 105],
      [200, errors[1], 310],
    ]);
  });

  trap("and it can be kept: a later attempt changes nothing in it", async ({ retry, clock }) => {
    const kept: AttemptContext[] = [];
    const operation = (attempt: AttemptContext): never => {
      kept.push(attempt);
      throw busy;
    };
    await clock.runUntil(rejection(retry(operation, { schedule: fixed(10) }, { clock })));
    expect(kept.map(({ attempt, elapsed, previousDelay }) => [attempt, elapsed, previousDelay])).toEqual([
      [1, 0, 0],
      [2, 10, 10],
      [3, 20, 10],
    ]);
  });

  trap("F-072 its number lets it make a body of its own that can be sent once", counts, async ({ retry, clock }) => {
    const sent: string[] = [];
    const body = function* (attempt: number): Generator<string> {
      yield* [`part 1 of attempt ${attempt}`, "part 2"];
    };
    const send = ({ attempt }: AttemptContext): string => {
      sent.push([...body(attempt)].join(", "));
      if (attempt < 3) throw busy;
      return "done";
    };
    await clock.runUntil(retry(send, { schedule: fixed(10) }, { clock }));
    expect(sent).toEqual([1, 2, 3].map((attempt) => `part 1 of attempt ${attempt}, part 2`));
  });
});

describe("F-073 a key for servers that recognise repeats", () => {
  const keys =
    (seen: string[]) =>
    ({ idempotencyKey }: AttemptContext): never => {
      seen.push(idempotencyKey);
      throw busy;
    };

  trap("is one for all attempts of a run, and another for the next run", async ({ retry, clock }) => {
    const patient = policy({ schedule: fixed(10) });
    const [first, second]: string[][] = [[], []];
    await clock.runUntil(rejection(retry(keys(first!), patient, { clock })));
    await clock.runUntil(rejection(retry(keys(second!), patient, { clock })));
    expect([new Set(first).size, new Set(second).size]).toEqual([1, 1]);
    expect(first![0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(first![0]).not.toBe(second![0]);
  });
});

describe("rule 4e state lives in the run", () => {
  trap("two runs of one policy count for themselves, also at the same time", async ({ retry, clock }) => {
    const shared = policy({ attempts: 4, schedule: exponential(100), onAttempt: () => {} });
    const starts: Record<string, number[]> = { a: [], b: [] };
    const operation =
      (name: string) =>
      ({ attempt, attempts }: AttemptContext): string => {
        starts[name]!.push(clock.now());
        if (attempt < attempts) throw busy;
        return `${name} ${attempt}`;
      };
    const a = retry(operation("a"), shared, { clock });
    await clock.advance(150);
    const b = retry(operation("b"), shared, { clock });
    expect(await clock.runUntil(Promise.all([a, b]))).toEqual(["a 4", "b 4"]);
    expect(starts).toEqual({ a: [0, 100, 300, 700], b: [150, 250, 450, 850] });
    const key = ({ idempotencyKey }: AttemptContext): string => idempotencyKey;
    const [one, two] = await clock.runUntil(
      Promise.all([retry(key, shared, { clock }), retry(key, shared, { clock })]),
    );
    expect(one).toHaveLength(36);
    expect(one).not.toBe(two);
  });

  trap("F-065 a run inside a run of the same policy counts for itself", counts, async ({ retry, clock }) => {
    const shared = policy({ attempts: 3, schedule: fixed(10) });
    let inner = 0;
    let outer = 0;
    const inside = (): Promise<string> =>
      retry(
        () => {
          inner++;
          throw busy;
        },
        shared,
        { clock },
      );
    const run = retry(() => (outer++, inside()), shared, { clock });
    expect(await clock.runUntil(rejection(run))).toBe(busy);
    expect({ inner, outer, now: clock.now() }).toEqual({ inner: 9, outer: 3, now: 80 });
  });
});
