import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { createApp, memoryBackend, memoryIdempotency } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";
import { limitedTransport } from "../transport/limited.ts";

/** An app over a transport that can do little. */
function modest(change: (transport: Transport) => Partial<Transport> = () => ({})) {
  const clock = virtualClock();
  const limited = limitedTransport({ clock });
  const transport = { ...limited, ...change(limited) };
  return { clock, transport, app: createApp({ clock, transport, random: () => 0.5 }) };
}

describe("where the transport cannot do it, the app", () => {
  it("retries by sending the next message and settling the old one", async () => {
    const { app, clock } = modest();
    const attempts: number[] = [];
    const task = app.task(
      "t",
      ({ attempt }) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error("busy");
        return "done";
      },
      { policy: { schedule: fixed("1m") } },
    );
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("done");
    expect([attempts, clock.now()]).toEqual([[1, 2, 3], 120_000]);
  });

  it("waits a long delay in hops, which cost no attempt and are not taken for poison", async () => {
    const { app, clock } = modest();
    const starts: unknown[] = [];
    const task = app.task(
      "t",
      ({ attempt }) => {
        starts.push([attempt, clock.now()]);
        if (attempt === 1) throw new Error("busy");
      },
      { policy: { schedule: fixed("7h") } },
    );
    app.worker({ maxDeliveries: 2 }).start();
    const result = await task.enqueue({ delay: "5h" });
    await clock.runUntil(result.get());
    expect(starts).toEqual([
      [1, 18_000_000],
      [2, 43_200_000],
    ]);
  });

  it("sends dead letters itself, with their death", async () => {
    const { app, clock, transport } = modest();
    const task = app.task("t", () => Promise.reject(new Error("no")), { policy: { attempts: 1 } });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    const letters: unknown[] = [];
    app.deadLetters().consume((letter) => letters.push([letter.id, letter.reason, letter.error?.message]));
    await clock.advance("1s");
    expect(letters).toEqual([[result.id, "attempts", "no"]]);
    expect(transport.capabilities.atomicRetry).toBe(false);
  });

  it("gives an attempt up before its lease is over, where that cannot be extended", async () => {
    const { app, clock } = modest();
    const task = app.task(
      "t",
      ({ attempt, limit }) => {
        if (attempt === 2) limit("20s", "1h");
        return attempt === 1 ? new Promise(() => {}) : "second";
      },
      { policy: { attempts: 2, schedule: fixed("1s") } },
    );
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect((await result.history())[2]).toMatchObject({ state: "RETRY", error: { code: "TIME_LIMIT" } });
    expect((await result.info())!.error!.message).toContain("hard: expected at most the lease of 27000 ms");
  });

  it("gives the message back, where sending the next one fails for good; nothing is lost", async () => {
    let isAway = false;
    const { app, clock } = modest((limited) => ({
      publish: (envelope, how) => (isAway ? Promise.reject(new Error("away")) : limited.publish(envelope, how)),
    }));
    const calls: number[] = [];
    const during: string[] = [];
    app.on("error", (event) => during.push(event.during));
    const task = app.task(
      "t",
      ({ attempt }) => {
        calls.push(attempt);
        isAway = attempt === 1;
        if (attempt === 1) throw new Error("busy");
        return "done";
      },
      { policy: { schedule: fixed("1s") } },
    );
    app.worker().start();
    const result = await task.delay();
    await clock.advance("1m");
    isAway = false;
    expect(await clock.runUntil(result.get())).toBe("done");
    expect([calls, during[0]]).toEqual([[1, 2], "publish"]);
  });

  it("F-088 does not run two copies of an attempt side by side, nor one behind the other", async () => {
    const { app, clock } = modest((limited) => ({
      publish: async (envelope, how) => {
        await limited.publish(envelope, how);
        await limited.publish(envelope, how);
      },
    }));
    const calls: number[] = [];
    const task = app.task(
      "t",
      async ({ attempt, sleep }) => {
        calls.push(attempt);
        await sleep("5s");
        if (attempt === 1) throw new Error("busy");
      },
      { policy: { schedule: fixed("1s") } },
    );
    app.worker({ concurrency: 8 }).start();
    const result = await task.delay();
    await clock.runUntil(result.get());
    await clock.advance("10m");
    expect(calls).toEqual([1, 2]);
    expect((await result.history()).map(({ state }) => state)).toEqual([
      "PENDING",
      "STARTED",
      "RETRY",
      "STARTED",
      "SUCCESS",
    ]);
  });

  it("counts deliveries in the result backend, where the broker has no count", async () => {
    const { clock, transport } = modest();
    const uncounted: Transport = {
      ...transport,
      capabilities: { ...transport.capabilities, deliveryCount: "none", lease: "connection" },
      consume: (queue, onDelivery, how) =>
        transport.consume(
          queue,
          (delivery) => {
            const { envelope } = delivery;
            const own = { envelope, deliveryCount: undefined, leaseUntil: undefined };
            return onDelivery({ ...own, ack: () => delivery.ack(), release: (options) => delivery.release(options) });
          },
          how,
        ),
    };
    const backend = memoryBackend({ clock });
    // Claims do not outlive a process that ends here.
    const idempotency = { ...memoryIdempotency(), claim: async () => "claimed" as const };
    const dying = createApp({ clock, transport: uncounted, backend, idempotency });
    let deaths = 0;
    dying.task("t", () => {
      deaths++;
      return new Promise(() => {});
    });
    const result = await dying.send("t");
    dying.worker({ concurrency: 9, maxDeliveries: 3 }).start();
    await clock.advance("10m");
    expect(deaths).toBe(3);
    expect(await result.info()).toMatchObject({ state: "FAILURE", reason: "poison" });
  });
});

describe("what no app can make up for is refused at the start", () => {
  it("delays, where the transport has none at all", async () => {
    const { app, transport } = modest(({ capabilities }) => ({
      capabilities: { ...capabilities, maxPublishDelay: 0, maxReleaseDelay: 0 },
    }));
    const task = app.task("t", () => {}, { queue: "a" });
    app.task("once", () => {}, { queue: "b", policy: { attempts: 1 } });
    app.task("eager", () => {}, { queue: "b", policy: { schedule: fixed(0) } });
    expect(() => app.worker().start()).toThrow("schedule: expected one without delays in task t");
    expect(() => app.worker({ queues: ["b"] }).start()).not.toThrow();
    await expect(task.enqueue({ delay: 1 })).rejects.toThrow("delay: expected none");
    await expect(task.enqueue({ at: Date.now() + 1e12 })).rejects.toThrow("at: expected none");
    expect(transport.capabilities.maxPublishDelay).toBe(0);
  });

  it("a time limit beyond the longest lease", () => {
    const { app } = modest(({ capabilities }) => ({
      capabilities: { ...capabilities, lease: { default: 30_000, max: 60_000 } },
    }));
    app.task("t", () => {}, { timeLimit: "2m" });
    expect(() => app.worker().start()).toThrow(
      "timeLimit: expected at most the transport's longest lease of 1m in task t",
    );
  });

  it("but a delay goes by sending anew, where the broker cannot give back for later", async () => {
    const clock = virtualClock();
    const memory = memoryTransport({ clock });
    const transport: Transport = {
      ...memory,
      capabilities: { ...memory.capabilities, maxPublishDelay: 60_000, maxReleaseDelay: 0 },
    };
    const app = createApp({ clock, transport });
    const starts: number[] = [];
    const task = app.task("t", () => starts.push(clock.now()));
    app.worker().start();
    const result = await task.enqueue({ delay: "3m" });
    await clock.runUntil(result.get());
    expect(starts).toEqual([180_000]);
  });
});
