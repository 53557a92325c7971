import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { SoftTimeLimitError } from "ostinato/tasks";
import { stage } from "./stage.ts";

const never = (): Promise<never> => new Promise(() => {});

describe("the soft time limit", () => {
  it("aborts the attempt's signal, with an error that says so; the attempt may tidy up", async () => {
    const { app, clock } = stage();
    const task = app.task(
      "slow",
      async ({ signal, race }) => {
        try {
          return await race(never());
        } catch (error) {
          return `${(error as Error).message}, ${signal.reason === error}; saved at ${clock.now()}`;
        }
      },
      { softTimeLimit: "5s" },
    );
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe(
      "The attempt has run for longer than its soft limit of 5s, true; saved at 5000",
    );
  });

  it("is a failure that the policy judges", async () => {
    const { app, clock } = stage();
    const task = app.task("slow", ({ sleep }) => sleep("1h"), {
      softTimeLimit: "5s",
      policy: { attempts: 2, schedule: fixed("1s"), retryIf: (error) => error instanceof SoftTimeLimitError },
    });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(clock.now()).toBe(11_000);
    expect(await result.info()).toMatchObject({ reason: "attempts", attempt: 2, error: { code: "SOFT_TIME_LIMIT" } });
  });
});

describe("the hard time limit", () => {
  it("gives the attempt up, and the policy judges that, too", async () => {
    const { app, clock } = stage();
    let late: (value: string) => void = () => {};
    const signals: AbortSignal[] = [];
    const task = app.task(
      "stuck",
      ({ attempt, signal }) => {
        signals.push(signal);
        return attempt === 1 ? new Promise<string>((resolve) => (late = resolve)) : "second";
      },
      { timeLimit: "30s", policy: { schedule: fixed("1s") } },
    );
    app.worker().start();
    const result = await task.delay();
    await clock.advance("30s");
    expect(signals[0]!.reason).toMatchObject({ code: "TIME_LIMIT", limit: 30_000 });
    late("too late");
    expect(await clock.runUntil(result.get())).toBe("second");
  });

  it("is the reason where the policy sees no point in another attempt", async () => {
    const { app, clock } = stage();
    const task = app.task("stuck", never, { timeLimit: "30s", policy: { retryIf: () => false } });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({
      state: "FAILURE",
      reason: "time-limit",
      error: { code: "TIME_LIMIT" },
    });
  });

  it("frees the place of the attempt that it gives up", async () => {
    const { app, clock } = stage();
    const stuck = app.task("stuck", never, { timeLimit: "30s", policy: { attempts: 1 } });
    const next = app.task("next", () => clock.now());
    app.worker().start();
    await stuck.delay();
    const result = await next.delay();
    expect(await clock.runUntil(result.get())).toBe(30_000);
  });
});

describe("time limits", () => {
  it("come from the call, and touch that call alone", async () => {
    const { app, clock } = stage();
    const task = app.task("slow", ({ sleep }) => sleep("10s"), { timeLimit: "5s", policy: { attempts: 1 } });
    app.worker({ concurrency: 3 }).start();
    const [own, longer, none] = [
      await task.delay(),
      await task.enqueue({ timeLimit: "1m" }),
      await task.enqueue({ timeLimit: Infinity }),
    ];
    await clock.runUntil(app.idle());
    expect([await own.state(), await longer.state(), await none.state()]).toEqual(["FAILURE", "SUCCESS", "SUCCESS"]);
  });

  it("may be set from inside, from then on", async () => {
    const { app, clock } = stage();
    const task = app.task(
      "dynamic",
      async ({ limit, sleep }, soft: number) => {
        await sleep("2s");
        limit(soft, "20s");
        await sleep("15s");
        return "in time";
      },
      { softTimeLimit: "5s", timeLimit: "6s", policy: { attempts: 1 } },
    );
    app.worker({ concurrency: 2 }).start();
    const [longer, shorter] = [await task.delay(16_000), await task.delay(1_000)];
    expect(await clock.runUntil(longer.get())).toBe("in time");
    expect(await shorter.info()).toMatchObject({ error: { code: "SOFT_TIME_LIMIT" } });
  });

  it("are refused where the soft one would never be heard", async () => {
    const { app, clock } = stage();
    expect(() => app.task("a", () => {}, { softTimeLimit: "2s", timeLimit: "1s" })).toThrow(
      "softTimeLimit: expected at most",
    );
    const task = app.task(
      "inside",
      ({ limit }) => {
        limit("2m", "1m");
      },
      { policy: { attempts: 1 } },
    );
    await expect(task.enqueue({ softTimeLimit: 2, timeLimit: 1 })).rejects.toThrow("softTimeLimit");
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect((await result.info())?.error?.message).toContain("soft: expected at most the hard limit of 60000 ms");
  });
});
