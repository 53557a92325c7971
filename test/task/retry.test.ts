import { exponential, fixed, permanent, type PolicyOptions, retryBudget } from "ostinato";
import { describe, expect, it } from "vitest";
import { RetryRequestedError, type TaskEvents } from "ostinato/tasks";
import { stage } from "./stage.ts";

const busy = new Error("busy");

/** A task that fails at every attempt, run to its end: when its attempts began, and how it ended. */
async function failing(policy: Pick<PolicyOptions, "attempts" | "schedule" | "retryIf" | "totalTimeout" | "routes">) {
  const { app, clock } = stage();
  const starts: number[] = [];
  const task = app.task(
    "fails",
    () => {
      starts.push(clock.now());
      throw busy;
    },
    { policy: { schedule: fixed("1s"), ...policy } },
  );
  app.worker().start();
  const result = await task.delay();
  await clock.runUntil(app.idle());
  return { starts, info: (await result.info())!, result };
}

describe("automatic retry", () => {
  it("makes three attempts unless told otherwise, and says why it stopped", async () => {
    const { starts, info, result } = await failing({});
    expect(starts).toEqual([0, 1_000, 2_000]);
    expect(info).toMatchObject({ state: "FAILURE", reason: "attempts", attempt: 3, attempts: 3 });
    expect(info.error).toEqual({ name: "Error", message: "busy" });
    await expect(result.get()).rejects.toMatchObject({
      code: "TASK_FAILED",
      message: "Task fails ended in FAILURE (attempts) after 3 attempts: Error: busy",
      reason: "attempts",
      attempts: 3,
    });
  });

  it("stops at an error that is not worth it", async () => {
    const { info } = await failing({ retryIf: () => false });
    expect(info).toMatchObject({ state: "FAILURE", reason: "not-retryable", attempt: 1 });
  });

  it("counts the time since the first attempt began, also across messages", async () => {
    const { starts, info } = await failing({ attempts: 10, totalTimeout: "2500ms" });
    expect(starts).toEqual([0, 1_000, 2_000]);
    expect(info).toMatchObject({ reason: "deadline", attempt: 3 });
  });

  it("carries along how many failures each route has taken", async () => {
    const { starts, info } = await failing({
      attempts: 10,
      routes: [[() => true, { attempts: 2, schedule: fixed("5s") }]],
    });
    expect(starts).toEqual([0, 5_000]);
    expect(info).toMatchObject({ reason: "attempts", attempt: 2 });
  });

  it("carries along how many it has taken in a row", async () => {
    let calls = 0;
    const policy = {
      attempts: 7,
      schedule: fixed("1m"),
      routes: [[() => ++calls % 3 !== 0, { schedule: exponential("1s"), counts: "consecutive" }]],
    } as const;
    expect((await failing(policy)).starts).toEqual([0, 1_000, 3_000, 63_000, 64_000, 66_000, 126_000]);
  });

  it("says when a function of the policy is at fault", async () => {
    const { info } = await failing({
      retryIf: () => {
        throw new Error("oops");
      },
    });
    expect(info).toMatchObject({ reason: "policy-error", error: { name: "PolicyFunctionError" } });
  });

  it("rejects results, too", async () => {
    const { app, clock } = stage();
    const poll = app.task("poll", ({ attempt }) => (attempt < 3 ? "running" : "done"), {
      policy: { retryResult: (state) => state === "running", attempts: 5 },
    });
    app.worker().start();
    const result = await poll.delay();
    expect(await clock.runUntil(result.get())).toBe("done");
    expect((await result.info())?.attempt).toBe(3);
  });

  it("ends with the last result that was rejected", async () => {
    const { app, clock } = stage();
    const poll = app.task("poll", () => "running", { policy: { retryResult: () => true, attempts: 2 } });
    app.worker().start();
    const result = await poll.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({ reason: "attempts", error: { code: "REJECTED_RESULT" } });
  });

  it("takes each retry from the budget, and stops when that is empty", async () => {
    const { app, clock } = stage();
    const budget = retryBudget({ capacity: 2 });
    const task = app.task("fails", () => Promise.reject(busy), { policy: { attempts: 10, budget } });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({ reason: "budget", attempt: 3 });
    expect(budget.balance(0)).toBe(0);
  });

  it("puts back what the last retry took, also when another process made it", async () => {
    const { app, clock } = stage();
    const budget = retryBudget({ capacity: 10, perSuccess: 0.5 });
    const task = app.task("flaky", ({ attempt }) => (attempt === 1 ? Promise.reject(busy) : "ok"), {
      policy: { budget },
    });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(result.get());
    expect(budget.balance(0)).toBe(9.5);
  });
});

describe("a retry that the task asks for", () => {
  it("waits as long as it says, and hands on what it says", async () => {
    const { app, clock } = stage();
    const seen: unknown[] = [];
    const task = app.task("pages", ({ attempt, retry, previousError }, page: number): string => {
      seen.push([attempt, page, clock.now(), previousError?.message]);
      if (page < 3) throw retry({ delay: "10m", error: busy, args: [page + 1] });
      return `page ${page}`;
    });
    app.worker().start();
    const result = await task.delay(1);
    expect(await clock.runUntil(result.get())).toBe("page 3");
    expect(seen).toEqual([
      [1, 1, 0, undefined],
      [2, 2, 600_000, "busy"],
      [3, 3, 1_200_000, "busy"],
    ]);
    expect((await result.history())[2]).toMatchObject({ state: "RETRY", delay: 600_000, from: "task" });
  });

  it("may name a moment, in any form", async () => {
    const { app, clock } = stage();
    const starts: number[] = [];
    const moments = [new Date(1_005_000), 1_009_000, { epochMilliseconds: 1_010_000 }, new Date(0)];
    const task = app.task("later", ({ attempt, retry }) => {
      starts.push(clock.wallNow());
      const at = moments[attempt - 1];
      if (at !== undefined) throw retry({ at, attempts: 9 });
    });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(result.get());
    expect(starts).toEqual([1_000_000, 1_005_000, 1_009_000, 1_010_000, 1_010_000]);
  });

  it("is not lost to a catch further up: it is recorded where it is asked for", async () => {
    const { app, clock } = stage();
    const task = app.task("swallows", ({ attempt, retry }) => {
      try {
        if (attempt === 1) throw retry({ delay: 5 });
      } catch {
        return "swallowed";
      }
      return "second attempt";
    });
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("second attempt");
  });

  it("leaves the delay to the policy, and asks no predicate", async () => {
    const { app, clock } = stage();
    const starts: number[] = [];
    const task = app.task(
      "manual",
      ({ retry }) => {
        starts.push(clock.now());
        throw retry({ error: permanent(busy) });
      },
      { policy: { schedule: fixed("7s"), attempts: 2, retryIf: () => false } },
    );
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(starts).toEqual([0, 7_000]);
    expect(await result.info()).toMatchObject({ reason: "attempts", error: { message: "busy" } });
  });

  it("fails with what was thrown, or with the wish itself, where no error is named", async () => {
    const { app, clock } = stage();
    const events: TaskEvents["failure"][] = [];
    app.on("failure", (event) => events.push(event));
    const own = app.task(
      "own",
      ({ retry }) => {
        retry();
        throw busy;
      },
      { policy: { attempts: 1 } },
    );
    const none = app.task(
      "none",
      ({ retry }) => {
        throw retry();
      },
      { policy: { attempts: 1 } },
    );
    app.worker().start();
    await own.delay();
    await none.delay();
    await clock.runUntil(app.idle());
    expect(events[0]!.error).toBe(busy);
    expect(events[1]!.error).toBeInstanceOf(RetryRequestedError);
  });

  it("may go to another queue", async () => {
    const { app, clock } = stage();
    const queues: string[] = [];
    const task = app.task("moves", ({ attempt, queue, retry }) => {
      queues.push(queue);
      if (attempt === 1) throw retry({ queue: "slow", priority: 3 });
    });
    app.worker({ queues: ["default", "slow"] }).start();
    const result = await task.delay();
    await clock.runUntil(result.get());
    expect(queues).toEqual(["default", "slow"]);
  });

  it.each([
    [{ delay: 1, at: 2 }, "at: expected no at beside delay"],
    [{ delay: -1 }, "delay: expected a duration"],
    [{ delay: Number.NaN }, "delay: expected a duration"],
    [{ at: new Date(Number.NaN) }, "at: expected a Date"],
    [{ at: "tomorrow" }, "at: expected a Date"],
    [{ attempts: 0 }, "attempts: expected a whole number"],
    [{ args: 5 }, "args: expected a list"],
    [{ args: [new Date(0)] }, "args[0]: JSON turns an instance of Date"],
    [{ queue: "" }, "queue: expected text"],
    [{ priority: 0.5 }, "priority: expected a whole number"],
    [{ countdown: 5 }, "retry: expected only the options"],
  ])("is refused where it is asked for, when it cannot be: %j", async (request, message) => {
    const { app, clock } = stage();
    const task = app.task(
      "asks",
      ({ retry }) => {
        throw retry(request as never);
      },
      { policy: { attempts: 1 } },
    );
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    const info = await result.info();
    expect(info).toMatchObject({ state: "FAILURE", reason: "attempts" });
    expect(info?.error?.message).toContain(message);
  });
});

describe("a task that refuses its message", () => {
  it("fails for good, whatever the policy says", async () => {
    const { app, clock } = stage();
    const task = app.task("refuses", ({ reject }) => {
      throw reject(busy);
    });
    const silent = app.task("silent", ({ reject }) => void reject());
    app.worker().start();
    const [first, second] = [await task.delay(), await silent.delay()];
    await clock.runUntil(app.idle());
    expect(await first.info()).toMatchObject({
      state: "FAILURE",
      reason: "rejected",
      attempt: 1,
      error: { message: "busy" },
    });
    expect(await second.info()).toMatchObject({ reason: "rejected", error: { code: "TASK_REJECTED" } });
  });
});
