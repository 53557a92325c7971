import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { createApp, memoryBackend, type TaskEvents } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";
import { stage } from "./stage.ts";

describe("what one call says", () => {
  it("may be a moment in any form, and one that has passed is now", async () => {
    const { app, clock } = stage();
    const starts: number[] = [];
    const task = app.task("t", () => void starts.push(clock.wallNow()));
    const moments = [new Date(1_005_000), 1_009_000, { epochMilliseconds: 1_010_000 }, new Date(0)];
    const results = await Promise.all(moments.map((at) => task.enqueue({ at })));
    const states = await Promise.all(results.map((result) => result.state()));
    expect(states.join(" ")).toBe("SCHEDULED SCHEDULED SCHEDULED PENDING");
    app.worker().start();
    await clock.runUntil(app.idle());
    expect(starts).toEqual([1_000_000, 1_005_000, 1_009_000, 1_010_000]);
  });

  it.each(["2030-03-31T02:30", "02:30", { hour: 2 }, Number.NaN, "0 2 * * *"])(
    "F-105 is a point in time, the same everywhere: %j is none",
    async (at) => {
      const { app } = stage();
      const task = app.task("t", () => {});
      await expect(task.enqueue({ at: at as never })).rejects.toMatchObject({ option: "at" });
      await expect(task.enqueue({ expires: { ...Object(at) } as never })).rejects.toMatchObject({ option: "expires" });
    },
  );

  it("is its queue, its priority and its soft limit, and no other call's", async () => {
    const { app, clock } = stage();
    const order: unknown[] = [];
    const task = app.task(
      "t",
      async ({ queue, signal }, name: string) => {
        order.push(name, queue);
        if (name === "slow") await new Promise((_, reject) => (signal.onabort = () => reject(signal.reason)));
      },
      { policy: { attempts: 1 } },
    );
    await task.delay("usual");
    await task.enqueue({ args: ["urgent"], priority: 9 });
    await task.enqueue({ args: ["elsewhere"], queue: "far" });
    const slow = await task.enqueue({ args: ["slow"], softTimeLimit: "5s" });
    app.worker().start();
    await clock.advance("1s");
    app.worker({ queues: ["far"] }).start();
    await clock.runUntil(app.idle());
    expect(order).toEqual(["urgent", "default", "usual", "default", "slow", "default", "elsewhere", "far"]);
    expect([clock.now(), (await slow.info())!.error]).toMatchObject([5_000, { code: "SOFT_TIME_LIMIT" }]);
  });

  it("is known by a random UUID where it names no id", async () => {
    const { app } = stage();
    const task = app.task("t", () => {});
    const ids = (await Promise.all(Array.from({ length: 200 }, () => task.delay()))).map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(ids).size).toBe(200);
  });
});

describe("the priority that a retry asks for", () => {
  it("takes its message past those that wait", async () => {
    const { app, clock } = stage();
    const order: string[] = [];
    const task = app.task(
      "t",
      ({ attempt, retry }, name: string) => {
        order.push(`${name} ${attempt}`);
        if (name === "a" && attempt === 1) throw retry({ priority: 5 });
      },
      { policy: { schedule: fixed(0) } },
    );
    for (const name of ["a", "b", "c"]) await task.delay(name);
    app.worker().start();
    await clock.runUntil(app.idle());
    expect(order).toEqual(["a 1", "a 2", "b 1", "c 1"]);
  });
});

describe("between a worker and its transport", () => {
  it("goes how much it works on and holds ready, and what goes wrong comes back as an event", async () => {
    const clock = virtualClock();
    const memory = memoryTransport({ clock });
    const asked: unknown[] = [];
    const lost = new Error("connection lost");
    const transport: Transport = {
      ...memory,
      consume: (queue, onDelivery, { onError, ...how }) => {
        asked.push(queue, how);
        onError(lost);
        return memory.consume(queue, onDelivery, { onError, ...how });
      },
    };
    const app = createApp({ clock, transport });
    const errors: TaskEvents["error"][] = [];
    app.on("error", (event) => errors.push(event));
    const task = app.task("t", () => "ran");
    app.worker({ concurrency: 3, prefetch: 2 }).start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("ran");
    expect(asked).toEqual(["default", { concurrency: 3, prefetch: 2 }]);
    expect(errors).toEqual([{ error: lost, during: "consume", queue: "default" }]);
  });

  it("is what it has in hand and has not begun, which inspect shows as reserved", async () => {
    const clock = virtualClock();
    const backend = memoryBackend({ clock });
    const get = (id: string) => new Promise<void>((go) => clock.schedule(1_000, go)).then(() => backend.get(id));
    const app = createApp({ clock, backend: { ...backend, get } });
    const task = app.task("t", ({ sleep }) => sleep("5s"));
    app.worker().start();
    const { id } = await task.delay();
    await clock.advance(500);
    expect(await app.inspect()).toMatchObject({ reserved: [id], active: [] });
    await clock.advance(1_000);
    expect(await app.inspect()).toMatchObject({ reserved: [], active: [{ id }] });
    await clock.runUntil(app.idle());
    expect(await app.inspect()).toMatchObject({ reserved: [], active: [] });
  });
});
