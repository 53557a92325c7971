import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { json, memoryBackend, type TaskInfo } from "ostinato/tasks";
import { stage } from "./stage.ts";

const busy = new Error("busy");

describe("a result", () => {
  it("is looked at once with a timeout of 0, and waited for no longer than it says", async () => {
    const { app, clock } = stage();
    const task = app.task("slow", async ({ sleep }) => {
      await sleep("10s");
      return "done";
    });
    app.worker().start();
    const result = await task.delay();
    await expect(result.get({ timeout: 0 })).rejects.toMatchObject({ code: "RESULT_TIMEOUT", id: result.id });
    const soon = result.get({ timeout: "5s" });
    soon.catch(() => {});
    await clock.advance("5s");
    await expect(soon).rejects.toThrow("The task has not ended within 5s");
    expect(await result.ready()).toBe(false);
    expect(await clock.runUntil(result.get({ timeout: "1m" }))).toBe("done");
    expect(await result.get({ timeout: 0 })).toBe("done");
    expect(await result.ready()).toBe(true);
  });

  it("of an unknown id is unknown", async () => {
    const { app } = stage();
    const result = app.result("nobody");
    expect([await result.state(), await result.info(), await result.history()]).toEqual(["UNKNOWN", undefined, []]);
    expect([await result.ready(), await result.revoke()]).toEqual([false, false]);
    await expect(result.get({ timeout: 0 })).rejects.toThrow("within 0ms");
  });

  it("answers with the outcome where a failure is not to be thrown", async () => {
    const { app, clock } = stage();
    const task = app.task("t", (_, fails: boolean) => (fails ? Promise.reject(busy) : "fine"), {
      policy: { attempts: 1 },
    });
    app.worker().start();
    const [good, bad] = [await task.delay(false), await task.delay(true)];
    expect(await clock.runUntil(good.get({ propagate: false }))).toEqual({ ok: true, value: "fine", attempts: 1 });
    const outcome = await clock.runUntil(bad.get({ propagate: false }));
    expect(outcome).toMatchObject({
      ok: false,
      attempts: 1,
      error: { reason: "attempts", error: { message: "busy" } },
    });
  });

  it("tells, between two attempts, what went wrong, when the next is due and who said so", async () => {
    const { app, clock } = stage();
    const task = app.task("t", ({ attempt }) => (attempt === 1 ? Promise.reject(busy) : "fine"), {
      policy: { schedule: fixed("1m") },
    });
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1s");
    expect(await result.info()).toMatchObject({
      state: "RETRY",
      attempt: 1,
      attempts: 3,
      delay: 6e4,
      dueAt: 106e4,
      from: "schedule",
      error: {
        name: "Error",
        message: "busy",
      },
    });
  });

  it("can be followed as it changes, and ends with the end", async () => {
    const { app, clock } = stage();
    const task = app.task("t", ({ attempt }) => (attempt === 1 ? Promise.reject(busy) : "fine"), {
      policy: { schedule: fixed("1m") },
    });
    const result = await task.delay();
    const seen: TaskInfo[] = [];
    const following = (async () => {
      for await (const info of result.changes()) seen.push(info);
    })();
    app.worker().start();
    await clock.runUntil(following);
    expect(seen.map(({ state, attempt }) => `${state} ${attempt}`)).toEqual([
      "PENDING 0",
      "STARTED 1",
      "RETRY 1",
      "STARTED 2",
      "SUCCESS 2",
    ]);
  });

  it("can be forgotten", async () => {
    const { app, clock } = stage();
    const task = app.task("t", () => "fine");
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    await result.forget();
    expect(await result.state()).toBe("UNKNOWN");
  });

  it("is nothing where the function returns nothing", async () => {
    const { app, clock } = stage();
    const task = app.task("t", () => {});
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBeUndefined();
  });

  it("F-104 that is too large is left out, and says so", async () => {
    const { app, clock } = stage({ serializer: json({ maxBytes: 100 }) });
    const task = app.task("t", () => "x".repeat(101));
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.state()).toBe("SUCCESS");
    await expect(result.get()).rejects.toMatchObject({ code: "RESULT_TRUNCATED" });
  });

  it("F-104 that is too large for the backend is left out there", async () => {
    const { app, clock } = stage({ backend: memoryBackend({ maxBytes: 10 }) });
    const task = app.task("t", () => "x".repeat(11));
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({ state: "SUCCESS", truncated: true });
  });

  it("F-104 that cannot be kept as it is fails the task, once, and names the place", async () => {
    const { app, clock } = stage();
    let calls = 0;
    const task = app.task("t", () => ({ calls: ++calls, when: new Date(0) }));
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({
      state: "FAILURE",
      reason: "not-retryable",
      attempt: 1,
      error: {
        code: "NOT_SERIALIZABLE",
        message: "result.when: JSON turns an instance of Date into something else",
      },
    });
  });

  it.each([[{ timeout: -1 }], [{ timeout: "soon" }], [{ propagate: 1 }], [{ wait: 5 }]])(
    "is not asked for in other words: %j",
    async (options) => {
      const { app } = stage();
      await expect(app.result("7").get(options as never)).rejects.toMatchObject({ code: "INVALID_OPTION" });
    },
  );
});

describe("revoke", () => {
  it("takes back what waits: it never runs", async () => {
    const { app, clock } = stage();
    let calls = 0;
    const task = app.task("t", () => ++calls);
    app.worker().start();
    const result = await task.enqueue({ delay: "1h" });
    expect(await result.revoke()).toBe(true);
    expect(await result.revoke()).toBe(false);
    await clock.runUntil(app.idle());
    await clock.advance("2h");
    expect([calls, await result.state()]).toEqual([0, "REVOKED"]);
    await expect(result.get()).rejects.toMatchObject({ state: "REVOKED", reason: "revoked", attempts: 0 });
  });

  it("takes back a retry that waits, with its last error", async () => {
    const { app, clock } = stage();
    const task = app.task("t", () => Promise.reject(busy), { policy: { schedule: fixed("1h") } });
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1m");
    expect(await result.revoke()).toBe(true);
    await clock.advance("2h");
    expect(await result.info()).toMatchObject({ state: "REVOKED", attempt: 1, error: { message: "busy" } });
  });

  it("aborts what runs, at once here; whatever it then answers, it stays revoked", async () => {
    const { app, clock } = stage();
    const reasons: unknown[] = [];
    const task = app.task("t", async ({ sleep }) => {
      await sleep("1h").catch((error: unknown) => reasons.push(error));
      return "too late";
    });
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1s");
    await result.revoke();
    await clock.advance("1s");
    expect(reasons).toMatchObject([{ code: "REVOKED" }]);
    expect((await result.history()).map(({ state }) => state)).toEqual(["PENDING", "STARTED", "REVOKED"]);
    await clock.runUntil(app.idle());
  });

  it("is heard elsewhere when the worker renews its lease", async () => {
    const backend = memoryBackend();
    const { app, clock } = stage({ backend });
    const other = stage({ backend }).app;
    const aborted: number[] = [];
    const task = app.task("t", ({ race, signal }) => {
      signal.addEventListener("abort", () => aborted.push(clock.now()));
      return race(new Promise(() => {}));
    });
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1s");
    expect(await other.result(result.id).revoke()).toBe(true);
    await clock.advance("1m");
    expect(aborted).toEqual([15_000]);
    expect(await result.state()).toBe("REVOKED");
  });
});

describe("expiry", () => {
  it.each([
    ["a time from now", "10s"],
    ["a moment", new Date(1_010_000)],
  ] as const)("F-103 ends what was not started in time: %s", async (_what, expires) => {
    const { app, clock } = stage();
    let calls = 0;
    const told: string[] = [];
    app.on("expired", ({ id }) => told.push(id));
    const task = app.task("t", () => ++calls);
    const [late, early] = [await task.enqueue({ args: [], expires }), await task.enqueue({ args: [], expires: "1h" })];
    await clock.advance("10s");
    app.worker().start();
    await clock.runUntil(app.idle());
    expect([calls, told]).toEqual([1, [late.id]]);
    expect(await late.info()).toMatchObject({ state: "EXPIRED", reason: "expired", attempt: 0 });
    expect(await early.state()).toBe("SUCCESS");
  });

  it("keeps the last error of what expires between two attempts", async () => {
    const { app, clock } = stage();
    const task = app.task("t", () => Promise.reject(busy), { expires: "30s", policy: { schedule: fixed("1m") } });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({ state: "EXPIRED", attempt: 1, error: { message: "busy" } });
  });
});
