import { describe, expect, it } from "vitest";
import { fullJitter } from "../../src/core/jitter.ts";
import { HIGHEST_DRAW } from "../../src/core/random.ts";
import { schedule } from "../../src/core/schedule.ts";
import { exponential, fixed } from "../../src/core/sources.ts";
import { retryBudget } from "../../src/policy/budget.ts";
import { permanent } from "../../src/policy/errors.ts";
import { retry, settle } from "../../src/retry/retry.ts";
import { explore } from "../../src/testing/explore.ts";
import type { ExploreError } from "../../src/testing/explore-error.ts";
import { fail, never, ok } from "../../src/testing/script.ts";
import { turn } from "../support/host.ts";

const second = { schedule: fixed("1s") };
const outcomes = [ok("saved"), fail("busy")];
const timelines = (runs: readonly { readonly timeline: string }[]): readonly string[] =>
  runs.map(({ timeline }) => timeline);
const failure = (exploring: Promise<unknown>): Promise<ExploreError> =>
  exploring.then(
    () => expect.fail("nothing failed"),
    (error: unknown) => error as ExploreError,
  );

describe("exploring a policy", () => {
  it("plays every script once, and none further than its end", async () => {
    const runs = await explore(second, { outcomes, depth: 5 });
    expect(timelines(runs)).toEqual(["o", "x 1s o", "x 1s x 1s o", "x 1s x 1s x (attempts)"]);
    expect(runs.map(({ script }) => script.map(({ kind }) => kind).join(" "))).toEqual([
      "ok",
      "fail ok",
      "fail fail ok",
      "fail fail fail",
    ]);
  });

  it("gives rows like those of a simulation, with what led to them", async () => {
    const [row] = await explore(second, { outcomes: [ok("saved", 7)], depth: 1 });
    expect(row).toEqual({
      script: [ok("saved", 7)],
      draws: [],
      complete: true,
      left: 0,
      timeline: "o",
      delays: [],
      starts: [0],
      attempts: 1,
      elapsed: 7,
      outcome: { ok: true, value: "saved", attempts: 1, elapsed: 7 },
    });
  });

  it("cuts off a run that asks for more than the depth, says so, and does not check it", async () => {
    const checked: string[] = [];
    const runs = await explore(second, { outcomes, depth: 2, check: ({ timeline }) => checked.push(timeline) });
    expect(runs.map(({ timeline, complete }) => [timeline, complete])).toEqual([
      ["o", true],
      ["x 1s o", true],
      ["x 1s x 1s x (not-retryable)", false],
    ]);
    expect(runs[2]!.outcome).toMatchObject({ error: { code: "SCRIPT_END" } });
    expect(checked).toEqual(["o", "x 1s o"]);
  });

  it("draws ½, or tries both ends of every draw", async () => {
    const jittered = { attempts: 3, schedule: schedule(exponential("1s"), fullJitter) };
    const fails = { outcomes: [fail("busy")], depth: 3 };
    expect(timelines(await explore(jittered, fails))).toEqual(["x 500ms x 1s x (attempts)"]);
    const ends = await explore(jittered, { ...fails, extremes: true });
    expect(timelines(ends)).toEqual([
      "x 0ms x 0ms x (attempts)",
      "x 0ms x 2s x (attempts)",
      "x 1s x 0ms x (attempts)",
      "x 1s x 2s x (attempts)",
    ]);
    expect(ends.map(({ draws }) => draws)).toEqual([
      [0, 0],
      [0, HIGHEST_DRAW],
      [HIGHEST_DRAW, 0],
      [HIGHEST_DRAW, HIGHEST_DRAW],
    ]);
  });

  it("lets the caller leave when it is told", async () => {
    const runs = await explore(second, { outcomes: [ok("saved", "2s"), fail("busy")], depth: 3, abortAt: "1.5s" });
    expect(timelines(runs)).toEqual(["x (aborted)", "x 1s x (aborted)", "x 1s x 1s (aborted)"]);
    expect(runs.map(({ elapsed, left }) => [elapsed, left])).toEqual([
      [1_500, 1],
      [1_500, 1],
      [1_500, 0],
    ]);
  });

  it("does not count the caller who has not yet left among what is left", async () => {
    const early = { outcomes, depth: 3, abortAt: "1h" } as const;
    const bare = await explore(second, early);
    const own = await explore(({ clock, operation }) => retry(operation, second, { clock }), early);
    expect([...bare, ...own].map(({ left }) => left)).toEqual([...bare, ...own].map(() => 0));
  });

  it("gives each run a fresh copy of the budget", async () => {
    const budget = retryBudget({ capacity: 1 });
    const runs = await explore({ ...second, budget }, { outcomes, depth: 3 });
    expect(timelines(runs)).toEqual(["o", "x 1s o", "x 1s x (budget)"]);
    expect(budget.balance(0)).toBe(1);
  });

  it("reports the shortest script that fails a check, its timeline, and how many do", async () => {
    const inTime = ({ elapsed }: { elapsed: number }): void => expect(elapsed).toBeLessThan(3_000);
    const slow = [ok("saved"), fail("busy", "1.5s"), fail(new RangeError("far"), "2s")];
    const error = await failure(explore({ ...second, attempts: 4 }, { outcomes: slow, depth: 4, check: inTime }));
    expect(error).toMatchObject({
      code: "EXPLORE",
      timeline: "x 1s o",
      script: [fail(new RangeError("far"), "2s"), ok("saved")],
      draws: [],
      runs: 1 + 2 + 4 + 8 + 16,
      failures: 1 + 4 + 8 + 16,
    });
    expect(error.message).toContain(
      '29 of 31 runs fail, the shortest with fail(RangeError: far, 2s), ok("saved"): "x 1s o": AssertionError: expected 3000',
    );
    expect(error.cause).toMatchObject({ name: "AssertionError" });
  });

  it("waits for a check that takes its time, and shows the draws of what failed", async () => {
    const jittered = { schedule: schedule(fixed("1s"), fullJitter) };
    const check = async ({ elapsed }: { elapsed: number }): Promise<void> => {
      await turn();
      if (elapsed > 1_500) throw undefined as never;
    };
    const error = await failure(explore(jittered, { outcomes, depth: 3, extremes: true, check }));
    expect(error.message).toBe(
      '2 of 11 runs fail, the shortest with fail("busy"), fail("busy"), ok("saved"), draws →1 →1: ' +
        '"x 1s x 1s o": undefined: undefined',
    );
  });

  it("counts a run that never ends as a failure", async () => {
    const error = await failure(explore(second, { outcomes: [ok("saved"), fail("busy"), never()], depth: 3 }));
    expect(error).toMatchObject({ failures: 3, script: [never()], timeline: "…", cause: { code: "STANDSTILL" } });
    expect(error.message).toContain("the shortest with never()");
  });

  it("goes through thousands of runs in a second", async () => {
    const steps = [ok("saved"), fail("busy"), fail("slow", "200ms"), never()];
    const bounded = { attempts: 6, attemptTimeout: "1s", totalTimeout: "20s", schedule: exponential("200ms") } as const;
    const begin = performance.now();
    const runs = await explore(bounded, { outcomes: steps, depth: 6 });
    expect(runs).toHaveLength(1 + 3 + 9 + 27 + 81 + 243 + 729);
    // Idle, it takes an eighth of a second.
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe("exploring code of one's own", () => {
  const saveWithRetry = async (save: () => Promise<string>, env: Parameters<typeof retry>[2]): Promise<string> =>
    `receipt of ${await retry(save, second, env)}`;

  it("plays every script to it; the script's own failure is an outcome like any other", async () => {
    const runs = await explore(({ clock, operation }) => saveWithRetry(operation, { clock }), { outcomes, depth: 4 });
    expect(timelines(runs)).toEqual(["o", "x 1s o", "x 1s x 1s o", "x 1s x 1s x (string)"]);
    expect(runs[1]).toMatchObject({
      delays: [1_000],
      starts: [0, 1_000],
      attempts: 2,
      elapsed: 1_000,
      outcome: { ok: true, value: "receipt of saved" },
    });
    expect(runs[3]!.outcome).toEqual({ ok: false, error: "busy" });
  });

  it("takes failures that are caused by the script's, limits, rejected results and the abort for outcomes", async () => {
    const wrapped = { outcomes: [fail(permanent("gone"))], depth: 1 };
    const runs = [
      ...(await explore(
        ({ operation }) =>
          operation().catch((cause: unknown) => {
            throw new Error("not saved", { cause });
          }),
        wrapped,
      )),
      ...(await explore(({ operation, clock }) => retry(operation, second, { clock }), wrapped)),
      ...(await explore(({ operation, clock }) => retry(operation, { attempts: 1, attemptTimeout: 5 }, { clock }), {
        outcomes: [never()],
        depth: 1,
      })),
      ...(await explore(
        ({ operation, clock }) => retry(operation, { attempts: 1, retryResult: () => true }, { clock }),
        {
          outcomes: [ok("poor")],
          depth: 1,
        },
      )),
      ...(await explore(({ operation, clock, signal }) => retry(operation, {}, { clock, signal }), {
        outcomes: [never()],
        depth: 1,
        abortAt: 5,
      })),
    ];
    expect(timelines(runs)).toEqual([
      "x (Error)",
      "x (string)",
      "? (TimeoutError)",
      "o (RejectedResultError)",
      "? (AbortError)",
    ]);
  });

  it("takes any other rejection for a failed assertion, and reports the shortest script", async () => {
    const error = await failure(
      explore(
        async ({ clock, operation }) => {
          await saveWithRetry(operation, { clock });
          expect(clock.now()).toBeLessThan(1_500);
        },
        { outcomes, depth: 3 },
      ),
    );
    expect(error).toMatchObject({ failures: 1, runs: 4, timeline: "x 1s x 1s o (AssertionError)" });
    expect(error.script).toEqual([fail("busy"), fail("busy"), ok("saved")]);
  });

  it("hands chance over: the same draws for the same choices", async () => {
    const jittered = { schedule: schedule(fixed("1s"), fullJitter), attempts: 2 };
    const runs = await explore(({ clock, operation, random }) => retry(operation, jittered, { clock, random }), {
      outcomes,
      depth: 2,
      extremes: true,
    });
    expect(timelines(runs)).toEqual(["o", "x 0ms o", "x 0ms x (string)", "x 1s o", "x 1s x (string)"]);
  });

  it("counts what a run has left behind, which never goes on", async () => {
    const calls: number[] = [];
    const runs = await explore(
      ({ clock, operation }) => {
        void retry(operation, second, { clock }).catch(() => {});
        calls.push(clock.now());
        return new Promise((resolve) => clock.schedule(100, () => resolve("left early")));
      },
      { outcomes, depth: 3 },
    );
    expect(runs.map(({ timeline, left }) => [timeline, left])).toEqual([
      ["o", 0],
      ["x", 1],
    ]);
    expect(calls).toEqual([0, 0]);
  });

  it("says so when the code waits for something that will not come", async () => {
    const error = await failure(explore(() => new Promise(() => {}), { outcomes, depth: 1 }));
    expect(error).toMatchObject({ cause: { code: "STANDSTILL" }, script: [] });
    expect(error.message).toContain("nothing: the operation was not called");
  });

  it("waits for what is real, as long as it is told to", async () => {
    const real = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));
    const runs = await explore(({ operation }) => real().then(operation), { outcomes, depth: 1, patience: "2s" });
    expect(timelines(runs)).toEqual(["o", "x (string)"]);
  });

  it("shows calls side by side, those that succeed before others, and a delay from the start where nobody waits", async () => {
    const both = await explore(
      async ({ operation, clock }) => {
        const first = operation();
        await new Promise<void>((resolve) => clock.schedule(30, resolve));
        return Promise.all([first, operation()]);
      },
      { outcomes: [ok(1, 50)], depth: 2 },
    );
    expect(both[0]).toMatchObject({ timeline: "o 30ms o", delays: [30], starts: [0, 30], elapsed: 80 });
  });

  it("stops code that goes on calling without end, though the script has long been over", async () => {
    const stubborn = async (operation: () => Promise<string>): Promise<string> => {
      for (;;) {
        try {
          return await operation();
        } catch {
          // Again, at once.
        }
      }
    };
    const error = await failure(explore(({ operation }) => stubborn(operation), { outcomes, depth: 3 }));
    expect(error).toMatchObject({ cause: { code: "STANDSTILL" }, failures: 1 });
  });

  it("refuses code that does not repeat itself", async () => {
    let memory = 0;
    const forgetful = ({ operation }: { operation: () => Promise<string> }): unknown =>
      memory++ === 0 ? operation() : "nothing to do";
    await expect(explore(forgetful, { outcomes, depth: 2 })).rejects.toThrow(
      "it went another way when it was run again",
    );
    const random = async ({ operation, random }: { operation: () => Promise<string>; random: () => number }) =>
      memory++ % 2 === 0 ? operation() : random();
    await expect(explore(random, { outcomes, depth: 2, extremes: true })).rejects.toThrow("it went another way");
  });
});

describe("the options of an exploration", () => {
  it.each([
    ["outcomes", []],
    ["outcomes", "ok"],
    ["outcomes", [{ kind: "maybe" }]],
    ["outcomes", undefined],
    ["depth", 0],
    ["depth", 1.5],
    ["depth", Infinity],
    ["depth", undefined],
    ["check", true],
    ["extremes", 1],
    ["ties", "yes"],
    ["abortAt", -1],
    ["abortAt", null],
    ["patience", "long"],
    ["most", 0],
  ])("%s: %j is refused", async (option, value) => {
    const options = { outcomes, depth: 3, [option]: value } as never;
    await expect(explore(second, options)).rejects.toMatchObject({ code: "INVALID_OPTION", option });
  });

  it("F-077 a misspelt one is refused", async () => {
    await expect(explore(second, { outcomes, depht: 3 } as never)).rejects.toThrow('did you mean "depth"?');
  });

  it("more runs than allowed are refused", async () => {
    const many = explore({ ...second, attempts: 20 }, { outcomes: [fail(), fail(), ok(1)], depth: 20, most: 50 });
    await expect(many).rejects.toThrow("depth: expected one that gives at most 50 runs");
  });

  it("are checked before the policy is", async () => {
    await expect(explore({ attempts: 0 }, { outcomes, depth: 1 })).rejects.toMatchObject({ option: "attempts" });
    expect(await settle(async () => 1)).toMatchObject({ ok: true });
  });
});
